import { accessSync, constants, lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { statSchema } from '../../../schemas/stat.ts';
import { PlayError } from '../../diagnostics.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { action, type Result } from '../module.ts';
import { checksumOfFile } from './checksums.ts';
import { contentType } from './content_type.ts';
import { fileStats } from './file_stats.ts';
import { absolutePath } from './paths.ts';

/** Tells what is known about a file (Ansible: `ansible.builtin.stat`). */
export const stat = action({
  name: 'stat',
  schema: statSchema,
  check: 'runs',
  pure: true,
  async run({ path: written, follow, get_checksum, get_md5, checksum_algorithm, get_mime, get_attributes }, context) {
    if (containsUnknown(written)) return { changed: false, stat: unknown };
    const path = absolutePath(written, context).replace(/(?!^)\/+$/, '');
    const stats = look(path, follow);
    if (!stats) return { changed: false, stat: { exists: false } };
    const readable = allows(path, constants.R_OK);
    const found: Result = {
      exists: true,
      path,
      ...fileStats(stats),
      ...{ block_size: stats.blksize, blocks: stats.blocks, device_type: stats.rdev },
      ...access(path),
      ...(stats.isSymbolicLink() && link(path)),
    };
    const sums = readable && stats.isFile();
    if (get_checksum && sums) found['checksum'] = await checksumOfFile(path, checksum_algorithm);
    if (get_md5 && sums) found['md5'] = await checksumOfFile(path, 'md5');
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
