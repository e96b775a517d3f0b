import { PlayError } from '../../diagnostics.ts';
import type { EngineName, Outcome } from './engine.ts';

/** Why an engine cannot be used. */
export interface Refusal {
  readonly name: EngineName;
  readonly kind: 'missing' | 'denied' | 'down';
  readonly why: string;
}

/** What came of asking an engine whether it is there: undefined when it answered. */
export function refusalOf(name: EngineName, answer: Outcome): Refusal | undefined {
  if (answer.code === 0) return undefined;
  const said = answer.all.trim().split('\n').at(-1)?.slice(0, 200) || 'without a word';
  const denied = /permission denied|EACCES|access is denied/i.test(answer.all);
  return { name, kind: denied ? 'denied' : 'down', why: `does not answer (${said})` };
}

/** The same, when its program could not even be run. Throws what has another reason. */
export function startRefusal(name: EngineName, error: unknown): Refusal {
  const { code, timedOut } = error as { code?: string; timedOut?: boolean };
  if (code === 'ENOENT') return { name, kind: 'missing', why: 'is not installed' };
  if (code === 'EACCES') return { name, kind: 'denied', why: 'may not be run by this user' };
  if (timedOut) return { name, kind: 'down', why: 'does not answer in time' };
  throw error;
}

/** The error for a machine on which no engine can be used: all that were looked for, and what to do about the likeliest. */
export function noEngine(refusals: readonly Refusal[]): PlayError {
  const problems = refusals.map(({ name, why }) => `${name} ${why}`).join(', ');
  return new PlayError({
    code: 'no-engine',
    message: `no container engine answers: ${problems}`,
    hint: `${advice(refusals)}; or deploy an image that exists: --skip-tags image -e image=REFERENCE`,
  });
}

function advice(refusals: readonly Refusal[]): string {
  const denied = refusals.find(({ kind }) => kind === 'denied');
  if (denied?.name === 'docker')
    return 'let this user use Docker (add it to the group "docker" and log in anew), or install Podman, which needs no daemon';
  if (denied) return `look at the permissions of ${denied.name}`;
  const down = refusals.find(({ kind }) => kind === 'down');
  if (down?.name === 'docker')
    return 'start Docker (systemctl start docker, or Docker Desktop), or say with "docker_host" or DOCKER_HOST where it listens';
  if (down) return `see what is wrong with ${down.name}: "${down.name} info"`;
  const [only] = refusals;
  if (refusals.length === 1 && only) return `install ${only.name} (a package of that name), or choose engine: auto`;
  return 'install and start Docker (https://docs.docker.com/engine/install), Podman or Buildah';
}
