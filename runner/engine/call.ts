import type { Running } from './conclude.ts';
import type { Prepared } from './prepare.ts';
import type { Done } from './results.ts';
import type { VariableScope } from './scope.ts';

/** How one call of a module ended. */
export type Invoked = Omit<Done, 'hidden' | 'milliseconds'>;

/** One call of a module: what it is called with and how. */
export interface Call extends Prepared {
  readonly running: Running;
  readonly scope: VariableScope;
  readonly check: boolean;
  readonly diff: boolean;
  /** Whether it would run at all is not known. */
  readonly undecided: boolean;
  readonly hidden: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** It runs in the background until this aborts. */
  readonly background?: AbortSignal;
  /** Where a task in the background tells what it waits for: the terminal belongs to others. */
  readonly say?: (message: string) => void;
}
