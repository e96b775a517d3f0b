import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { PlayError } from '../../diagnostics.ts';
import { ask } from './ask.ts';
import { readIfThere } from './atomic_file.ts';
import { makeFolder, type SandboxFolder } from './folder.ts';
import { holderOf } from './lock.ts';
import { isRunning, type ProcessIdentity } from './process_identity.ts';
import { readRecord, type SandboxRecord } from './record.ts';
import type { DaemonArguments, DaemonSettings } from './settings.ts';
import type { SandboxStatus } from './status.ts';
import { daemonEntry, versionOf } from './version.ts';

const PATIENCE_MS = 30_000;
const LOOK_MS = 30;
const LONG_LOG = 5 * 1024 * 1024;

/** A sandbox that answers. */
export interface Running {
  readonly record: SandboxRecord;
  readonly status: SandboxStatus;
}

/** A sandbox that answers, and how it came to. */
export interface Launched extends Running {
  /** This call started it. */
  readonly started: boolean;
  /** One of another version ran, and was ended before. */
  readonly replaced: boolean;
}

/** The sandbox of the folder when one runs and answers, of whatever version. */
export async function findRunning(files: SandboxFolder): Promise<Running | undefined> {
  const record = readRecord(files.record);
  if (!record) return undefined;
  try {
    return { record, status: await ask<SandboxStatus>(record, 'GET /status') };
  } catch (error) {
    if (error instanceof PlayError && error.code === 'sandbox-unreachable') return undefined;
    throw error;
  }
}

/**
 * The sandbox of the folder, started when none runs, and started again when the one that runs is of another version.
 * Two that do this at once start one: the lock decides.
 */
export async function launch(files: SandboxFolder, settings: DaemonSettings): Promise<Launched> {
  const entry = daemonEntry();
  const version = versionOf(entry);
  const end = Date.now() + PATIENCE_MS;
  let child: ChildProcess | undefined;
  let replaced = false;
  while (Date.now() < end) {
    const running = await findRunning(files);
    if (running?.record.version === version)
      return { ...running, started: child?.pid === running.record.pid, replaced };
    if (running) {
      replaced = true;
      await stop(running.record);
    } else if (child?.exitCode) {
      throw failed(files);
    } else if ((!child || hasEnded(child)) && !runningHolder(files)) {
      child = start(files, entry, { ...settings, folder: files.path });
    }
    await delay(LOOK_MS);
  }
  throw failed(files);
}

/** Ends the sandbox and waits until its process is gone. One that does not end by itself is killed. */
export async function stop(record: SandboxRecord): Promise<void> {
  await ask(record, 'POST /stop').catch(() => signal(record, 'SIGTERM'));
  const end = Date.now() + PATIENCE_MS;
  while (isRunning(record)) {
    if (Date.now() > end) signal(record, 'SIGKILL');
    await delay(LOOK_MS);
  }
}

function signal({ pid }: SandboxRecord, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}

/** Who holds the lock: it is about to answer, or to end. */
function runningHolder({ lock }: SandboxFolder): ProcessIdentity | undefined {
  const holder = holderOf(lock);
  return holder && isRunning(holder) ? holder : undefined;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

function start(files: SandboxFolder, entry: string, daemon: DaemonArguments): ChildProcess {
  makeFolder(files);
  shortenLog(files.log);
  const log = openSync(files.log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [entry, JSON.stringify(daemon)], {
      cwd: files.path,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    // We neither wait for it nor keep it from outliving us.
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function shortenLog(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LONG_LOG) renameSync(file, `${file}.1`);
}

function failed(files: SandboxFolder): PlayError {
  const holder = runningHolder(files);
  if (holder) {
    const message = `the sandbox of this folder, process ${holder.pid}, does not answer`;
    return new PlayError({ code: 'sandbox', message, hint: `end it with kill ${holder.pid}; its log is ${files.log}` });
  }
  const last = (readIfThere(files.log) ?? '').trimEnd().split('\n').slice(-5);
  return new PlayError({
    code: 'sandbox',
    message: `the sandbox did not start: ${last.at(-1)?.replace(/^\S+Z /, '') || 'its log is empty'}`,
    hint: `its log is ${files.log}`,
  });
}
