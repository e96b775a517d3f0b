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
  const { flags, rest } = takeFlags(filled);
  if (flags.has('from') || rest.includes('<<')) return;
  const words = jsonForm(rest) ?? dockerWords(rest, '\\');
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
