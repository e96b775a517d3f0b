import { closeSync, openSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { Result } from '../module.ts';
import { attributesOf, setAttributes, wantedAttributes } from './file_attributes.ts';
import { changeAttributes } from './file_present.ts';
import { type FileParams, type FileTask, fileDiff, followLinks } from './file_task.ts';
import { fileTime } from './file_times.ts';
import { lookAt } from './look_at.ts';
import { newAttributes } from './new_attributes.ts';
import { pathInfo, predictedInfo, stateOf } from './path_info.ts';

/** Makes an empty file, or renews the times of what is there; with both times preserved only the first changes anything. */
export function touch(task: FileTask): Result {
  const path = followLinks(task);
  return stateOf(path) === 'absent' ? make(path, task) : renew(path, task);
}

function make(path: string, { params, context }: FileTask): Result {
  const diff = fileDiff(path, { state: 'absent' }, { state: 'touch' });
  const want = wantedAttributes(params, newAttributes(path, false), false);
  if (context.check) return { dest: path, changed: true, ...predictedInfo(want, 'file', 0), diff };
  if (!lookAt(dirname(path)))
    throw new PlayError({
      code: 'no-folder',
      message: `cannot touch ${path}: there is no folder ${dirname(path)}`,
      hint: 'make it first with state: directory',
    });
  closeSync(openSync(path, 'a'));
  setAttributes(path, attributesOf(path), want);
  setTimes(path, params);
  return { dest: path, changed: true, ...pathInfo(path), diff };
}

function renew(path: string, { params, context }: FileTask): Result {
  const attributes = changeAttributes(path, params, context.check);
  const changed = setTimes(path, params, context.check);
  return { dest: path, ...attributes, changed: changed || attributes['changed'] === true };
}

function setTimes(path: string, params: FileParams, check = false): boolean {
  const stats = statSync(path);
  const now = Date.now();
  const access = fileTime(params.access_time ?? 'now', params.access_time_format, now) ?? stats.atimeMs;
  const modification =
    fileTime(params.modification_time ?? 'now', params.modification_time_format, now) ?? stats.mtimeMs;
  const changed = access !== stats.atimeMs || modification !== stats.mtimeMs;
  if (changed && !check) utimesSync(path, access / 1000, modification / 1000);
  return changed;
}
