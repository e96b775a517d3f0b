import { PlayError } from '../../diagnostics.ts';
import { findModule } from '../../modules/registry.ts';
import type { Entry, Task } from '../../playbook/types.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { blockFrame, type Frame, playFrame, roleFrame } from '../frame.ts';
import { knownInclude } from '../include_target.ts';
import { tagsOf } from '../mode.ts';
import { addHandlers } from '../play_handlers.ts';
import type { PlayRun } from '../play_run.ts';
import { loadVarsFiles } from '../play_vars.ts';
import type { VariableScope } from '../scope.ts';
import { isSelected } from '../tags.ts';
import { engineModule } from '../task_info.ts';
import { scopeOf } from '../variables.ts';
import { childrenOf, entriesOf } from '../walk.ts';

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

/** The tasks of all plays in the order they would run, into includes as far as their names are known; handlers end their play. */
export async function outline(plays: readonly PlayRun[]): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  for (const play of plays) {
    const frame = playFrame(play, play.play);
    peekAtVarsFiles(play, frame);
    addHandlers(play, frame);
    const first = nodes.length;
    for (const entry of entriesOf(play.play)) await visit(nodes, entry, frame, []);
    const own = nodes.slice(first);
    for (const { task, frame: around } of play.handlers.all) {
      await add(nodes, task, blockFrame(around, task), [], { selected: isNotified(task, own), never: false });
    }
  }
  return nodes;
}

/** Loads a play's vars files for a look ahead. Files that only the run can name say nothing yet. */
export function peekAtVarsFiles(play: PlayRun, frame: Frame): void {
  try {
    loadVarsFiles(play, frame);
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
  }
}

async function visit(nodes: Node[], entry: Entry, outer: Frame, includes: readonly Task[]): Promise<void> {
  if (entry.kind !== 'task') {
    const frame = entry.kind === 'role' ? roleFrame(outer, entry) : blockFrame(outer, entry);
    for (const child of childrenOf(entry)) await visit(nodes, child, frame, includes);
    return;
  }
  const tags = tagsOf(entry, outer);
  const selected = isSelected(tags, outer.play.run.options.selection);
  await add(nodes, entry, blockFrame(outer, entry), includes, { selected, never: tags.has('never') });
  const inside = engineModule(entry) !== undefined && includes.length < deepest ? tryInclude(entry, outer) : undefined;
  for (const child of inside?.entries ?? []) await visit(nodes, child, inside!.frame, [...includes, entry]);
}

async function add(
  nodes: Node[],
  task: Task,
  frame: Frame,
  includes: readonly Task[],
  tagged: Pick<Node, 'selected' | 'never'>,
): Promise<void> {
  const schema = await findModule(task.module.value)?.schema();
  nodes.push({ task, frame, scope: scopeOf(frame, task.file), order: nodes.length, includes, schema, ...tagged });
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
