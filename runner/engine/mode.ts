import type { At, Task } from '../playbook/types.ts';
import type { Frame } from './frame.ts';
import { namesIn } from './keyword_values.ts';
import { isSelected } from './tags.ts';
import { scopeOf } from './variables.ts';

/** What tags make of a task: it runs, is read for its value, or is left out. */
export type Mode = 'run' | 'read' | 'leave';

export function modeOf(task: Task, frame: Frame): Mode {
  const { run, reads } = frame.play;
  if (isSelected(tagsOf(task, frame), run.options.selection)) return 'run';
  return reads.has(task) ? 'read' : 'leave';
}

const none: ReadonlySet<string> = new Set();

/** A task's own tags and those of everything around it. */
export function tagsOf(
  task: { readonly tags: readonly At[]; readonly file?: string },
  frame: Frame,
): ReadonlySet<string> {
  if (task.tags.length === 0 && frame.tags.length === 0) return none;
  const written = [...frame.tags, ...task.tags];
  if (written.every((at) => typeof at.value === 'string')) {
    return new Set(written.flatMap((at) => (at.value as string).split(',').map((tag) => tag.trim())));
  }
  return new Set(namesIn(written, scopeOf(frame, task.file ?? frame.play.play.file)));
}
