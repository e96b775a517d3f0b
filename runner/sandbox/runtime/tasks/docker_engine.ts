import { execFile } from 'node:child_process';
import { PlayError } from '../../../diagnostics.ts';
import type { Address } from '../runtime.ts';
import type { ContainerEngine, ContainerEvents, ContainerSpec, RunningContainer } from './container_engine.ts';
import { lineSplitter } from './lines.ts';
import { spawnGroup } from './process_group.ts';

/** What a sandbox needs to run tasks in Docker. */
export interface DockerOptions {
  /** Marks the containers of this sandbox, so that those of a dead one are found. */
  readonly folder: string;
  /** Writes down a process before it does anything. */
  note(pid: number): void;
  /** For the `docker` command: search path, host, configuration. */
  readonly environment?: NodeJS.ProcessEnv;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Docker = (words: readonly string[], options?: { environment?: object; timeoutMs?: number }) => Promise<Outcome>;

/** Runs `docker` and gives what it said; only a missing program is an error. */
function dockerCommand(environment: NodeJS.ProcessEnv): Docker {
  return (words, { environment: more = {}, timeoutMs = 0 } = {}) =>
    new Promise((resolve, reject) => {
      const options = { env: { ...environment, ...more }, timeout: timeoutMs, maxBuffer: 1 << 24 };
      execFile('docker', [...words], options, (error, stdout, stderr) => {
        const { code } = (error ?? {}) as { code?: number | string };
        if (typeof code === 'string') reject(error);
        else resolve({ code: error ? (code ?? 124) : 0, stdout, stderr });
      });
    });
}

const label = (folder: string) => `play.sandbox=${folder}`;

/** Containers by the Docker engine. Throws when it does not answer; ends what a dead sandbox of the folder left. */
export async function createDockerEngine(options: DockerOptions): Promise<ContainerEngine> {
  const { folder, environment = process.env } = options;
  const docker = dockerCommand(environment);
  const answer = await docker(['version', '--format', '{{.Server.Version}}'], { timeoutMs: 20_000 }).catch(
    (error: Error) => ({ code: 1, stdout: '', stderr: error.message }),
  );
  if (answer.code !== 0) {
    throw new PlayError({
      code: 'no-engine',
      message: `--sandbox-engine docker: docker does not answer (${lastLine(answer.stderr)})`,
      hint: 'start Docker, or leave the option out: tasks then run as processes of this machine',
    });
  }
  const left = await docker(['ps', '--all', '--quiet', '--filter', `label=${label(folder)}`]);
  const ids = left.stdout.split('\n').filter(Boolean);
  if (ids.length > 0) await docker(['rm', '--force', ...ids]);
  return dockerEngine(docker, { ...options, environment });
}

function dockerEngine(docker: Docker, options: Required<DockerOptions>): ContainerEngine {
  /** The container of a task whose network the others share, as containers of a task do on Fargate. */
  const owners = new Map<string, string>();
  return {
    ownImagesOnly: false,
    async start(spec, events): Promise<RunningContainer> {
      const owner = owners.get(spec.taskArn);
      const { words, environment } = runWords(spec, owner, options);
      const started = await docker(words, { environment });
      if (started.code !== 0) throw new Error(startError(spec, started));
      const id = started.stdout.trim().split('\n').at(-1) ?? '';
      if (owner === undefined) owners.set(spec.taskArn, id);
      const state = await docker(['inspect', '--format', '{{.State.Pid}}', id]);
      const ports = portsOf(await docker(['port', owner ?? id]), spec.containerPorts);
      follow(docker, id, options, events, () => {
        if (owners.get(spec.taskArn) === id) owners.delete(spec.taskArn);
      });
      return {
        pid: Number(state.stdout.trim()) || 0,
        ports,
        signal: (name) => void docker(['kill', `--signal=${name}`, id]),
        run: async (command, timeoutMs) => (await docker(['exec', id, ...command], { timeoutMs })).code,
      };
    },
  };
}

/** The command line of `docker run`; values of variables travel by the environment, where nobody lists them. */
function runWords(spec: ContainerSpec, owner: string | undefined, { folder, environment }: Required<DockerOptions>) {
  const { entrypoint: [program, ...first] = [] } = spec;
  const [own, others] = [Object.entries(spec.environment), Object.keys(environment)];
  // What docker itself would take for its own (PATH, DOCKER_HOST …) cannot go that way.
  const hidden = own.filter(([name]) => !others.includes(name));
  const shown = own.filter(([name]) => others.includes(name));
  const publish = [...spec.ports.keys()].map((port) => `--publish=127.0.0.1::${port}`);
  const words = [
    'run',
    '--detach',
    `--label=${label(folder)}`,
    `--label=play.task=${spec.taskArn}`,
    `--label=play.container=${spec.name}`,
    ...(owner === undefined ? publish : [`--network=container:${owner}`]),
    ...hidden.map(([name]) => `--env=${name}`),
    ...shown.map(([name, value]) => `--env=${name}=${value}`),
    ...(program === undefined ? [] : [`--entrypoint=${program}`]),
    spec.image,
    ...first,
    ...spec.command,
  ];
  return { words, environment: Object.fromEntries(hidden) };
}

function startError({ image }: ContainerSpec, { stderr }: Outcome): string {
  const why = lastLine(
    stderr.replace(/\nSee 'docker run --help'\.?\s*$/, '').replace(/\nRun 'docker run --help'.*$/s, ''),
  );
  const isPull = /pull access denied|manifest unknown|not found: manifest|no such image|Unable to find image/i.test(
    stderr,
  );
  return isPull ? `CannotPullContainerError: pull image ${image}: ${why}` : `CannotStartContainerError: ${why}`;
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 300) || 'without a word';

/** Reads lines such as `8080/tcp -> 127.0.0.1:49153`. */
function portsOf({ stdout }: Outcome, wanted: readonly number[]): Map<number, Address> {
  const found = [...stdout.matchAll(/^(\d+)\/tcp -> ([\d.]+):(\d+)$/gm)].map(
    ([, port, host = '', own]): [number, Address] => [Number(port), { host, port: Number(own) }],
  );
  return new Map(found.filter(([port]) => wanted.includes(port)));
}

/** Takes its lines, and tells of its end; then nothing of it is kept. */
function follow(
  docker: Docker,
  id: string,
  { folder, environment, note }: Required<DockerOptions>,
  events: ContainerEvents,
  gone: () => void,
): void {
  const own = environment as Record<string, string>;
  const spawned = (...words: string[]) => spawnGroup({ command: ['docker', ...words], folder, environment: own }, note);
  const log = spawned('logs', '--follow', id);
  const told = [log.stdout!, log.stderr!].map((stream) => {
    const splitter = lineSplitter(events.line);
    return new Promise<void>((resolve) => {
      stream.on('data', splitter.push).on('end', () => {
        splitter.end();
        resolve();
      });
    });
  });
  const wait = spawned('wait', id);
  let said = '';
  wait.stdout!.on('data', (chunk: Buffer) => {
    said += String(chunk);
  });
  wait.stderr!.resume();
  for (const child of [log, wait]) child.on('error', () => {});
  wait.once('close', async () => {
    await Promise.all(told);
    await docker(['rm', '--force', id]);
    gone();
    events.exit(/^\d+$/.test(said.trim()) ? Number(said.trim()) : 137);
  });
}
