import { PlayError } from '../../diagnostics.ts';
import { containsUnknown } from '../../template/values.ts';

/** Throws when one of these values is known after apply only: without it nobody can tell what the task would do. */
export function needKnown(values: Readonly<Record<string, unknown>>): void {
  const name = Object.keys(values).find((each) => containsUnknown(values[each]));
  if (name !== undefined)
    throw new PlayError({ code: 'not-known-yet', message: `the value of "${name}" is known after apply` });
}
