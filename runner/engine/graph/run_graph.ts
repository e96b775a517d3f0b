import type { Flow } from '../flow.ts';
import type { Frame } from '../frame.ts';
import { leaveForLater } from '../interrupt.ts';
import { booleanIn } from '../keyword_values.ts';
import type { PlayRun } from '../play_run.ts';
import { scopeOf } from '../variables.ts';
import type { Graph } from './graph.ts';
import { type Isolated, isolate, share } from './isolate.ts';
import { type Ended, runSchedule, type UnitEnd } from './schedule.ts';
import { type Span, timesOf } from './times.ts';
import type { Unit } from './units.ts';

/** Units that run side by side when nothing else is said. */
export const usualParallel = 10;

type RunEntries = (entries: Unit['entries'], frame: Frame) => Promise<Flow>;

/** A section under way. */
interface Section {
  readonly play: PlayRun;
  readonly frame: Frame;
  readonly graph: Graph;
  readonly runEntries: RunEntries;
  readonly began: number;
  /** Views of units that have begun, by position, until their variables are the play's. */
  readonly views: Map<number, Isolated>;
  readonly flows: Map<number, Flow>;
  readonly spans: Map<number, Span>;
  readonly barriers: ReadonlySet<number>;
  /** What an interrupt left undone of units, by position. */
  readonly notRun: Map<number, readonly string[]>;
}

/**
 * Runs the units of a section side by side. Each sees the variables that the units before it have set and no others, so that
 * what runs at the same time never shows.
 */
export async function runGraph(play: PlayRun, graph: Graph, frame: Frame, runEntries: RunEntries): Promise<Flow> {
  const section = open(play, graph, frame, runEntries);
  const { report, options } = play.run;
  report({ type: 'units_started', units: unitsInfo(graph) });
  const positions = new Map(graph.units.map(({ id }, position) => [id, position] as const));
  const needs: number[][] = graph.units.map(() => []);
  for (const { from, to } of graph.edges) needs[positions.get(to)!]!.push(positions.get(from)!);
  try {
    const ends = await runSchedule({
      needs,
      limit: options.parallel ?? usualParallel,
      isSerial: () => play.run.startAt !== undefined || play.run.stepping || play.run.reading !== undefined,
      isOver: () => options.signal.aborted,
      failFast: booleanIn(play.play.any_errors_fatal, scopeOf(frame, play.play.file)),
      run: (position) => runUnit(section, position),
    });
    return conclude(section, ends);
  } finally {
    report({ type: 'units_done' });
  }
}

function open(play: PlayRun, graph: Graph, frame: Frame, runEntries: RunEntries): Section {
  const positions = new Map(graph.units.map(({ id }, position) => [id, position] as const));
  const barriers = new Set(
    graph.edges.flatMap(({ from, to, reasons }) =>
      reasons.flatMap((reason) => (reason.kind === 'barrier' ? [positions.get(reason.isEarlier ? from : to)!] : [])),
    ),
  );
  const maps = { views: new Map(), flows: new Map(), spans: new Map(), notRun: new Map() };
  return { play, graph, frame, runEntries, began: performance.now(), barriers, ...maps };
}

const unitsInfo = ({ units, edges }: Graph) => {
  const titles = new Map(units.map(({ id, title }) => [id, title] as const));
  return units.map(({ id, title }) => ({
    id,
    title,
    waitsFor: edges.filter(({ to }) => to === id).map(({ from }) => titles.get(from)!),
  }));
};

async function runUnit(section: Section, position: number): Promise<Ended> {
  const { play, frame, graph, runEntries, began, spans, flows } = section;
  const { report } = play.run;
  const unit = graph.units[position]!;
  const started = performance.now();
  report({ type: 'unit_started', unit: unit.id });
  const own = frameOf(section, unit, position);
  const flow = await runEntries(unit.entries, { ...frame, play: own });
  flows.set(position, flow);
  const ended = performance.now();
  spans.set(unit.id, { started: started - began, ended: ended - began });
  report({ type: 'unit_done', unit: unit.id, failed: flow === 'failed', milliseconds: ended - started });
  if (flow === 'next') return 'done';
  return flow === 'failed' ? 'failed' : 'stop';
}

/** What all wait for may change anything of the play: it works on the play itself, of which all before it has become part. */
function frameOf(section: Section, unit: Unit, position: number): PlayRun {
  const { play, views, barriers, flows } = section;
  const isBarrier = barriers.has(position);
  if (isBarrier) mergeAll(section);
  const earlier = [...views].filter(([other]) => other < position && flows.has(other)).sort(([a], [b]) => a - b);
  const view = isBarrier
    ? share(play, unit)
    : isolate(
        play,
        unit,
        earlier.map(([, each]) => each),
      );
  views.set(position, view);
  return view.playRun;
}

/** What units that have ended have set becomes the play's, in their order. */
function mergeAll({ play, views, flows, notRun }: Section): void {
  for (const [position, view] of [...views].sort(([a], [b]) => a - b)) {
    if (!flows.has(position)) continue;
    view.mergeInto(play.run);
    notRun.set(position, view.playRun.run.notRun);
    views.delete(position);
  }
}

function conclude(section: Section, ends: readonly UnitEnd[]): Flow {
  const { play, graph, frame, flows, spans, notRun } = section;
  mergeAll(section);
  const isInterrupted = play.run.options.signal.aborted;
  const blocked = new Map<number, number>();
  for (const [position, end] of ends.entries()) {
    const { id, entries } = graph.units[position]!;
    play.run.notRun.push(...(notRun.get(position) ?? []));
    if (end.kind === 'blocked') blocked.set(id, graph.units[end.by]!.id);
    else if (end.kind === 'left' && isInterrupted) leaveForLater(entries, frame);
  }
  if (play.run.reading === undefined) play.run.graphs.push({ play: play.name, ...timesOf(graph, spans, blocked) });
  const all = [...flows.values()];
  const first = all.find((flow) => flow === 'stopped') ?? all.find((flow) => flow === 'failed');
  if (first === undefined && isInterrupted && ends.some(({ kind }) => kind === 'left')) return 'stopped';
  return first ?? all.find((flow) => flow !== 'next') ?? 'next';
}
