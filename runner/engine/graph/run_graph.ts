import type { Flow } from '../flow.ts';
import type { Frame } from '../frame.ts';
import { leaveForLater } from '../interrupt.ts';
import type { PlayRun } from '../play_run.ts';
import type { Graph } from './graph.ts';
import { type Isolated, isolate, share } from './isolate.ts';
import { runUnits, type UnitsEnd } from './run_units.ts';
import type { Unit } from './units.ts';

type RunEntries = (entries: Unit['entries'], frame: Frame) => Promise<Flow>;

/** A section under way. */
interface Section {
  readonly play: PlayRun;
  readonly frame: Frame;
  readonly graph: Graph;
  /** Views of units that have begun, by position, until their variables are the play's. */
  readonly views: Map<number, Isolated>;
  readonly ended: Set<number>;
  /** The first position whose variables are not the play's yet. */
  merged: number;
  readonly barriers: ReadonlySet<number>;
  /** What an interrupt left undone of units, by position. */
  readonly notRun: Map<number, readonly string[]>;
}

/**
 * Runs the units of a section side by side. Each sees the variables that the units before it have set and no others, so that
 * what runs at the same time never shows.
 */
export async function runGraph(play: PlayRun, graph: Graph, frame: Frame, runEntries: RunEntries): Promise<Flow> {
  const { run } = play;
  const maps = { views: new Map(), ended: new Set<number>(), merged: 0, notRun: new Map() };
  const section: Section = { play, frame, graph, barriers: barriersOf(graph), ...maps };
  run.reading?.graphs.push({ play: play.play, graph });
  const end = await runUnits(run, graph, {
    play: play.name,
    failFast: () => play.fatal,
    isSerial: () => run.startAt !== undefined || run.stepping || run.reading !== undefined,
    async run(position) {
      const unit = graph.units[position]!;
      const flow = await runEntries(unit.entries, { ...frame, play: viewOf(section, unit, position) });
      section.ended.add(position);
      mergeFirst(section);
      return flow;
    },
  });
  return conclude(section, end);
}

function barriersOf({ units, edges }: Graph): ReadonlySet<number> {
  const ids = new Set(
    edges.flatMap(({ from, to, reasons }) =>
      reasons.flatMap((reason) => (reason.kind === 'barrier' ? [reason.isEarlier ? from : to] : [])),
    ),
  );
  return new Set(units.flatMap(({ id }, position) => (ids.has(id) ? [position] : [])));
}

/** What all wait for may change anything of the play: it works on the play itself, of which all before it has become part. */
function viewOf({ play, views, barriers, ended }: Section, unit: Unit, position: number): PlayRun {
  const earlier = inOrder(views).filter(([other]) => other < position && ended.has(other));
  const isolated = () =>
    isolate(
      play,
      unit,
      earlier.map(([, view]) => view),
    );
  const view = barriers.has(position) ? share(play, unit) : isolated();
  views.set(position, view);
  return view.playRun;
}

const inOrder = (views: Section['views']) => [...views].sort(([a], [b]) => a - b);

/** Units that have ended and before which none is left become part of the play: what starts from now on stands after them. */
function mergeFirst(section: Section): void {
  while (section.ended.has(section.merged)) {
    mergeOne(section, section.merged, section.views.get(section.merged)!);
    section.merged += 1;
  }
}

function mergeOne({ play, views, notRun }: Section, position: number, view: Isolated): void {
  view.mergeInto(play.run);
  notRun.set(position, view.playRun.run.notRun);
  views.delete(position);
}

function conclude(section: Section, { flows, ends }: UnitsEnd): Flow {
  const { play, graph, frame, notRun } = section;
  for (const [position, view] of inOrder(section.views)) mergeOne(section, position, view);
  const isInterrupted = play.run.options.signal.aborted;
  for (const [position, end] of ends.entries()) {
    play.run.notRun.push(...(notRun.get(position) ?? []));
    if (end.kind === 'left' && isInterrupted) leaveForLater(graph.units[position]!.entries, frame);
  }
  const all = [...flows.values()];
  const first = all.find((flow) => flow === 'stopped') ?? all.find((flow) => flow === 'failed');
  if (first === undefined && isInterrupted && ends.some(({ kind }) => kind === 'left')) return 'stopped';
  return first ?? all.find((flow) => flow !== 'next') ?? 'next';
}
