import { setTimeout as delay } from 'node:timers/promises';
import { PlayError } from '../diagnostics.ts';

/** What a world's time goes by; the sandbox and tests put their own in its place. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends early, with an error, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal && { signal });
    } catch (cause) {
      throw new PlayError({ code: 'interrupted', message: 'interrupted while waiting', cause });
    }
  },
};
