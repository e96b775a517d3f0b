import { linkSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { readIfThere, writeAtomically } from './atomic_file.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from './process_identity.ts';

/** Gives a lock back. */
export type Release = () => void;

/**
 * Takes a lock that one process holds until it ends, however it ends; undefined when another one that runs holds it.
 * A lock whose holder is gone may be replaced by whoever holds the lock on *that* holder's lock: of two that find it
 * stale, one replaces it, and the other sees, once it has its turn, that the holder is no longer the one it found.
 */
export function takeLock(file: string): Release | undefined {
  const own = ownIdentity();
  for (;;) {
    if (create(file, own)) return () => release(file, own);
    const holder = holderOf(file);
    if (holder === undefined) continue;
    if (isRunning(holder)) return undefined;
    const turn = takeLock(`${file}.${nameOf(holder)}`);
    if (!turn) return undefined;
    try {
      if (!sameProcess(holderOf(file), holder)) continue;
      writeAtomically(file, JSON.stringify(own));
      return () => release(file, own);
    } finally {
      turn();
    }
  }
}

/** Who holds the lock, running or not. Undefined when nobody does. */
export function holderOf(file: string): ProcessIdentity | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const { pid, started } = JSON.parse(text) as Partial<ProcessIdentity>;
    return { pid: Number(pid), started: String(started) };
  } catch {
    // Not ours, or damaged: nobody that could be asked.
    return { pid: 0, started: 'damaged' };
  }
}

/** Made with its content or not at all: a link is. */
function create(file: string, own: ProcessIdentity): boolean {
  const temporary = `${file}.${own.pid}.mine`;
  writeFileSync(temporary, JSON.stringify(own), { mode: 0o600 });
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function release(file: string, own: ProcessIdentity): void {
  if (sameProcess(holderOf(file), own)) unlinkSync(file);
}

function sameProcess(a: ProcessIdentity | undefined, b: ProcessIdentity): boolean {
  return a?.pid === b.pid && a.started === b.started;
}

const nameOf = ({ pid, started }: ProcessIdentity) => `${pid}-${started.replace(/\W+/g, '_')}`;
