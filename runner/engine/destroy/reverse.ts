import type { Edge } from '../graph/reasons.ts';
import type { Units } from '../graph/run_units.ts';
import type { Thing } from './thing.ts';
import { hangsOn } from './uses.ts';

/** Where a unit of the playbook stands among those that are taken down: the last first. */
export const reversed = (id: number): number => -id;

/**
 * The graph in reverse, of those units that have things to take down: a unit goes when all that waited for it have gone, and all
 * that hangs on it.
 */
export function reverseOf({ units, edges }: Units, things: ReadonlyMap<number, readonly Thing[]>): Units {
  const kept = units.filter(({ id }) => things.has(id));
  const next = new Map<number, number[]>(units.map(({ id }) => [id, []]));
  for (const { from, to } of edges) next.get(from)!.push(to);
  const all = kept.flatMap((used) => {
    const users = reachable(used.id, next);
    return kept
      .filter((user) => user.id > used.id && (users.has(user.id) || hangOn(things.get(user.id)!, things.get(used.id)!)))
      .map((user): Edge => ({ from: reversed(user.id), to: reversed(used.id), reasons: [] }));
  });
  return { units: kept.map(({ id, title }) => ({ id: reversed(id), title })).reverse(), edges: all };
}

/** Units that wait for one, directly or not. */
function reachable(id: number, next: ReadonlyMap<number, readonly number[]>): ReadonlySet<number> {
  const found = new Set<number>();
  const todo = [...next.get(id)!];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (found.has(at)) continue;
    found.add(at);
    todo.push(...next.get(at)!);
  }
  return found;
}

const hangOn = (users: readonly Thing[], used: readonly Thing[]): boolean =>
  users.some((user) => used.some((thing) => hangsOn(user, thing)));
