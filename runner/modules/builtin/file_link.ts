import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, readdirSync, readlinkSync, renameSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { Result } from '../module.ts';
import { attributesOf, wantedAttributes } from './file_attributes.ts';
import { changeAttributes } from './file_present.ts';
import { cannotBecome, type FileTask, fileDiff, followLinks } from './file_task.ts';
import { lookAt } from './look_at.ts';
import { newAttributes } from './new_attributes.ts';
import { type FileState, pathInfo, predictedInfo, stateOf } from './path_info.ts';
import { absolutePath } from './paths.ts';

/** Makes a symbolic or hard link, in place of another link at once, in place of a file or empty folder with `force`. */
export function ensureLink(task: FileTask): Result {
  const { path, state, params, context } = task;
  const now = stateOf(path);
  const src = params.src ?? currentTarget(task, now);
  // A symbolic link is read from where it lies; the other name of a file is found like any path.
  const target = state === 'link' ? resolve(dirname(path), src) : absolutePath(src, context);
  refuseMissing(task, target);
  const diff = differenceOf(task, now, src, target);
  if (diff) {
    refuseReplacing(task, now);
    if (!context.check)
      replace(path, now, (name) => (state === 'link' ? symlinkSync(src, name) : linkSync(target, name)));
  }
  const attributes = setBehindLink(task);
  return {
    dest: path,
    src,
    ...infoAfter(task, target),
    changed: diff !== undefined || attributes,
    diff: diff ?? fileDiff(path, {}, {}),
  };
}

/** Undefined when the link is what it should be. */
function differenceOf(task: FileTask, now: FileState, src: string, target: string): Result | undefined {
  if (isRight(task, now, src, target)) return undefined;
  const before = { state: now, ...(now === 'link' && { src: readlinkSync(task.path) }) };
  return fileDiff(task.path, before, { state: task.state, src });
}

function currentTarget({ path, state }: FileTask, now: FileState): string {
  if (state === 'link' && now === 'link') return readlinkSync(path);
  throw new PlayError({
    code: 'file-parameters',
    message: `"src" is needed to make the link ${path}`,
    hint: 'say in "src" what it points to',
  });
}

function refuseMissing({ state, params, context }: FileTask, target: string): void {
  if (lookAt(target)) {
    if (state === 'hard' && lstatSync(target).isDirectory())
      throw new PlayError({
        code: 'file-state',
        message: `${target} is a folder, which cannot have a hard link`,
        hint: 'use state: link',
      });
    return;
  }
  // Under check mode the task before may be what makes it.
  if ((state === 'link' && params.force) || context.check) return;
  throw new PlayError({
    code: 'source-missing',
    message: `${target}, which the link shall point to, does not exist`,
    hint: state === 'link' ? 'create it first, or set force: true to make the link all the same' : 'create it first',
  });
}

function isRight({ path, state }: FileTask, now: FileState, src: string, target: string): boolean {
  if (state === 'link') return now === 'link' && readlinkSync(path) === src;
  if (now !== 'hard' && now !== 'file') return false;
  const mine = lstatSync(path);
  const its = lookAt(target);
  return its !== undefined && mine.ino === its.ino && mine.dev === its.dev;
}

function refuseReplacing({ path, state, params }: FileTask, now: FileState): void {
  const wanted = state === 'link' ? 'symbolic link' : 'hard link';
  if (now === 'directory' && (!params.force || readdirSync(path).length > 0))
    throw cannotBecome(
      path,
      'directory',
      wanted,
      'remove it first (state: absent); force: true replaces empty ones only',
    );
  if ((now === 'file' || now === 'hard') && !params.force)
    throw cannotBecome(path, 'file', wanted, 'set force: true to replace it');
}

/** By renaming, so that the name is never missing. */
function replace(path: string, now: FileState, create: (name: string) => void): void {
  if (now === 'directory') rmdirSync(path);
  if (now === 'absent' || now === 'directory') {
    create(path);
    return;
  }
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    create(temporary);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Attributes go to what the link points to, unless links are not followed. */
function setBehindLink(task: FileTask): boolean {
  const path = followLinks(task);
  if (stateOf(path) === 'absent') return false;
  return changeAttributes(path, task.params, task.context.check)['changed'] === true;
}

function infoAfter({ path, state, params, context }: FileTask, target: string): Result {
  if (!context.check || stateOf(path) === state) return { ...pathInfo(path) };
  if (state === 'link') return { ...predictedInfo({ ...newAttributes(path, false), mode: 0o777 }, 'link') };
  const now = lookAt(target) ? attributesOf(target) : newAttributes(path, false);
  return { ...predictedInfo(wantedAttributes(params, now, false), 'hard') };
}
