import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import type { ActionContext } from '../module.ts';
import { noEngine, type Refusal, refusalOf, startRefusal } from './engine_search.ts';

export type EngineName = 'docker' | 'podman' | 'buildah';

export interface EngineParams {
  readonly engine: 'auto' | EngineName;
  readonly docker_host?: string;
  readonly timeout: number;
}

export interface RunOptions {
  /** Given on standard input: the way for passwords. */
  readonly input?: string;
  /** On top of the task's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Show its last lines while it runs, and let it take its time. */
  readonly long?: boolean;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both in the order they came. */
  readonly all: string;
}

/** A program that builds, moves and keeps images. */
export interface Engine {
  readonly name: EngineName;
  run(args: readonly string[], options?: RunOptions): Promise<Outcome>;
}

/** What each is asked to see whether it answers. */
const questions: Readonly<Record<EngineName, readonly string[]>> = {
  docker: ['version', '--format', '{{.Server.Version}}'],
  podman: ['info', '--format', '{{.Version.Version}}'],
  buildah: ['info'],
};

/** The order in which `auto` looks: the first that answers is taken. */
const preference: readonly EngineName[] = ['docker', 'podman', 'buildah'];

/** The engine asked for, or the first that answers. Throws an error that says what was tried and what to do. */
export async function findEngine(params: EngineParams, context: ActionContext): Promise<Engine> {
  const refusals: Refusal[] = [];
  for (const name of params.engine === 'auto' ? preference : [params.engine]) {
    const engine = createEngine(name, params, context);
    const refusal = await engine.run(questions[name]).then(
      (answer) => refusalOf(name, answer),
      (error: unknown) => startRefusal(name, error),
    );
    if (!refusal) return engine;
    refusals.push(refusal);
  }
  throw noEngine(refusals);
}

function createEngine(name: EngineName, { docker_host, timeout }: EngineParams, context: ActionContext): Engine {
  return {
    name,
    async run(args, { input, environment, long = false } = {}) {
      const running = execa(name, args, {
        env: { ...context.environment, ...(docker_host !== undefined && { DOCKER_HOST: docker_host }), ...environment },
        extendEnv: false,
        cwd: context.playbookDir,
        reject: false,
        all: true,
        cancelSignal: context.signal,
        ...(input === undefined ? { stdin: 'ignore' } : { input }),
        ...(!long && { timeout: timeout * 1000 }),
      });
      if (long) running.all?.on('data', (chunk: Buffer) => tell(chunk, context));
      const result = await running;
      context.signal.throwIfAborted();
      if (result.exitCode === undefined) throw result;
      return { code: result.exitCode, stdout: result.stdout, stderr: result.stderr, all: result.all };
    },
  };
}

/** What builders print between the lines that tell something. */
const noise = /^#\d+ (sha256:|DONE|CACHED)|^\s*$/;

function tell(chunk: Buffer, { progress }: ActionContext): void {
  const lines = stripVTControlCharacters(chunk.toString('utf8')).split(/[\r\n]+/);
  const line = lines.findLast((each) => !noise.test(each));
  if (line !== undefined) progress(line.trim().slice(0, 200));
}
