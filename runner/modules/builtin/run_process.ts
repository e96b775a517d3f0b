import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { capture } from './capture.ts';

export interface ProcessOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin?: string | undefined;
  readonly signal: AbortSignal;
  /** Told the last line of output of a program that takes its time. */
  readonly progress?: (line: string) => void;
}

export interface ProcessOutcome {
  /** Exit code; the negative signal number of a program that was killed, as Python tells it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes of output that were too many to keep. */
  readonly dropped: number;
}

const graceForOutput = 250;
const graceToEnd = 5_000;

/**
 * Runs a program in a process group of its own, so that whatever it started ends with it on interrupt and timeout.
 * Rejects with the system's error when it cannot be started, and with the signal's reason when it was ended.
 */
export function runProcess(program: string, args: readonly string[], options: ProcessOptions): Promise<ProcessOutcome> {
  const { cwd, environment, stdin, signal } = options;
  signal.throwIfAborted();
  const child = spawn(program, args, {
    cwd,
    env: environment,
    detached: true,
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  // A program may end without having read all of its input.
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);
  const out = capture(child.stdout!, options.progress);
  const err = capture(child.stderr!, options.progress);
  return new Promise((resolve, reject) => {
    const stopListening = endWithSignal(child, signal);
    child.once('error', (error) => {
      stopListening();
      reject(error);
    });
    child.once('exit', async (code, killedBy) => {
      // Something it left in the background may hold the pipes open for ever; what is written by now is all we want.
      await Promise.race([Promise.all([out.closed, err.closed]), quiet([out, err])]);
      stopListening();
      if (signal.aborted) return reject(signal.reason);
      resolve({
        code: code ?? -signalNumber(killedBy),
        stdout: out.text(),
        stderr: err.text(),
        dropped: out.dropped() + err.dropped(),
      });
    });
  });
}

/** Ends the group when the signal aborts: asks first, then insists. */
function endWithSignal(child: ChildProcess, signal: AbortSignal): () => void {
  let insist: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(child, 'SIGTERM');
    insist = setTimeout(() => killGroup(child, 'SIGKILL'), graceToEnd);
  };
  signal.addEventListener('abort', end, { once: true });
  return () => {
    signal.removeEventListener('abort', end);
    clearTimeout(insist);
    if (signal.aborted) killGroup(child, 'SIGKILL');
  };
}

function killGroup(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function quiet(streams: readonly ReturnType<typeof capture>[]): Promise<void> {
  let seen = -1;
  for (;;) {
    const total = streams.reduce((sum, stream) => sum + stream.received(), 0);
    if (total === seen) break;
    seen = total;
    await new Promise((resolve) => setTimeout(resolve, graceForOutput).unref());
  }
  for (const stream of streams) stream.stop();
}

function signalNumber(name: NodeJS.Signals | null): number {
  return name ? constants.signals[name] : 0;
}
