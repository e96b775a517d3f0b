import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOurs } from './cache_folder.ts';

/** What nobody has written anew for so long is of a program that is gone. */
const FORGOTTEN_MS = 30 * 24 * 3600 * 1000;

/**
 * Before the data of each file: V8 takes what it finds there for granted, and falls over what is broken. Node's cryptography is
 * loaded here only, since `--version` does without.
 */
const digestOf = (data: Buffer) => process.getBuiltinModule('node:crypto').createHash('sha256').update(data).digest();
const DIGEST_BYTES = 32;

/** The data of a file of the cache; undefined when there is none, or not all of it as it was written. */
export function kept(folder: string, name: string): Buffer | undefined {
  try {
    const file = readFileSync(join(folder, name));
    const data = file.subarray(DIGEST_BYTES);
    return digestOf(data).equals(file.subarray(0, DIGEST_BYTES)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a file of the cache, so that a reader finds all of it or none, and removes forgotten ones. A cache never fails a run. */
export function keep(folder: string, name: string, data: Buffer): void {
  if (!makeOurs(folder)) return;
  const temporary = join(folder, `${name}.${process.pid}.new`);
  try {
    writeFileSync(temporary, Buffer.concat([digestOf(data), data]), { mode: 0o600, flag: 'wx' });
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
