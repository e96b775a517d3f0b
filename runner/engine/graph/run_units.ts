import type { UnitInfo } from '../events.ts';
import type { Flow } from '../flow.ts';
import type { Run } from '../run.ts';
import type { Edge } from './reasons.ts';
import { type Ended, runSchedule, type UnitEnd } from './schedule.ts';
import { type Span, timesOf } from './times.ts';

/** Units that run side by side when nothing else is said. */
export const usualParallel = 10;

/** What runs side by side: by ids, in an order that edges keep to. */
export interface Units {
  readonly units: readonly { readonly id: number; readonly title: string }[];
  readonly edges: readonly Edge[];
}

/** How units are run. */
export interface How {
  /** Title of the play, for the recap. */
  readonly play: string;
  /** Asked after a failure: nothing more starts. */
  failFast(): boolean;
  isSerial(): boolean;
  /** Does the work of the unit at a position. */
  run(position: number): Promise<Flow>;
}

/** How each unit that ran has ended, and what became of all, by position. */
export interface UnitsEnd {
  readonly flows: ReadonlyMap<number, Flow>;
  readonly ends: readonly UnitEnd[];
}

/** Runs units, each when those it waits for have ended well; reports them, and notes for the recap when they ran. */
export async function runUnits(run: Run, graph: Units, how: How): Promise<UnitsEnd> {
  const { options, report } = run;
  const { units } = graph;
  const began = performance.now();
  const flows = new Map<number, Flow>();
  const spans = new Map<number, Span>();
  const turn = createTurns();
  const runUnit = async (position: number): Promise<Ended> => {
    const { id } = units[position]!;
    await turn();
    const started = performance.now();
    report({ type: 'unit_started', unit: id });
    const flow = await how.run(position);
    const ended = performance.now();
    flows.set(position, flow);
    spans.set(id, { started: started - began, ended: ended - began });
    report({ type: 'unit_done', unit: id, failed: flow === 'failed', milliseconds: ended - started });
    return flow === 'next' ? 'done' : flow === 'failed' ? 'failed' : 'stop';
  };
  report({ type: 'units_started', units: infoOf(graph) });
  try {
    const ends = await runSchedule({
      needs: needsOf(graph),
      limit: options.parallel ?? usualParallel,
      isSerial: how.isSerial,
      isOver: () => options.signal.aborted,
      failFast: how.failFast,
      run: runUnit,
    });
    const blocked = ends.flatMap((end, position) =>
      end.kind === 'blocked' ? [[units[position]!.id, units[end.by]!.id] as const] : [],
    );
    if (run.reading === undefined) run.graphs.push({ play: how.play, ...timesOf(graph, spans, new Map(blocked)) });
    return { flows, ends };
  } finally {
    report({ type: 'units_done' });
  }
}

/** One after the other: what has started has sent its first request before the code is loaded that the next one needs. */
function createTurns(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    const own = last;
    last = own.then(() => new Promise((resolve) => setImmediate(resolve)));
    return own;
  };
}

function needsOf({ units, edges }: Units): readonly (readonly number[])[] {
  const positions = new Map(units.map(({ id }, position) => [id, position] as const));
  const needs: number[][] = units.map(() => []);
  for (const { from, to } of edges) needs[positions.get(to)!]!.push(positions.get(from)!);
  return needs;
}

function infoOf({ units, edges }: Units): readonly UnitInfo[] {
  const titles = new Map(units.map(({ id, title }) => [id, title] as const));
  const waitsFor = new Map<number, string[]>(units.map(({ id }) => [id, []]));
  for (const { from, to } of edges) waitsFor.get(to)!.push(titles.get(from)!);
  return units.map(({ id, title }) => ({ id, title, waitsFor: waitsFor.get(id)! }));
}
