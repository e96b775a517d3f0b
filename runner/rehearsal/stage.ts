import type { PlayEvent, Recap, TaskInfo, TaskOutcome } from '../engine/events.ts';
import { inPlaybookOrder } from '../engine/graph/playbook_order.ts';
import { type PlayOptions, play } from '../play.ts';

/** One run of the shipped playbook, as far as a rehearsal looks at it. */
export interface Run {
  readonly code: number;
  readonly recap: Recap;
  /** In the playbook's order. */
  readonly tasks: readonly { readonly task: TaskInfo; readonly outcome: TaskOutcome }[];
  /** What the run's last task said. */
  readonly lastMessage: unknown;
}

/** Where a rehearsal takes place: the sandbox, or an AWS emulator. */
export type Stage = (options?: Partial<PlayOptions>) => Promise<Run>;

/** A stage with these options under those of each run. A run that is refused makes the test fail with its mistakes. */
export function createStage(common: Partial<PlayOptions>): Stage {
  return async (options = {}) => {
    const ended: { task: TaskInfo; outcome: TaskOutcome }[] = [];
    const reporter = (event: PlayEvent) => {
      if (event.type === 'task_done') ended.push({ task: event.task, outcome: event.outcome });
    };
    const { code, recap, diagnostics } = await play({ playbook: 'playbook.yml', reporter, ...common, ...options });
    if (!recap)
      throw new Error(diagnostics.map(({ message, place }) => `${place?.file}:${place?.line} ${message}`).join('\n'));
    const tasks = inPlaybookOrder(ended, ({ task }) => task);
    return { code, recap, tasks, lastMessage: tasks.at(-1)?.outcome.result['msg'] };
  };
}

/** Roles that ran, in order, each once; what was only read, or skipped by its `when`, did not. */
export const rolesRun = ({ tasks }: Run): string[] => [
  ...new Set(
    tasks
      .filter(({ outcome }) => outcome.status !== 'read' && outcome.status !== 'skipped')
      .map(({ task }) => task.role ?? ''),
  ),
];

/** Why a run failed, for the message of an assertion. */
export const failures = ({ tasks }: Run): string =>
  tasks
    .filter(({ outcome }) => outcome.status === 'failed')
    .map(({ task, outcome }) => `${task.role} : ${task.name}: ${outcome.result['msg']}`)
    .join('\n');
