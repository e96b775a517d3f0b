import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A command as a process group of its own. */
export interface GroupCommand {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Waits for a line on descriptor 3 before it becomes the command: until then the process is noted down, so that no
 * death of ours leaves one behind that nobody knows. When we die first it ends.
 */
const GATE = 'read -r go <&3 || exit 125; exec "$@" 3<&-';

/** A shell drops variables whose names it could not use itself; `env` does not. */
function withOddNames(command: readonly string[], environment: Readonly<Record<string, string>>): readonly string[] {
  const odd = Object.entries(environment).filter(([name]) => !/^[A-Za-z_]\w*$/.test(name));
  return odd.length === 0 ? command : ['env', ...odd.map(([name, value]) => `${name}=${value}`), ...command];
}

/** Starts a command as the leader of a new group; `note` has written its pid down before it does anything. */
export function spawnGroup({ command, folder, environment }: GroupCommand, note: (pid: number) => void): ChildProcess {
  const child = spawn('/bin/sh', ['-c', GATE, 'sh', ...withOddNames(command, environment)], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const gate = child.stdio[3] as NodeJS.WritableStream;
  gate.on('error', () => {});
  try {
    // Without a pid there is an `error` event, which the caller hears.
    if (child.pid !== undefined) note(child.pid);
    gate.end('go\n');
  } catch (error) {
    gate.end();
    throw error;
  }
  return child;
}

/** Signals every process of a group; quiet when there is none. */
export function signalGroup(pid: number, signal: string): void {
  const number = /^\d+$/.test(signal) ? Number(signal) : (constants.signals as Record<string, number>)[signal];
  try {
    process.kill(-pid, number ?? 'SIGTERM');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // macOS answers EPERM for a group of zombies.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** How a shell and a container engine tell the end of a process: 128 and the signal's number. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 9 : constants.signals[signal]);
}
