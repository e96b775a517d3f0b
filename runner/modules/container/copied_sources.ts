import { posix } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { BuildContext } from './build_context.ts';
import type { Instruction } from './dockerfile_lines.ts';
import { dockerWords, jsonForm, takeFlags } from './dockerfile_words.ts';
import { toRegex } from './dockerignore.ts';

/** Refuses a `COPY` or `ADD` of what is not in the build context, which a build would refuse after minutes of work. */
export function copiedSources(
  { keyword, place }: Instruction,
  filled: string,
  { folder, entries }: BuildContext,
): void {
  const words = wordsOfCopy(filled);
  if (!words) return;
  for (const word of words.slice(0, -1)) {
    if (keyword === 'ADD' && /^(https?:\/\/|git@)/.test(word)) continue;
    const path = posix.normalize(word).replace(/^\/+/, '').replace(/\/+$/, '');
    if (path === '.' || path === '') continue;
    const regex = toRegex(path);
    if (entries.some((entry) => regex.test(entry.path) || entry.path.startsWith(`${path}/`))) continue;
    throw new PlayError({
      code: 'dockerfile',
      message: `${keyword} of "${word}", which is not in the build context ${folder}`,
      place,
      hint: 'create it, or see whether .dockerignore leaves it out',
    });
  }
}

/** Sources and destination; undefined when nothing of the build context is copied. */
function wordsOfCopy(filled: string): readonly string[] | undefined {
  const { flags, rest } = takeFlags(filled);
  if (flags.has('from') || rest.includes('<<')) return undefined;
  return jsonForm(rest) ?? dockerWords(rest, '\\');
}

/** A path of the build context, and where `COPY` puts it in the image (a folder's content goes into the folder there). */
export type Copied = readonly [from: string, to: string];

/** What a `COPY` or `ADD` brings from the build context; `workdir` is the folder in the image at that point. */
export function copiedPaths(filled: string, { entries }: BuildContext, workdir: string): Copied[] {
  const words = wordsOfCopy(filled) ?? [];
  const written = words.at(-1) ?? '';
  const destination = posix.resolve(workdir, written);
  const sources = words.slice(0, -1).flatMap((word): { path: string; isFile: boolean }[] => {
    const path = posix.normalize(word).replace(/^\/+/, '').replace(/\/+$/, '');
    if (path === '.' || path === '') return [{ path: '.', isFile: false }];
    const regex = toRegex(path);
    const found = entries.filter((entry) => regex.test(entry.path));
    // An entry list without the folder itself: .dockerignore left it out and let some of its files in again.
    if (found.length === 0 && entries.some((entry) => entry.path.startsWith(`${path}/`)))
      return [{ path, isFile: false }];
    return found.map((entry) => ({ path: entry.path, isFile: entry.kind !== 'folder' }));
  });
  const intoFolder = sources.length > 1 || /\/$|(^|\/)\.$/.test(written);
  return sources.map(({ path, isFile }) => [
    path,
    isFile && intoFolder ? posix.join(destination, posix.basename(path)) : destination,
  ]);
}
