import { accessSync, constants, lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { statSchema } from '../../../schemas/stat.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { action, type Result } from '../module.ts';
import { accountName } from './accounts.ts';
import { checksumOfFile } from './checksums.ts';
import { contentType } from './content_type.ts';
import { modeText } from './file_mode.ts';
import { absolutePath } from './paths.ts';

/** Tells what is known about a file (Ansible: `ansible.builtin.stat`). */
export const stat = action({
  name: 'stat',
  schema: statSchema,
  check: 'runs',
  pure: true,
  async run({ path: written, follow, get_checksum, checksum_algorithm, get_mime, get_attributes }, context) {
    if (containsUnknown(written)) return { changed: false, stat: unknown };
    const path = absolutePath(written, context).replace(/(?!^)\/+$/, '');
    const stats = look(path, follow);
    if (!stats) return { changed: false, stat: { exists: false } };
    const readable = allows(path, constants.R_OK);
    const found: Result = {
      exists: true,
      path,
      ...numbers(stats),
      ...kinds(stats),
      ...permissions(stats.mode),
      ...names(stats),
      ...access(path),
      ...(stats.isSymbolicLink() && link(path)),
    };
    if (get_checksum && readable && stats.isFile()) found['checksum'] = await checksumOfFile(path, checksum_algorithm);
    if (get_mime) Object.assign(found, mime(path, stats, readable));
    if (get_attributes) Object.assign(found, { attributes: [], attr_flags: '', version: null });
    return { changed: false, stat: found };
  },
});

function look(path: string, follow: boolean): Stats | undefined {
  try {
    return (follow ? statSync : lstatSync)(path, { throwIfNoEntry: false });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return undefined;
    if (code !== 'EACCES' && code !== 'ELOOP') throw cause;
    throw new PlayError({
      code: 'cannot-read',
      message: `cannot look at ${path}: ${code === 'ELOOP' ? 'its links go in a circle' : 'permission denied'}`,
      cause,
    });
  }
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
    block_size: stats.blksize,
    blocks: stats.blocks,
    device_type: stats.rdev,
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

function access(path: string): Result {
  return {
    readable: allows(path, constants.R_OK),
    writeable: allows(path, constants.W_OK),
    executable: allows(path, constants.X_OK),
  };
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function link(path: string): Result {
  const target = readlinkSync(path);
  return { lnk_source: realTarget(path, target), lnk_target: target };
}

function realTarget(path: string, target: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path, '..', target);
  }
}

function mime(path: string, stats: Stats, readable: boolean): Result {
  if (stats.isDirectory()) return { mimetype: 'inode/directory', charset: 'binary' };
  if (stats.isSymbolicLink()) return { mimetype: 'inode/symlink', charset: 'binary' };
  return stats.isFile() && readable ? { ...contentType(path) } : { mimetype: 'unknown', charset: 'unknown' };
}
