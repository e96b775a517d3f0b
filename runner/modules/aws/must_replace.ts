import { PlayError } from '../../diagnostics.ts';
import { containsUnknown } from '../../template/values.ts';

/** The error for a property that AWS fixes when the thing is created. */
export function mustReplace(what: string, property: string, now: unknown, want: unknown): PlayError {
  return new PlayError({
    code: 'must-replace',
    message: `${property} of ${what} cannot be changed from ${spell(now)} to ${spell(want)}: AWS fixes it when it is created`,
    hint: 'remove it first (state: absent), or give the new one another name',
  });
}

/** Throws for the first of the fixed properties that is asked to be otherwise; one that is not known yet is let pass. */
export function refuseReplacement<State extends object>(
  what: string,
  now: State,
  want: { readonly [K in keyof State]?: unknown },
  fixed: Readonly<Partial<Record<keyof State, string>>>,
): void {
  for (const [key, property] of Object.entries(fixed) as [keyof State, string][]) {
    const wanted = want[key];
    if (wanted === undefined || containsUnknown(wanted) || now[key] === wanted) continue;
    throw mustReplace(what, property, now[key], wanted);
  }
}

const spell = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));
