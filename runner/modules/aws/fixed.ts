import { isDeepStrictEqual } from 'node:util';
import { containsUnknown } from '../../template/values.ts';
import type { FixedDifference } from '../module.ts';

/** Those of the properties (state's name: the playbook's) that are to be otherwise; one that is not known yet is let pass. */
export function* fixedDifferences<State extends object>(
  now: State,
  want: { readonly [K in keyof State]?: unknown },
  properties: Readonly<Partial<Record<keyof State, string>>>,
): Iterable<FixedDifference> {
  for (const [key, property] of Object.entries(properties) as [keyof State, string][]) {
    const wanted = want[key];
    if (wanted === undefined || containsUnknown(wanted) || isDeepStrictEqual(now[key], wanted)) continue;
    yield { property, now: now[key], want: wanted };
  }
}
