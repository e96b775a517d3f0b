import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PlayError } from '../diagnostics.ts';

/** The content of a file, or of standard input for `-`. */
export async function readInput(name: string): Promise<Buffer> {
  try {
    return name === '-' ? await buffer(process.stdin) : readFileSync(name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new PlayError({ code: 'vault-file', message: `cannot read ${name}: ${reason}`, cause: error });
  }
}

/** Writes to standard output, or replaces a file at once; who may read a file stays as it was, and a new one is its owner's. */
export function writeOutput(name: string, content: Buffer | string): void {
  if (name === '-') process.stdout.write(content);
  else replaceFile(name, Buffer.from(content));
}

function replaceFile(name: string, content: Buffer): void {
  const old = statSync(name, { throwIfNoEntry: false });
  // A link stays a link: what it points to is replaced.
  const path = old ? realpathSync(name) : name;
  const temporary = join(dirname(path), `.${basename(path).slice(0, 80)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeDurably(temporary, content);
    if (old) {
      keepOwner(temporary, old);
      chmodSync(temporary, old.mode & 0o7777);
    }
    renameSync(temporary, path);
  } catch (error) {
    throw new PlayError({
      code: 'cannot-write',
      message: `cannot write ${name}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
      hint: 'the file is as it was',
      cause: error,
    });
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeDurably(path: string, content: Buffer): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function keepOwner(path: string, { uid, gid }: { uid: number; gid: number }): void {
  try {
    chownSync(path, uid, gid);
  } catch (error) {
    // Who replaces a file of someone else without being root becomes its owner.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
