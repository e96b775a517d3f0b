import type { Entry } from '../playbook/types.ts';
import { blockFrame, type Frame, playFrame, roleFrame } from './frame.ts';
import { tagsOf } from './mode.ts';
import { playName } from './play_header.ts';
import { createPlayRun } from './play_run.ts';
import { createRun, type RunOptions } from './run.ts';
import { isSelected } from './tags.ts';
import { engineModule, taskTitle } from './task_info.ts';
import { childrenOf, entriesOf } from './walk.ts';

/** A task as `--list-tasks` shows it. */
export interface ListedTask {
  /** With its role before it: `vpc : Create VPC`. */
  readonly name: string;
  readonly tags: readonly string[];
}

/** A play as `--list-tasks` and `--list-tags` show it. */
export interface ListedPlay {
  readonly name: string;
  readonly hosts: string;
  readonly tags: readonly string[];
  /** Those the options select, in order. What includes bring is not known before the run. */
  readonly tasks: readonly ListedTask[];
}

/** The plays of a playbook with the tasks that a run with these options would start with. */
export function listPlays(options: RunOptions): readonly ListedPlay[] {
  const run = createRun(options);
  return options.playbook.plays.map((play) => {
    const playRun = createPlayRun(run, play);
    const frame = playFrame(playRun, play);
    return {
      name: playName(playRun, frame),
      hosts: [play.hosts.value].flat().map(String).join(','),
      tags: sorted(tagsOf({ tags: [] }, frame)),
      tasks: [...listEntries(entriesOf(play), frame)],
    };
  });
}

function* listEntries(entries: readonly Entry[], frame: Frame): Generator<ListedTask> {
  for (const entry of entries) {
    if (entry.kind === 'task') {
      const tags = tagsOf(entry, frame);
      const isShown = engineModule(entry) !== 'meta' && isSelected(tags, frame.play.run.options.selection);
      if (isShown) yield { name: taskTitle(entry, frame), tags: sorted(tags) };
    } else {
      const inside = entry.kind === 'role' ? roleFrame(frame, entry) : blockFrame(frame, entry);
      yield* listEntries(childrenOf(entry), inside);
    }
  }
}

function sorted(tags: ReadonlySet<string>): string[] {
  return [...tags].sort();
}
