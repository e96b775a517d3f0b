import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOurs } from './cache_folder.ts';

/** What nobody has written anew for so long is of a program that is gone. */
const FORGOTTEN_MS = 30 * 24 * 3600 * 1000;

/** Before the data of each file: V8 takes what it finds there for granted, and falls over what is broken. */
function checksumOf(data: Buffer): Buffer {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  // Loaded here only, since `--version` does without; it takes half as long as cryptography, which nobody asks for in a folder of ours.
  checksum.writeUInt32LE(process.getBuiltinModule('node:zlib').crc32(data));
  return checksum;
}
const CHECKSUM_BYTES = 4;

/** The data of a file of the cache; undefined when there is none, or not all of it as it was written. */
export function kept(folder: string, name: string): Buffer | undefined {
  try {
    const file = readFileSync(join(folder, name));
    const data = file.subarray(CHECKSUM_BYTES);
    return checksumOf(data).equals(file.subarray(0, CHECKSUM_BYTES)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a file of the cache, so that a reader finds all of it or none, and removes forgotten ones. A cache never fails a run. */
export function keep(folder: string, name: string, data: Buffer): void {
  if (!makeOurs(folder)) return;
  const temporary = join(folder, `${name}.${process.pid}.new`);
  try {
    writeFileSync(temporary, Buffer.concat([checksumOf(data), data]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, join(folder, name));
    removeForgotten(folder);
  } catch {
    discard(temporary);
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A file system that can only be read, for example: there is no file then.
  }
}

function removeForgotten(folder: string): void {
  const end = Date.now() - FORGOTTEN_MS;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (statSync(file).mtimeMs < end) rmSync(file, { force: true });
  }
}
