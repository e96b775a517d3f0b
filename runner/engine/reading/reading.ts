import type { Resource } from '../../modules/module.ts';
import type { Play } from '../../playbook/types.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { toText } from '../../template/values.ts';
import type { Call } from '../call.ts';
import type { Shown } from '../conclude.ts';
import type { Units } from '../graph/run_units.ts';
import type { Done } from '../results.ts';
import { taskTitle } from '../task_info.ts';

/** A resource that the playbook describes, as it was met on the way through: one for each item of a loop. */
export interface Described {
  readonly call: Call;
  readonly module: Resource<ModuleSchema, object>;
  /** Names resolved to ids. */
  readonly params: Infer<ModuleSchema>;
  /** It is known which thing is meant. */
  readonly isIdentified: boolean;
  /** What is there, as far as the task itself sees it. */
  readonly now?: object | undefined;
  /** It was made for this description while a property that AWS fixes was another one. */
  readonly isFormer?: boolean;
  /** The result of a task that is not run here, by which alone it could be known which thing is meant. */
  readonly dependsOn?: string | undefined;
  /** What stands for the item of its loop. */
  item?: unknown;
}

/** A way through the playbook on which everything is read and nothing is written, before any of it is removed. */
export interface Reading {
  /** Ids of what other tasks describe as it is, so that it is no former state of anything. */
  readonly claimed: ReadonlySet<string>;
  /** Ids of what was taken for the former state of something, also by tasks that tags leave out. */
  readonly former: Set<string>;
  /** In the order of the playbook. */
  readonly described: Described[];
  /** The graphs of sections whose units run side by side, in the order of the playbook. */
  readonly graphs: { readonly play: Play; readonly graph: Units }[];
  /** Variables that only a real run sets: results of commands and the like, and what is made of them. */
  readonly open: Set<string>;
  /** What could not be read, or not even understood. */
  readonly failed: Unread[];
}

/** A task that failed while the playbook was read. */
export interface Unread {
  readonly shown: Shown;
  readonly done: Done;
}

/** The id by which others hang on it; undefined for what is not there, or what nothing can hang on. */
export const idOf = ({ module, now, params }: Pick<Described, 'module' | 'now' | 'params'>): string | undefined =>
  now && module.removal?.id?.(now, params);

/** Title of a thing's task, with its item: `vpc : Create the subnets (a)`. */
export function nameOf({ call, item }: Described): string {
  const { task, frame } = call.running;
  const title = taskTitle(task, frame);
  return item === undefined ? title : `${title} (${toText(item)})`;
}
