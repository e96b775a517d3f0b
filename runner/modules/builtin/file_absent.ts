import { rmSync } from 'node:fs';
import { PlayError } from '../../diagnostics.ts';
import type { Result } from '../module.ts';
import { type FileTask, fileDiff } from './file_task.ts';
import { stateOf } from './path_info.ts';

/** Removes a file, a link (not what it points to) or a folder with all in it. */
export function ensureAbsent({ path, context }: FileTask): Result {
  const now = stateOf(path);
  if (now === 'absent') return { changed: false, path, state: 'absent', diff: fileDiff(path, {}, {}) };
  if (!context.check) remove(path);
  return { changed: true, path, state: 'absent', diff: fileDiff(path, { state: now }, { state: 'absent' }) };
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (cause) {
    throw new PlayError({
      code: 'cannot-remove',
      message: `cannot remove ${path}: ${(cause as Error).message}`,
      hint: 'removing needs the right to write to the folder it is in',
      cause,
    });
  }
}
