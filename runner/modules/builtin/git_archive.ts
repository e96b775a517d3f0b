import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { Result } from '../module.ts';
import type { Clone } from './git_clone.ts';
import { absolutePath } from './paths.ts';
import { placeFile } from './place_file.ts';

const formats: readonly (readonly [RegExp, string])[] = [
  [/\.zip$/, 'zip'],
  [/\.(tgz|tar\.gz|gz)$/, 'tar.gz'],
  [/\.tar$/, 'tar'],
];

/** Packs the version that is checked out, unless the archive holds it already. */
export async function packArchive({ git, dest, params, context }: Clone): Promise<Result> {
  if (params.archive === undefined) return { changed: false };
  const target = absolutePath(params.archive, context);
  const format = formatOf(target);
  const folder = mkdtempSync(join(context.environment['TMPDIR'] || tmpdir(), 'play-git-'));
  try {
    const file = join(folder, 'archive');
    const prefix = params.archive_prefix === undefined ? [] : [`--prefix=${params.archive_prefix}`];
    await git.in(dest).ask('archive', `--format=${format}`, `--output=${file}`, ...prefix, 'HEAD');
    return await placeFile({ content: readFileSync(file), dest: target, origin: dest, params: {} }, context);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function formatOf(target: string): string {
  const format = formats.find(([end]) => end.test(target))?.[1];
  if (format) return format;
  throw new PlayError({
    code: 'git-archive',
    message: `${target} does not tell by its name what kind of archive it is`,
    hint: 'let it end with .zip, .tar, .tar.gz or .tgz',
  });
}
