import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { readIfThere, writeAtomically } from './atomic_file.ts';
import { isRunning, type ProcessIdentity, startOf } from './process_identity.ts';

/** After so many the list is written anew, without those that have ended. */
const MANY = 500;
/** How long an orphan has to end before it is killed. */
const GRACE_MS = 2_000;
const LOOK_MS = 50;

/** A list, in a file, of the process groups that run for a sandbox: whatever becomes of it, the next one finds them. */
export function createChildren(file: string): { note(pid: number): void } {
  writeAtomically(file, '');
  let lines = 0;
  return {
    note(pid) {
      const started = startOf(pid);
      // It has ended already.
      if (started === undefined) return;
      if (++lines > MANY) {
        const alive = readChildren(file).filter(isRunning);
        writeAtomically(file, alive.map(lineOf).join(''));
        lines = alive.length + 1;
      }
      appendFileSync(file, lineOf({ pid, started }));
    },
  };
}

/** Ends the process groups that a dead sandbox left; tells how many there were. */
export async function endOrphans(file: string): Promise<number> {
  const orphans = readChildren(file).filter(isRunning);
  signalAll(orphans, 'SIGTERM');
  const end = Date.now() + GRACE_MS;
  while (orphans.some(isRunning) && Date.now() < end) await delay(LOOK_MS);
  // The leader may have gone before the rest of its group.
  signalAll(orphans, 'SIGKILL');
  while (orphans.some(isRunning)) await delay(LOOK_MS);
  return orphans.length;
}

const lineOf = (identity: ProcessIdentity) => `${JSON.stringify(identity)}\n`;

function readChildren(file: string): ProcessIdentity[] {
  return (readIfThere(file) ?? '').split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as ProcessIdentity];
    } catch {
      // The last line of a process that was killed while it wrote.
      return [];
    }
  });
}

function signalAll(processes: readonly ProcessIdentity[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(-pid, signal);
    } catch {
      // Its group has ended.
    }
  }
}
