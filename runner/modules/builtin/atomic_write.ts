import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import { type Attributes, attributesOf, setAttributes } from './file_attributes.ts';

export interface AtomicWrite {
  readonly path: string;
  readonly content: Buffer;
  readonly attributes: Attributes;
  /** The owner is only what the file had before: keep it where that is permitted. */
  readonly ownerIsKept: boolean;
  /** Looks at the finished file before it is put in place; throws to refuse it. */
  readonly validate?: ((temporary: string) => Promise<void>) | undefined;
  /** Write in place where renaming is not possible. */
  readonly unsafe?: boolean;
}

/**
 * Puts content in place by renaming a finished file over the old one, so that whoever reads sees the old or the new content
 * with its final permissions and nothing between.
 */
export async function writeAtomically(write: AtomicWrite): Promise<void> {
  const { path, content, attributes, validate } = write;
  const temporary = join(dirname(path), `.${basename(path).slice(0, 80)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, content, { flag: 'wx', mode: 0o600 });
    giveAttributes(temporary, attributes, write.ownerIsKept);
    await validate?.(temporary);
    putInPlace(temporary, path, write.unsafe ?? false);
  } catch (error) {
    throw explained(error, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function giveAttributes(temporary: string, want: Attributes, ownerIsKept: boolean): void {
  if (!ownerIsKept) {
    setAttributes(temporary, attributesOf(temporary), want);
    return;
  }
  try {
    chownSync(temporary, want.uid, want.gid);
  } catch (error) {
    // Who replaces a file of someone else without being root becomes its owner.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
  chmodSync(temporary, want.mode);
}

function putInPlace(temporary: string, path: string, unsafe: boolean): void {
  try {
    renameSync(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!unsafe || (code !== 'EBUSY' && code !== 'EXDEV' && code !== 'EPERM')) throw error;
    copyFileSync(temporary, path);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  EDQUOT: 'the quota is used up',
  EBUSY: 'it is mounted (unsafe_writes: true writes in place)',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
};

function explained(error: unknown, path: string): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  if (error instanceof PlayError || !reason) return error;
  return new PlayError({ code: 'cannot-write', message: `cannot write ${path}: ${reason}`, cause: error });
}
