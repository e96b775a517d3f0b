import { lstatSync, type Stats } from 'node:fs';
import { type Unknown, unknown } from '../../template/values.ts';
import { accountName } from './accounts.ts';
import type { Attributes } from './file_attributes.ts';
import { modeText } from './file_mode.ts';
import { lookAtLink } from './look_at.ts';

export type FileState = 'absent' | 'directory' | 'file' | 'hard' | 'link';

/** What a path names, in the words of the `state` parameter of `file`. */
export function stateOf(path: string): FileState {
  const stats = lookAtLink(path);
  return stats ? stateFrom(stats) : 'absent';
}

function stateFrom(stats: Stats): FileState {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'directory';
  return stats.nlink > 1 ? 'hard' : 'file';
}

/** What every module that leaves a file behind returns of it. */
export interface PathInfo {
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  readonly size: number | Unknown;
  readonly state: FileState;
}

/** The file as it is now. */
export function pathInfo(path: string): PathInfo {
  const stats = lstatSync(path);
  return {
    ...describe({ mode: stats.mode, uid: stats.uid, gid: stats.gid }),
    size: stats.size,
    state: stateFrom(stats),
  };
}

/** The file as it will be, for check mode. */
export function predictedInfo(attributes: Attributes, state: FileState, size: number | Unknown = unknown): PathInfo {
  return { ...describe(attributes), size, state };
}

function describe({ mode, uid, gid }: Attributes) {
  return {
    uid,
    gid,
    owner: accountName('user', uid) ?? String(uid),
    group: accountName('group', gid) ?? String(gid),
    mode: modeText(mode),
  };
}
