import { end, type Shown } from '../conclude.ts';
import { loadModule } from '../load_module.ts';
import type { PlayRun } from '../play_run.ts';
import { type Done, outcomeOf, shown } from '../results.ts';
import type { Run } from '../run.ts';
import { engineModule } from '../task_info.ts';
import type { Reading } from './reading.ts';
import type { Thing } from './thing.ts';

/** How it ended for one thing. */
export type Ended = Done;

/** A play that is taken down. */
export function showPlay({ report }: Run, { name }: PlayRun): void {
  report({ type: 'play_started', play: { name: `Destroy: ${name}` } });
}

/** Shows what becomes of the things of one task, while it does. Tells whether any failed. `unit`: among those that go at the same time. */
export async function showGroup(
  run: Run,
  group: readonly Thing[],
  unit: number | undefined,
  work: (thing: Thing) => Promise<Ended>,
): Promise<boolean> {
  const [first] = group;
  const on = shownIn(run, first!.call.running, unit);
  run.report({ type: 'task_started', task: on.info });
  const isLoop = 'item' in first!;
  const ends: Ended[] = [];
  for (const thing of group) {
    if (run.options.signal.aborted && ends.length > 0) break;
    const ended = await work(thing);
    ends.push(ended);
    if (isLoop)
      run.report({ type: 'item_done', task: on.info, outcome: { ...outcomeOf(ended, on.info), item: thing.item } });
  }
  return end(on, isLoop ? together(ends, group) : ends[0]!) !== 'next';
}

/** Shows what could not be read, so that nothing is removed. Tells whether there is any. */
export async function showFailed(run: Run, { failed }: Reading): Promise<boolean> {
  const telling = [];
  for (const each of failed) if (await matters(each.shown)) telling.push(each);
  let play: unknown;
  for (const { shown: on, done } of telling) {
    if (on.frame.play.play !== play) showPlay(run, on.frame.play);
    play = on.frame.play.play;
    const here = shownIn(run, on);
    run.report({ type: 'task_started', task: here.info });
    end(here, done);
  }
  if (telling.length > 0) run.report({ type: 'note', message: 'nothing was removed: not all of it could be read' });
  return telling.length > 0;
}

/** What tasks do that neither describe nor read anything in AWS is of no account here. */
async function matters({ info, ...on }: Shown): Promise<boolean> {
  if ('task' in on && engineModule((on as unknown as { task: Parameters<typeof engineModule>[0] }).task)) return true;
  const { module } = await loadModule(info.module, info.place);
  return module.kind !== 'action';
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

function together(ends: readonly Ended[], group: readonly Thing[]): Ended {
  const any = (mark: string) => ends.some(({ result }) => result[mark] === true);
  const marked = (each: Ended, index: number) => ({
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
    steps: ends.flatMap(({ steps }) => steps ?? []),
    hidden: ends.some(({ hidden }) => hidden),
    milliseconds: ends.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
}
