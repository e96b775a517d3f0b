import { setTimeout as delay } from 'node:timers/promises';
import type { LiveTask } from './live_task.ts';

/** When the sandbox ends nobody waits long for apps that do not want to, nor for an engine that does not answer. */
const GENTLE_MS = 2_000;
const LAST_MS = 5_000;

/** Stops a task, and kills it when it takes too long. */
export async function endGently(live: LiveTask): Promise<void> {
  live.stop();
  const patience = setTimeout(() => void live.kill(), GENTLE_MS);
  const given = new AbortController();
  await Promise.race([live.over(), delay(LAST_MS, undefined, { signal: given.signal }).catch(() => {})]);
  clearTimeout(patience);
  given.abort();
}
