import { setTimeout as delay } from 'node:timers/promises';
import type { WorldFactory } from '../engine/worlds.ts';
import type { AnySandbox, PlayOptions } from './options.ts';

/** The sandbox is loaded only when it is asked for: it holds a copy of every service it models. */
export async function sandboxOf({ sandbox }: PlayOptions): Promise<AnySandbox | undefined> {
  if (typeof sandbox === 'function') return sandbox();
  if (sandbox !== true) return sandbox || undefined;
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  return createSandbox();
}

/** The user's credentials and endpoints mean nothing in the sandbox, the region does. */
export function inSandbox(sandbox: AnySandbox): WorldFactory {
  return ({ region, environment = {}, readOnly, onCall, signal, limiters, memory }) => {
    const wanted = region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
    return sandbox.world({ ...(wanted ? { region: wanted } : {}), readOnly, onCall, signal, limiters, memory });
  };
}

/** Time passes in the sandbox, too, while a task waits for something outside; in the background it does so by itself. */
export async function wait(milliseconds: number, signal: AbortSignal, sandbox: AnySandbox | undefined): Promise<void> {
  if (sandbox && 'advance' in sandbox.clock) sandbox.clock.advance(milliseconds);
  await delay(milliseconds, undefined, { signal }).catch(() => {});
}
