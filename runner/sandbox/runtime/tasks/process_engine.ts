import type { ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import type { ContainerEngine, ContainerEvents, ContainerSpec, RunningContainer } from './container_engine.ts';
import { lineSplitter } from './lines.ts';
import { replaceLocalPorts, replacePorts } from './ports.ts';
import { exitCodeOf, signalGroup, spawnGroup } from './process_group.ts';

const nodePrograms = new Set(['node', 'nodejs', 'npm', 'npx', 'yarn', 'pnpm', 'corepack', 'tsx']);
const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

/** Whether the hook for Node will map the ports, so that the command may be left as it is. */
export function runsNode([program = '', ...rest]: readonly string[]): boolean {
  const name = basename(program);
  if (nodePrograms.has(name)) return true;
  return (
    shells.has(name) && rest.some((word) => word.split(/[\s;&|]+/).some((each) => nodePrograms.has(basename(each))))
  );
}

/** Others are told their private ports where their words and variables say container ports. */
function withPorts({ command, environment, ports }: ContainerSpec): Pick<ContainerSpec, 'command' | 'environment'> {
  if (runsNode(command)) return { command, environment };
  const variables = Object.entries(environment).map(([name, value]) => {
    const port = ports.get(Number(value));
    return [name, port !== undefined && /^\d+$/.test(value) ? String(port) : value] as const;
  });
  const [program = '', ...words] = command;
  return {
    command: [program, ...words.map((word) => replacePorts(word, ports))],
    environment: Object.fromEntries(variables),
  };
}

/** What of its output may still be on its way when a process has ended. */
const LAST_WORDS_MS = 500;

function follow(child: ChildProcess, pid: number, events: ContainerEvents): void {
  const streams = [child.stdout!, child.stderr!];
  for (const stream of streams) {
    const splitter = lineSplitter(events.line);
    stream.on('data', splitter.push).on('end', splitter.end);
  }
  child.once('exit', (code, signal) => {
    // Whatever the first process started ends with it, as in a container.
    signalGroup(pid, 'SIGKILL');
    const done = () => {
      clearTimeout(patience);
      for (const stream of streams) stream.destroy();
      events.exit(exitCodeOf(code, signal));
    };
    const patience = setTimeout(() => {
      child.removeListener('close', done);
      done();
    }, LAST_WORDS_MS);
    child.once('close', done);
  });
}

const started = (child: ChildProcess) =>
  new Promise<number>((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid!)).once('error', reject);
  });

/** Runs a health check and the like: in the container's folder and environment, ended with all it started. */
async function runBeside(
  spec: Pick<ContainerSpec, 'folder' | 'environment' | 'ports'>,
  written: readonly string[],
  { timeoutMs, note }: { timeoutMs: number; note: (pid: number) => void },
): Promise<number> {
  const command = written.map((word) => replaceLocalPorts(word, spec.ports));
  const child = spawnGroup({ ...spec, command }, note);
  const pid = await started(child);
  child.stdout!.resume();
  child.stderr!.resume();
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), timeoutMs);
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      signalGroup(pid, 'SIGKILL');
      resolve(exitCodeOf(code, signal));
    });
  });
}

/** Containers as process groups of this machine. `note` writes down a process before it does anything. */
export function createProcessEngine(note: (pid: number) => void): ContainerEngine {
  return {
    ownImagesOnly: true,
    async start(spec, events): Promise<RunningContainer> {
      const own = { ...spec, ...withPorts(spec) };
      const child = spawnGroup(own, note);
      const pid = await started(child).catch((error: Error) => {
        throw new Error(`CannotStartContainerError: Error response from the sandbox: ${error.message}`);
      });
      follow(child, pid, events);
      return {
        pid,
        ports: new Map(
          spec.containerPorts.map((port) => [port, { host: '127.0.0.1', port: spec.ports.get(port) ?? port }]),
        ),
        signal: (name) => signalGroup(pid, name),
        run: (command, timeoutMs) => runBeside(own, command, { timeoutMs, note }),
      };
    },
  };
}
