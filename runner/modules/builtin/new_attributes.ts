import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Attributes } from './file_attributes.ts';
import { defaultMode } from './file_mode.ts';
import { lookAt } from './look_at.ts';

/** What the system gives something new at that path: our user, and our group or, where the folder says so, its own. */
export function newAttributes(path: string, isDirectory: boolean): Attributes {
  const folder = statSync(existingFolder(dirname(path)));
  const inherits = (folder.mode & 0o2000) !== 0;
  return {
    mode: defaultMode(isDirectory) | (inherits && isDirectory ? 0o2000 : 0),
    uid: process.geteuid?.() ?? 0,
    gid: inherits ? folder.gid : (process.getegid?.() ?? 0),
  };
}

function existingFolder(path: string): string {
  return lookAt(path) ? path : existingFolder(dirname(path));
}
