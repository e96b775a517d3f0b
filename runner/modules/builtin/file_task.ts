import { realpathSync } from 'node:fs';
import type { fileSchema } from '../../../schemas/file.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ActionContext, Result } from '../module.ts';
import { lookAt } from './look_at.ts';
import { pathInfo, stateOf } from './path_info.ts';

export type FileParams = Infer<typeof fileSchema>;

/** One use of `file`, with its path made absolute and its state decided. */
export interface FileTask {
  readonly path: string;
  readonly state: NonNullable<FileParams['state']>;
  readonly params: FileParams;
  readonly context: ActionContext;
}

/** Where the path leads when links are followed; the path itself when it is no link or leads nowhere. */
export function followLinks({ path, params }: FileTask): string {
  if (!params.follow || stateOf(path) !== 'link') return path;
  return lookAt(path) ? realpathSync(path) : path;
}

/** Before and after, with the path first, as every state of `file` returns them. */
export function fileDiff(path: string, before: Result, after: Result): Result {
  return { before: { path, ...before }, after: { path, ...after } };
}

/** What a failure says of the path it is about. */
export function infoOf(path: string): Result {
  return stateOf(path) === 'absent' ? { path, state: 'absent' } : { path, ...pathInfo(path) };
}

export function cannotBecome(path: string, now: string, wanted: string, hint: string): PlayError {
  const message = `${path} is a ${now} and cannot become a ${wanted}`;
  return new PlayError({ code: 'file-state', message, hint, details: infoOf(path) });
}
