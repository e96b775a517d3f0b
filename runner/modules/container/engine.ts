import { execa } from 'execa';
import { PlayError } from '../../diagnostics.ts';
import type { ActionContext } from '../module.ts';

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

/** The engine asked for, or the first that answers. Throws an error that says what was tried and what to install. */
export async function findEngine(params: EngineParams, context: ActionContext): Promise<Engine> {
  const names = params.engine === 'auto' ? (['docker', 'podman', 'buildah'] as const) : [params.engine];
  const problems: string[] = [];
  for (const name of names) {
    const engine = createEngine(name, params, context);
    const answer = await engine.run(questions[name]).catch(refusal);
    if (typeof answer === 'object' && answer.code === 0) return engine;
    problems.push(`${name} ${typeof answer === 'string' ? answer : `does not answer (${firstLine(answer.all)})`}`);
  }
  throw new PlayError({
    code: 'no-engine',
    message: `no container engine answers: ${problems.join(', ')}`,
    hint: 'install and start Docker or Podman; or deploy an image that exists: --skip-tags image -e image=REFERENCE',
  });
}

function refusal(error: unknown): string {
  const { code, timedOut } = error as { code?: string; timedOut?: boolean };
  if (code === 'ENOENT') return 'is not installed';
  if (code === 'EACCES') return 'may not be run by this user';
  if (timedOut) return 'does not answer in time';
  throw error;
}

const firstLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 200) || 'without a word';

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

function tell(chunk: Buffer, { progress }: ActionContext): void {
  const line = chunk
    .toString('utf8')
    .trimEnd()
    .split(/[\r\n]/)
    .at(-1)
    ?.trim();
  if (line) progress(line.slice(0, 200));
}
