import { PlayError } from '../../diagnostics.ts';
import type { Result } from '../module.ts';
import {
  type AttributeParams,
  attributeDiff,
  attributesOf,
  sameAttributes,
  setAttributes,
  wantedAttributes,
} from './file_attributes.ts';
import { type FileTask, fileDiff, followLinks, infoOf } from './file_task.ts';
import { lookAt } from './look_at.ts';
import { newAttributes } from './new_attributes.ts';
import { pathInfo, predictedInfo, stateOf } from './path_info.ts';

/** Sets the attributes of a file that must be there. */
export function ensureAttributes(task: FileTask): Result {
  const { params, context } = task;
  const path = followLinks(task);
  const state = stateOf(path);
  if (state === 'absent' && context.check) return foretold(path, task);
  if (state === 'absent' || state === 'directory') throw notAFile(path, state);
  return { path, ...changeAttributes(path, params, context.check) };
}

/** Under check mode the task before may be what makes it. */
function foretold(path: string, { params, context }: FileTask): Result {
  context.warn(`${path} is not there yet; unless a task before makes it, this will fail`);
  const want = wantedAttributes(params, newAttributes(path, false), false);
  return { path, changed: true, ...predictedInfo(want, 'file'), diff: fileDiff(path, {}, {}) };
}

/** Gives what is at the path its attributes, and describes it. */
export function changeAttributes(path: string, params: FileTask['params'], check: boolean): Result {
  const { changed, now, want } = setWantedAttributes(path, params, check);
  const { before, after } = attributeDiff(now, want);
  const info = pathInfo(path);
  return {
    changed,
    ...(changed && check ? predictedInfo(want, info.state, info.size) : info),
    diff: fileDiff(path, { ...before }, { ...after }),
  };
}

/** Gives what is at the path its attributes; a link that is not followed gets owners only. */
export function setWantedAttributes(path: string, params: AttributeParams, check: boolean) {
  const isLink = stateOf(path) === 'link';
  const now = attributesOf(path);
  const wanted = wantedAttributes(params, now, lookAt(path)?.isDirectory() ?? false);
  const want = isLink ? { ...wanted, mode: now.mode } : wanted;
  const changed = !sameAttributes(now, want);
  if (changed && !check) setAttributes(path, now, want, isLink);
  return { changed, now, want };
}

function notAFile(path: string, state: 'absent' | 'directory'): PlayError {
  return new PlayError({
    code: 'file-state',
    message: `file (${path}) is ${state === 'absent' ? 'absent' : 'a directory'}, cannot continue`,
    hint:
      state === 'absent'
        ? 'state: touch makes an empty file, state: directory a folder, and `copy` a file with content'
        : 'use state: directory for folders',
    details: infoOf(path),
  });
}
