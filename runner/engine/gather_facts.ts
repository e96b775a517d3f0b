import { end } from './conclude.ts';
import { decide } from './conditions.ts';
import type { TaskInfo } from './events.ts';
import type { Frame } from './frame.ts';
import { booleanIn } from './keyword_values.ts';
import { tagsOf } from './mode.ts';
import type { PlayRun } from './play_run.ts';
import { skipped } from './skipped.ts';
import { isSelected } from './tags.ts';
import { scopeOf } from './variables.ts';

/** Makes facts about the machine available, unless the play says not to. They are found out one by one, when asked for. */
export function gatherFacts({ run, play }: PlayRun, frame: Frame): void {
  const scope = scopeOf(frame, play.file);
  if (!booleanIn(play.gather_facts, scope, true)) return;
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
  const verdict = decide(frame.when, scope);
  const result = verdict.holds === false ? skipped(verdict.failing) : { changed: false };
  run.isGathered ||= verdict.holds !== false;
  end({ frame, scope, info: task }, { result, hidden: false, milliseconds: performance.now() - started });
}
