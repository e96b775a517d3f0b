import type { TaskInfo } from './events.ts';
import type { Frame } from './frame.ts';
import { booleanIn } from './keyword_values.ts';
import { tagsOf } from './mode.ts';
import type { PlayRun } from './play_run.ts';
import { isSelected } from './tags.ts';
import { scopeOf } from './variables.ts';

/** Makes facts about the machine available, unless the play says not to. They are found out one by one, when asked for. */
export function gatherFacts({ run, play }: PlayRun, frame: Frame): void {
  if (!booleanIn(play.gather_facts, scopeOf(frame, play.file), true)) return;
  const tags = new Set([...tagsOf({ tags: [] }, frame), 'always']);
  if (!isSelected(tags, run.options.selection)) return;
  const started = performance.now();
  const task: TaskInfo = {
    id: run.nextId++,
    name: 'Gathering Facts',
    module: 'gather_facts',
    place: play.gather_facts?.place ?? play.place,
    kind: 'task',
  };
  run.report({ type: 'task_started', task });
  run.isGathered = true;
  run.counts.ok += 1;
  const milliseconds = performance.now() - started;
  run.report({ type: 'task_done', task, outcome: { status: 'ok', result: { changed: false }, milliseconds } });
}
