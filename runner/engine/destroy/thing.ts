import type { World } from '../../aws/world.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { toText } from '../../template/values.ts';
import type { Run } from '../run.ts';
import { worldOf } from '../run_aws.ts';
import { taskTitle } from '../task_info.ts';
import type { Described } from './reading.ts';

/** What is to become of a thing. */
export type Verdict =
  /** It is not there. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'remove' }
  /** It holds what cannot be made again. */
  | { readonly kind: 'held'; readonly holds: string }
  | { readonly kind: 'left'; readonly reason: string; readonly holds?: true };

/** A described resource, and what is to become of it. */
export interface Thing extends Described {
  /** The parameters that ask for its absence. */
  readonly absent: Infer<ModuleSchema>;
  /** What there is to remove. */
  readonly now: object | undefined;
  verdict: Verdict;
}

/** Title of a thing's task, with its item: `vpc : Create the subnets (a)`. */
export function nameOf({ call, item }: Described): string {
  const { task, frame } = call.running;
  const title = taskTitle(task, frame);
  return item === undefined ? title : `${title} (${toText(item)})`;
}

/** The parameters that ask for the absence of what others describe. */
export function absentParams({ module, params }: Described, now?: object): Infer<ModuleSchema> {
  return module.removal?.absent?.(params, now) ?? ({ ...params, state: 'absent' } as Infer<ModuleSchema>);
}

/** What there is to remove; undefined when it is not there. Only reads. */
export function readToRemove(
  { module }: Described,
  absent: Infer<ModuleSchema>,
  { world, run }: { readonly world: World; readonly run: Run },
): Promise<object | undefined> {
  const { ownership } = run.options;
  const { removal } = module;
  return removal?.read && ownership ? removal.read(world, absent, ownership.owner) : module.read(world, absent);
}

/** The world of a thing's task; one that refuses writes under `--check` and where only is looked. */
export const worldFor = ({ call }: Described, readOnly: boolean): Promise<World> => worldOf(call, readOnly);
