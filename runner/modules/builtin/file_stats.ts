import type { Stats } from 'node:fs';
import type { Result } from '../module.ts';
import { accountName } from './accounts.ts';
import { modeText } from './file_mode.ts';

/** What `stat` and `find` both return of a file, in Ansible's words. */
export function fileStats(stats: Stats): Result {
  return { ...numbers(stats), ...kinds(stats), ...permissions(stats.mode), ...names(stats) };
}

function numbers(stats: Stats): Result {
  return {
    mode: modeText(stats.mode),
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    inode: stats.ino,
    dev: stats.dev,
    nlink: stats.nlink,
    atime: stats.atimeMs / 1000,
    mtime: stats.mtimeMs / 1000,
    ctime: stats.ctimeMs / 1000,
  };
}

function kinds(stats: Stats): Result {
  return {
    isdir: stats.isDirectory(),
    ischr: stats.isCharacterDevice(),
    isblk: stats.isBlockDevice(),
    isreg: stats.isFile(),
    isfifo: stats.isFIFO(),
    islnk: stats.isSymbolicLink(),
    issock: stats.isSocket(),
  };
}

const bits = {
  ...{ rusr: 0o400, wusr: 0o200, xusr: 0o100, rgrp: 0o040, wgrp: 0o020, xgrp: 0o010 },
  ...{ roth: 0o004, woth: 0o002, xoth: 0o001, isuid: 0o4000, isgid: 0o2000 },
};

function permissions(mode: number): Result {
  return Object.fromEntries(Object.entries(bits).map(([name, bit]) => [name, (mode & bit) !== 0]));
}

/** Left out, as in Ansible, when the number belongs to nobody. */
function names({ uid, gid }: Stats): Result {
  const user = accountName('user', uid);
  const group = accountName('group', gid);
  return { ...(user !== undefined && { pw_name: user }), ...(group !== undefined && { gr_name: group }) };
}
