import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import { type AttributeParams, attributesOf, setAttributes, wantedAttributes } from './file_attributes.ts';
import { lookAt } from './look_at.ts';

/** Makes a folder with all that are missing above it, each with the wanted attributes; returns those made. */
export function makeFolders(path: string, params: AttributeParams, check: boolean): string[] {
  const missing = missingFolders(path);
  if (check) return missing;
  for (const folder of missing) {
    make(folder);
    const now = attributesOf(folder);
    setAttributes(folder, now, wantedAttributes(params, now, true));
  }
  return missing;
}

/** The folders that are not there yet, outermost first. */
export function missingFolders(path: string): string[] {
  const stats = lookAt(path);
  if (stats?.isDirectory()) return [];
  if (stats) throw notAFolder(path);
  return [...missingFolders(dirname(path)), path];
}

function make(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    // Someone else was faster, which is as good.
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    const reason =
      code === 'EACCES' ? 'permission denied' : code === 'EROFS' ? 'the file system is read-only' : message;
    throw new PlayError({ code: 'cannot-write', message: `cannot make the folder ${folder}: ${reason}`, cause });
  }
}

function notAFolder(path: string): PlayError {
  return new PlayError({
    code: 'not-a-folder',
    message: `${path} is no folder`,
    hint: 'remove it first (state: absent), or choose another path',
  });
}
