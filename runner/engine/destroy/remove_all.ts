import type { LeftThing } from '../events.ts';
import { runUnits, type Units } from '../graph/run_units.ts';
import { nameOf, type Reading } from '../reading/reading.ts';
import { type Done, statusOf } from '../results.ts';
import type { Run } from '../run.ts';
import { remove } from './remove.ts';
import { reversed, reverseOf } from './reverse.ts';
import { showGroup, showPlay } from './show.ts';
import type { Thing } from './thing.ts';
import { leaveWhatItUses } from './uses.ts';

/** Removes what is to go, the last described first, and shows it under the plays and tasks of the playbook. Tells whether any failed. */
export async function removeAll(run: Run, things: readonly Thing[], { graphs }: Reading): Promise<boolean> {
  const removal: Removal = { run, things, left: new Map(), failed: false };
  let play: unknown;
  for (const { groups, graph } of partsOf(groupsOf(things), graphs)) {
    const { frame } = groups[0]![0]!.call.running;
    if (frame.play.play !== play) showPlay(run, frame.play);
    play = frame.play.play;
    // What is only announced is announced in its order.
    if (graph && !run.options.check) await removeUnits(removal, groups, graph);
    else for (const group of groups) await removeGroup(removal, group);
  }
  // In the order of the removal, whatever was done first.
  for (const thing of things.toReversed()) run.left.push(...(removal.left.get(thing) ?? []));
  return removal.failed;
}

/** A removal under way. */
interface Removal {
  readonly run: Run;
  readonly things: readonly Thing[];
  /** What is told in the recap. */
  readonly left: Map<Thing, readonly LeftThing[]>;
  failed: boolean;
}

async function removeGroup(removal: Removal, group: readonly Thing[], unit?: number): Promise<void> {
  const { run } = removal;
  if (run.options.signal.aborted) {
    run.notRun.push(...group.filter(({ verdict }) => verdict.kind === 'remove').map(nameOf));
    return;
  }
  const failed = await showGroup(run, group, unit, (thing) => end(removal, thing));
  removal.failed ||= failed;
}

/** Takes units down side by side. A failure keeps what it still uses, and nothing else. */
async function removeUnits(removal: Removal, groups: readonly Thing[][], graph: Units): Promise<void> {
  const ofUnit = new Map<number, Thing[][]>();
  for (const group of groups) {
    const unit = unitOf(group)!;
    ofUnit.set(unit, [...(ofUnit.get(unit) ?? []), group]);
  }
  const things = new Map([...ofUnit].map(([unit, own]) => [unit, own.flat()] as const));
  const reverse = reverseOf(graph, things);
  const { run } = removal;
  const done = new Set<number>();
  await runUnits(run, reverse, {
    play: groups[0]![0]!.call.running.frame.play.name,
    failFast: () => false,
    isSerial: () => false,
    async run(position) {
      const { id } = reverse.units[position]!;
      done.add(id);
      for (const group of ofUnit.get(reversed(id))!) await removeGroup(removal, group, id);
      return 'next';
    },
  });
  // After an interrupt the rest is only named.
  for (const { id } of reverse.units)
    if (!done.has(id)) for (const group of ofUnit.get(reversed(id))!) await removeGroup(removal, group, id);
}

const unitOf = ([first]: readonly Thing[]) => first!.call.running.info.unit;

/** Tasks whose units form one graph together; each other task stands for itself. */
function partsOf(
  groups: readonly Thing[][],
  graphs: Reading['graphs'],
): readonly { readonly groups: Thing[][]; readonly graph?: Units | undefined }[] {
  const parts: { groups: Thing[][]; graph?: Units | undefined }[] = [];
  for (const group of groups) {
    const { play } = group[0]!.call.running.frame.play;
    const unit = unitOf(group);
    const graph = graphs.find((each) => each.play === play && each.graph.units.some(({ id }) => id === unit))?.graph;
    const last = parts.at(-1);
    if (last && graph && last.graph === graph) last.groups.push(group);
    else parts.push({ groups: [group], graph });
  }
  return parts;
}

/** The things of each task together, all in reverse. */
function groupsOf(things: readonly Thing[]): Thing[][] {
  const groups: Thing[][] = [];
  for (const thing of things.toReversed()) {
    const group = groups.at(-1);
    if (group?.[0]?.call.running.info === thing.call.running.info) group.push(thing);
    else groups.push([thing]);
  }
  return groups;
}

async function end(removal: Removal, thing: Thing): Promise<Done> {
  const { things } = removal;
  const started = performance.now();
  const gone = things.slice(things.indexOf(thing) + 1).filter(({ verdict }) => verdict.kind === 'remove');
  const done = await endOf(removal, thing, gone);
  if (statusOf(done.result) === 'failed') leaveWhatItUses(thing, things);
  return { ...done, hidden: thing.call.hidden, milliseconds: performance.now() - started };
}

async function endOf(
  { run, left }: Removal,
  thing: Thing,
  gone: readonly Thing[],
): Promise<Omit<Done, 'hidden' | 'milliseconds'>> {
  const { verdict } = thing;
  if (verdict.kind === 'remove') return remove(run, thing, gone);
  if (verdict.kind !== 'left') return { result: { changed: false }, steps: [] };
  const { reason, holds } = verdict;
  left.set(thing, [{ name: nameOf(thing), reason, ...(holds && { holds }) }]);
  return { result: { changed: false, skipped: true, skip_reason: reason }, left: reason };
}
