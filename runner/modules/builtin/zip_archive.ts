import { createReadStream, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { PlayError } from '../../diagnostics.ts';
import type { ActionContext } from '../module.ts';
import { type Archive, type Extraction, refuseEscapes, type Unpacking } from './archive.ts';
import { shellPattern } from './glob.ts';
import { lookAtLink } from './look_at.ts';
import { runProcess } from './run_process.ts';
import { type ZipEntry, zipEntries } from './zip_entries.ts';

/** A zip archive, compared by what its directory says, and unpacked by unzip. */
export async function zipArchive(unpacking: Unpacking, context: ActionContext): Promise<Archive> {
  const entries = chosen(zipEntries(unpacking.path), unpacking);
  refuseEscapes(unpacking.path, entries);
  return {
    handler: 'ZipArchive',
    entries,
    async differing() {
      const found: string[] = [];
      for (const entry of entries) if (await differs(entry, unpacking)) found.push(entry.name);
      return found;
    },
    extract: () => unzip(unpacking, context),
  };
}

/** Patterns match as unzip matches them: a star for slashes too. */
function chosen(entries: readonly ZipEntry[], { include, exclude }: Unpacking): ZipEntry[] {
  const matches = (patterns: readonly string[], name: string) =>
    patterns.some((pattern) => shellPattern(pattern).test(name));
  return entries.filter(({ name }) => (include.length === 0 || matches(include, name)) && !matches(exclude, name));
}

/** What is in the file counts, not when it was written. */
async function differs(entry: ZipEntry, { dest, keepNewer, setsMode }: Unpacking): Promise<boolean> {
  const path = join(dest, entry.name);
  const stats = lookAtLink(path.replace(/\/+$/, ''));
  if (!stats) return true;
  if (entry.kind === 'folder') return !stats.isDirectory();
  if (keepNewer && stats.mtimeMs > entry.modified + 999) return false;
  if (entry.kind === 'link') return !stats.isSymbolicLink() || crc32(readlinkSync(path)) !== entry.crc;
  if (!stats.isFile() || stats.size !== entry.size || hasOtherMode(stats, entry, setsMode)) return true;
  return (await crcOf(path)) !== entry.crc;
}

const hasOtherMode = ({ mode }: Stats, entry: ZipEntry, setsMode: boolean) =>
  !setsMode && entry.mode !== undefined && (mode & 0o777) !== entry.mode;

async function crcOf(path: string): Promise<number> {
  let crc = 0;
  for await (const chunk of createReadStream(path)) crc = crc32(chunk as Buffer, crc);
  return crc;
}

async function unzip(unpacking: Unpacking, { environment, signal }: ActionContext): Promise<Extraction> {
  const { path, dest, include, exclude, extra, keepNewer } = unpacking;
  const args = [
    '-o',
    ...(keepNewer ? ['-u'] : []),
    ...extra,
    path,
    ...include,
    ...(exclude.length > 0 ? ['-x', ...exclude] : []),
    '-d',
    dest,
  ];
  try {
    const { code, stdout, stderr } = await runProcess('unzip', args, { cwd: dest, environment, signal });
    return { cmd: ['unzip', ...args], rc: code, out: stdout, err: stderr };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new PlayError({
      code: 'no-program',
      message: 'unzip, which unpacks zip archives, is not installed',
      hint: 'install it',
      cause,
    });
  }
}
