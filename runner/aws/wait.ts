import { PlayError } from '../diagnostics.ts';
import type { World } from './world.ts';

/** What to wait for, how to look, and how long. */
export interface WaitOptions<T> {
  /** Completes `waiting for …`: `subnet subnet-1 to become available`. */
  readonly what: string;
  /** The value when it is there; otherwise what is seen instead, for the reader. Throws when it can never come. */
  readonly look: () => Promise<{ done: T } | { seen: string }>;
  /** Milliseconds. */
  readonly limit: number;
  readonly interval: number;
  readonly progress?: (message: string) => void;
}

/** Looks at once, and then again and again, until the thing is there; says what it sees meanwhile. */
export async function waitUntil<T>(world: World, options: WaitOptions<T>): Promise<T> {
  const { what, look, limit, interval, progress } = options;
  const end = world.now() + limit;
  for (;;) {
    // What was read before it may be what is waited for to change.
    world.forget?.();
    const found = await look();
    if ('done' in found) return found.done;
    if (world.now() >= end)
      throw new PlayError({
        code: 'timeout',
        message: `waited ${Math.round(limit / 1000)} s for ${what}; last seen: ${found.seen}`,
        hint: 'nothing is undone: run again to go on from here',
      });
    progress?.(`waiting for ${what}: ${found.seen}`);
    await world.sleep(Math.max(1, Math.min(interval, end - world.now())));
  }
}
