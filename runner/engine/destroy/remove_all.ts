import { statusOf } from '../results.ts';
import type { Run } from '../run.ts';
import { remove } from './remove.ts';
import { type Ended, showGroup, showPlay } from './show.ts';
import { nameOf, type Thing } from './thing.ts';
import { leaveWhatItUses } from './uses.ts';

/** Removes what is to go, the last described first, and shows it under the plays and tasks of the playbook. Tells whether any failed. */
export async function removeAll(run: Run, things: readonly Thing[]): Promise<boolean> {
  let failed = false;
  let play: unknown;
  for (const group of groupsOf(things)) {
    const { frame } = group[0]!.call.running;
    if (frame.play.play !== play) showPlay(run, frame.play);
    play = frame.play.play;
    if (run.options.signal.aborted) {
      run.notRun.push(...group.filter(({ verdict }) => verdict.kind === 'remove').map(nameOf));
      continue;
    }
    failed = (await showGroup(run, group, (thing) => end(run, thing, things))) || failed;
  }
  return failed;
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

async function end(run: Run, thing: Thing, things: readonly Thing[]): Promise<Ended> {
  const started = performance.now();
  const gone = things.slice(things.indexOf(thing) + 1).filter(({ verdict }) => verdict.kind === 'remove');
  const done = await endOf(run, thing, gone);
  if (statusOf(done.result) === 'failed') leaveWhatItUses(thing, things);
  return { ...done, hidden: thing.call.hidden, milliseconds: performance.now() - started };
}

async function endOf(run: Run, thing: Thing, gone: readonly Thing[]): Promise<Omit<Ended, 'hidden' | 'milliseconds'>> {
  const { verdict } = thing;
  if (verdict.kind === 'remove') return remove(run, thing, gone);
  if (verdict.kind !== 'left') return { result: { changed: false }, steps: [] };
  const { reason, holds } = verdict;
  run.left.push({ name: nameOf(thing), reason, ...(holds && { holds }) });
  return { result: { changed: false, skipped: true, skip_reason: reason }, left: reason };
}
