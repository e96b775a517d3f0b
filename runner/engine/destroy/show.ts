import { end, type Shown } from '../conclude.ts';
import type { PlayRun } from '../play_run.ts';
import type { Unread } from '../reading/reading.ts';
import { type Done, outcomeOf, shown } from '../results.ts';
import type { Run } from '../run.ts';
import type { Thing } from './thing.ts';

/** A play that is taken down. */
export function showPlay({ report }: Run, { name }: PlayRun): void {
  report({ type: 'play_started', play: { name: `Destroy: ${name}` } });
}

/** Shows what becomes of the things of one task, while it does. Tells whether any failed. `unit`: among those that go at the same time. */
export async function showGroup(
  run: Run,
  group: readonly Thing[],
  unit: number | undefined,
  work: (thing: Thing) => Promise<Done>,
): Promise<boolean> {
  const [first] = group;
  const on = shownIn(run, first!.call.running, unit);
  run.report({ type: 'task_started', task: on.info });
  const isLoop = 'item' in first!;
  const ends: Done[] = [];
  for (const thing of group) {
    if (run.options.signal.aborted && ends.length > 0) break;
    const ended = await work(thing);
    ends.push(ended);
    if (isLoop)
      run.report({ type: 'item_done', task: on.info, outcome: outcomeOf(ended, on.info, { item: thing.item }) });
  }
  return end(on, isLoop ? together(ends, group) : ends[0]!) !== 'next';
}

/** Shows what could not be read, so that nothing is removed. */
export function showUnread(run: Run, unread: readonly Unread[]): void {
  let play: unknown;
  for (const { shown: on, done } of unread) {
    if (on.frame.play.play !== play) showPlay(run, on.frame.play);
    play = on.frame.play.play;
    const here = shownIn(run, on);
    run.report({ type: 'task_started', task: here.info });
    end(here, done);
  }
  run.report({ type: 'note', message: 'nothing was removed: not all of it could be read' });
}

/** As a task of this run; a removal that failed is never ignored. */
function shownIn(run: Run, { frame, scope, info }: Shown, unit?: number): Shown {
  const { ignore_errors: _, ...nearest } = frame.nearest;
  const { unit: __, ...task } = info;
  return {
    frame: { ...frame, nearest, rescuable: false, play: { ...frame.play, run } },
    scope,
    info: { ...task, ...(unit === undefined ? {} : { unit }), kind: 'task' },
  };
}

function together(ends: readonly Done[], group: readonly Thing[]): Done {
  const any = (mark: string) => ends.some(({ result }) => result[mark] === true);
  const marked = (each: Done, index: number) => ({
    ...shown(each),
    ansible_loop_var: 'item',
    item: group[index]!.item,
  });
  return {
    result: {
      results: ends.map(marked),
      changed: any('changed'),
      ...(any('failed') ? { failed: true, msg: 'One or more items failed' } : {}),
      skipped: ends.every(({ result }) => result['skipped'] === true),
    },
    looped: true,
    steps: ends.flatMap(({ steps }) => steps ?? []),
    hidden: ends.some(({ hidden }) => hidden),
    milliseconds: ends.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
}
