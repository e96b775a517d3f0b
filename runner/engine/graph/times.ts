import type { GraphTimes, UnitTimes } from '../events.ts';
import type { Units } from './run_units.ts';

/** When a unit began and ended, in milliseconds since its section began. */
export interface Span {
  readonly started: number;
  readonly ended: number;
}

/** What units waited for and which of them made the section last so long. `blocked`: ids of failed units by those they kept from running. */
export function timesOf(
  { units, edges }: Units,
  spans: ReadonlyMap<number, Span>,
  blocked: ReadonlyMap<number, number>,
): Omit<GraphTimes, 'play'> {
  const titles = new Map(units.map(({ id, title }) => [id, title] as const));
  const lastNeeded = (id: number): number | undefined => {
    const ran = edges.filter(({ to, from }) => to === id && spans.has(from)).map(({ from }) => from);
    return latest(ran, spans);
  };
  const timed = units.map(({ id, title }): UnitTimes => {
    const waitedFor = spans.has(id) ? lastNeeded(id) : undefined;
    const blockedBy = blocked.get(id);
    return {
      title,
      ...spans.get(id),
      ...(waitedFor === undefined ? {} : { waitedFor: titles.get(waitedFor)! }),
      ...(blockedBy === undefined ? {} : { blockedBy: titles.get(blockedBy)! }),
    };
  });
  const path: string[] = [];
  for (let at = latest([...spans.keys()], spans); at !== undefined; at = lastNeeded(at)) path.unshift(titles.get(at)!);
  const milliseconds = Math.max(0, ...[...spans.values()].map(({ ended }) => ended));
  return { units: timed, criticalPath: path, milliseconds };
}

/** The unit that ended last; of several the first. */
function latest(ids: readonly number[], spans: ReadonlyMap<number, Span>): number | undefined {
  const end = (id: number) => spans.get(id)!.ended;
  return ids.reduce<number | undefined>(
    (last, id) => (last === undefined || end(id) > end(last) ? id : last),
    undefined,
  );
}
