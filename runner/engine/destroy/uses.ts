import { idOf, nameOf } from '../reading/reading.ts';
import type { Thing } from './thing.ts';

/** Leaves what stays in use: AWS does not let go what something hangs on that is not removed. */
export function leaveWhatIsUsed(things: readonly Thing[]): void {
  for (const thing of things.toReversed()) if (thing.verdict.kind === 'left') leaveWhatItUses(thing, things);
}

/** Leaves everything that a thing hangs on, and what that hangs on in turn. */
export function leaveWhatItUses(user: Thing, things: readonly Thing[]): void {
  for (const thing of things.toReversed()) {
    if (thing.verdict.kind !== 'remove' || !hangsOn(user, thing)) continue;
    thing.verdict = { kind: 'left', reason: `${nameOf(user)} still uses it` };
    leaveWhatItUses(thing, things);
  }
}

/** Whether AWS does not let the one go before the other. */
export function hangsOn(user: Thing, used: Thing): boolean {
  const id = idOf(used);
  const ids = user.now && user.module.removal?.hangsOn?.(user.now, user.params);
  return user !== used && id !== undefined && (ids?.includes(id) ?? false);
}

/** The ids of several things. */
export const idsOf = (things: readonly Thing[]): ReadonlySet<string> =>
  new Set(things.map(idOf).filter((id) => id !== undefined));
