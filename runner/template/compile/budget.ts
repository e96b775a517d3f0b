import { Fault } from '../python/types.ts';

/** Rounds of loops and calls of filters and macros that one evaluation may take, and the time for them; more is a mistake or an attack. */
const maxSteps = 10_000_000;
const maxMilliseconds = 60_000;

/** Time spent in lookups so far: commands and servers take as long as they take. */
let waited = 0;
let waiting = 0;

/** Runs a lookup; the time it takes is not the template's. */
export function waitFor<T>(run: () => T): T {
  const started = performance.now();
  waiting++;
  try {
    return run();
  } finally {
    if (--waiting === 0) waited += performance.now() - started;
  }
}

/** What one evaluation of a template has left to spend, included files and macros with it. */
export class Budget {
  #steps = 0;
  readonly #started = performance.now() - waited;

  step(): void {
    if (++this.#steps > maxSteps) throw new Fault(`the template takes more than ${maxSteps} steps`);
    if (this.#steps % 64 === 0 && performance.now() - waited - this.#started > maxMilliseconds)
      throw new Fault(`the template takes more than ${maxMilliseconds / 1000} s`);
  }
}
