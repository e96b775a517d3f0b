import { rmSync } from 'node:fs';
import { readIfThere, writeAtomically } from './atomic_file.ts';
import { isRunning, type ProcessIdentity } from './process_identity.ts';

/** What a running sandbox tells of itself in its folder. */
export interface SandboxRecord extends ProcessIdentity {
  /** Where it answers, on the loopback address. */
  readonly port: number;
  /** Which build runs it. */
  readonly version: string;
  /** Shown to its control endpoint: whoever can read the file may give it orders. */
  readonly token: string;
}

/** The record of a sandbox that runs; undefined when none does, whatever a dead one left. */
export function readRecord(file: string): SandboxRecord | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const record = JSON.parse(text) as SandboxRecord;
    return typeof record.port === 'number' && isRunning(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

export function writeRecord(file: string, record: SandboxRecord): void {
  writeAtomically(file, `${JSON.stringify(record, null, 2)}\n`);
}

export function removeRecord(file: string): void {
  rmSync(file, { force: true });
}
