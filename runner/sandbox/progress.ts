/** What goes on between two requests: a service that has one is asked what the clock does to its state. */
export interface Actor<Context> {
  /** The earliest time at which something happens, in milliseconds; undefined when nothing is under way. */
  due(context: Context): number | undefined;
  /** Does everything that is due at the context's time. Moves every due time past it, or to it when more is to do. */
  act(context: Context): void;
}

const MAX_STEPS = 200_000;

/**
 * Brings the state up to `now`, event by event and in the order of time, so that a long sleep gives the same
 * history as many short ones. `at` makes a context whose clock stands at the given time.
 */
export function progress<Context>(actors: readonly Actor<Context>[], at: (time: number) => Context, now: number): void {
  if (actors.length === 0) return;
  const present = at(now);
  let time = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const next = Math.min(...actors.map((actor) => actor.due(present) ?? Number.POSITIVE_INFINITY));
    if (next > now) return;
    time = Math.max(time, next);
    const context = at(time);
    for (const actor of actors) actor.act(context);
  }
  throw new Error(`the sandbox's services did not come to rest at ${new Date(time).toISOString()}`);
}
