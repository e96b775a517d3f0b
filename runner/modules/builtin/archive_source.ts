import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { ActionContext } from '../module.ts';
import { fetchFile, fileName, reason } from './download.ts';
import { lookAt } from './look_at.ts';
import { absolutePath } from './paths.ts';

/** Where an archive comes from. */
export interface ArchiveSource {
  readonly src: string;
  readonly remote_src: boolean;
  readonly decrypt: boolean;
  readonly validate_certs: boolean;
}

/** Lends an archive as a file of this machine: the one that is there, or a copy of what is downloaded or decrypted. */
export async function withArchive<T>(
  source: ArchiveSource,
  context: ActionContext,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const isAddress = source.remote_src && source.src.includes('://');
  const path = isAddress ? undefined : localPath(source, context);
  const isVault =
    path !== undefined && source.decrypt && !source.remote_src && startOf(path).startsWith('$ANSIBLE_VAULT');
  if (path !== undefined && !isVault) return use(path);
  const folder = mkdtempSync(join(context.environment['TMPDIR'] || tmpdir(), 'play-archive-'));
  try {
    const { name, content } =
      path === undefined ? await downloaded(source, context) : { name: 'archive', content: context.readFile(path) };
    const copy = join(folder, name);
    writeFileSync(copy, content, { mode: 0o600 });
    return await use(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function localPath({ src, remote_src }: ArchiveSource, context: ActionContext): string {
  const path = remote_src ? absolutePath(src, context) : context.findFile('files', src);
  const stats = lookAt(path);
  if (stats?.isFile()) return path;
  throw new PlayError({
    code: 'source-missing',
    message: stats ? `Source '${path}' is no file` : `Source '${path}' does not exist`,
    hint: 'check "src"',
  });
}

/** The first bytes of a file, one character each. */
export function startOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(512);
    return buffer.subarray(0, readSync(file, buffer)).toString('latin1');
  } finally {
    closeSync(file);
  }
}

async function downloaded({ src, validate_certs }: ArchiveSource, context: ActionContext) {
  context.progress(`downloading ${src}`);
  const answer = await fetchFile(src, { validate_certs, http_agent: 'play-unarchive', timeout: 60 }, context);
  const problem =
    answer instanceof Error ? reason(answer) : (answer.status ?? 200) === 200 ? undefined : `status ${answer.status}`;
  if (problem === undefined && !(answer instanceof Error)) return { name: fileName(answer, src), content: answer.body };
  throw new PlayError({
    code: 'source-missing',
    message: `cannot download ${src}: ${problem}`,
    hint: 'check "src", or download it with get_url first',
  });
}
