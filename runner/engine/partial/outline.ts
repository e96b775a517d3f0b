import { PlayError } from '../../diagnostics.ts';
import { findModule } from '../../modules/registry.ts';
import type { Entry, Task } from '../../playbook/types.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { blockFrame, type Frame, playFrame, roleFrame } from '../frame.ts';
import { knownInclude } from '../include_target.ts';
import { tagsOf } from '../mode.ts';
import type { PlayRun } from '../play_run.ts';
import type { VariableScope } from '../scope.ts';
import { isSelected } from '../tags.ts';
import { engineModule } from '../task_info.ts';
import { scopeOf } from '../variables.ts';
import { childrenOf } from '../walk.ts';

/** A task at its place in a play. */
export interface Node {
  readonly task: Task;
  readonly frame: Frame;
  readonly scope: VariableScope;
  readonly order: number;
  readonly selected: boolean;
  /** Tagged `never`: it is left out because its author says so, not because of what was asked for. */
  readonly never: boolean;
  /** The includes it stands in. */
  readonly includes: readonly Task[];
  readonly schema: ModuleSchema | undefined;
}

const deepest = 20;

/** The tasks of a play in the order they would run, into includes as far as their names are known; handlers come last. */
export async function outline(play: PlayRun, entries: readonly Entry[]): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  const add = async (task: Task, frame: Frame, includes: readonly Task[], selected: boolean, never: boolean) => {
    const schema = await findModule(task.module.value)?.schema();
    nodes.push({
      task,
      frame,
      scope: scopeOf(frame, task.file),
      order: nodes.length,
      selected,
      never,
      includes,
      schema,
    });
  };
  const visit = async (entry: Entry, outer: Frame, includes: readonly Task[]): Promise<void> => {
    if (entry.kind !== 'task') {
      const frame = entry.kind === 'role' ? roleFrame(outer, entry) : blockFrame(outer, entry);
      for (const child of childrenOf(entry)) await visit(child, frame, includes);
      return;
    }
    const tags = tagsOf(entry, outer);
    const frame = blockFrame(outer, entry);
    const selected = isSelected(tags, play.run.options.selection);
    await add(entry, frame, includes, selected, tags.has('never'));
    const inside =
      engineModule(entry) !== undefined && includes.length < deepest ? tryInclude(entry, outer) : undefined;
    for (const child of inside?.entries ?? []) await visit(child, inside!.frame, [...includes, entry]);
  };
  const frame = playFrame(play, play.play);
  for (const entry of entries) await visit(entry, frame, []);
  for (const { task, frame: around } of play.handlers.all)
    await add(task, blockFrame(around, task), [], isNotified(task, nodes), false);
  return nodes;
}

/** What a file or role that only the run can name holds, nobody knows before. */
function tryInclude(task: Task, outer: Frame): { entries: readonly Entry[]; frame: Frame } | undefined {
  try {
    return knownInclude(task, outer);
  } catch (error) {
    if (error instanceof PlayError) return undefined;
    throw error;
  }
}

function isNotified(handler: Task, nodes: readonly Node[]): boolean {
  const names = new Set([handler.name, ...handler.listen].map((at) => at?.value));
  return nodes.some(({ task, selected }) => selected && task.notify.some((at) => names.has(at.value)));
}
