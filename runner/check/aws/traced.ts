import { Unknown, type Value } from '../../template/values.ts';
import type { Made } from './deployment.ts';

/** A value that only the run brings, of which it is known where it comes from: a path into the result of a task. */
export class Traced extends Unknown {
  readonly made: Made;
  readonly path: readonly string[];

  constructor(made: Made, path: readonly string[] = []) {
    super();
    this.made = made;
    this.path = path;
  }

  override member(key: Value): Value {
    return new Traced(this.made, [...this.path, String(key)]);
  }
}

/** What a task with a loop registers: `results` has one result for each of its rounds. */
export class TracedRounds extends Unknown {
  readonly #rounds: readonly Made[];

  constructor(rounds: readonly Made[]) {
    super();
    this.#rounds = rounds;
  }

  override member(key: Value): Value {
    return key === 'results' ? this.#rounds.map((made) => new Traced(made)) : new Unknown();
  }
}
