import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { unknown } from '../../template/values.ts';
import type { ActionContext, Result } from '../module.ts';
import { wantedAttributes } from './file_attributes.ts';
import { changeAttributes, setWantedAttributes } from './file_present.ts';
import { cannotBecome, type FileParams, type FileTask, fileDiff, followLinks } from './file_task.ts';
import { lookAt } from './look_at.ts';
import { makeFolders } from './make_folders.ts';
import { newAttributes } from './new_attributes.ts';
import { pathInfo, predictedInfo, stateOf } from './path_info.ts';

/** Makes a folder with all above it, and sets its attributes, with `recurse` those of all in it. */
export function ensureDirectory(task: FileTask): Result {
  const { params, context } = task;
  const path = followLinks(task);
  const now = stateOf(path);
  if (now === 'absent') return makeDirectory(path, params, context);
  if (now !== 'directory')
    throw cannotBecome(path, now, 'directory', 'remove it first (state: absent), or choose another path');
  const result = changeAttributes(path, params, context.check);
  const inside = params.recurse && changeInside(path, params, context.check);
  return { path, ...result, changed: result['changed'] === true || inside };
}

function makeDirectory(path: string, params: FileParams, context: ActionContext): Result {
  makeFolders(path, params, context.check);
  const info = context.check
    ? predictedInfo(wantedAttributes(params, newAttributes(path, true), true), 'directory', unknown)
    : pathInfo(path);
  return { path, changed: true, ...info, diff: fileDiff(path, { state: 'absent' }, { state: 'directory' }) };
}

/** Links are followed once, so that a circle of them ends. */
function changeInside(
  folder: string,
  params: FileParams,
  check: boolean,
  seen = new Set([realpathSync(folder)]),
): boolean {
  let changed = false;
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const real = lstatSync(path).isSymbolicLink() && params.follow && lookAt(path) ? realpathSync(path) : path;
    if (real !== path && seen.has(real)) continue;
    seen.add(real);
    changed = setWantedAttributes(real, params, check).changed || changed;
    if (lstatSync(real).isDirectory()) changed = changeInside(real, params, check, seen) || changed;
  }
  return changed;
}
