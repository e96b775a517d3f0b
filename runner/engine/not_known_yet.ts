import type { Place } from '../diagnostics.ts';
import { PlayError } from '../diagnostics.ts';

const code = 'not-known-yet';

/** The mistake of needing a value now that only a real run will know. Check mode makes `may run` of it. */
export function unknownYet(what: string, place?: Place): PlayError {
  return new PlayError({
    code,
    message: `${what} is not known: it comes from a task that ran in check mode`,
    ...(place && { place }),
    hint: 'take check_mode off that task, or put it on this one',
  });
}

/** Whether something could not be done because of a value that is not known yet. */
export const isUnknownYet = (error: unknown): boolean => error instanceof PlayError && error.code === code;
