import type { Clock } from '../aws/clock.ts';

/** The sandbox's time: real at first, and ahead of it by what was slept. */
export interface VirtualClock extends Clock {
  /** Moves the time on. */
  advance(ms: number): void;
}

/** A clock that runs with `base`; sleeping adds to it and comes back at once. Tests hold it by giving a constant. */
export function createClock(base: () => number = Date.now): VirtualClock {
  let ahead = 0;
  const advance = (ms: number): void => {
    ahead += Math.max(0, ms);
  };
  return {
    now: () => base() + ahead,
    advance,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      advance(ms);
    },
  };
}
