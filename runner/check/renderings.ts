import type { At, Keywords } from '../playbook/types.ts';
import { settled, surely } from './certainty.ts';
import type { Definitions } from './definitions.ts';
import { type Names, namesAt } from './scope.ts';
import type { Site } from './sites.ts';
import { conditionCode } from './written.ts';

/**
 * Each round of a task that surely runs, with the names it sees: one without a loop; none when it may be left out, or when what it
 * loops over is not written out. With `names` the caller may know more than the playbook tells.
 */
export function rounds(site: Site, definitions: Definitions, names: Names = namesAt(site, definitions)): Names[] {
  const { task, parents, forgiven } = site;
  if (definitions.open || forgiven) return [];
  if (!conditionsHold([...parents.map(({ node }) => node), task], names)) return [];
  if (!task.loop) return [names];
  return loopItems(site, names).map((item) => withItem(names, loopVariable(site), item));
}

/** What a task's arguments come to as far as the playbook alone tells: once, or for each item of a loop that is written out. */
export function renderings(site: Site, definitions: Definitions): unknown[] {
  return rounds(site, definitions).map((names) => settled(site.task.args.value, names));
}

/** Loops over more items than this are left to the run. */
const mostItems = 100;

function loopItems({ task }: Site, names: Names): readonly unknown[] {
  const { kind, items } = task.loop!;
  const list = ['loop', 'items'].includes(kind) ? settled(items.value, names) : undefined;
  return Array.isArray(list) && list.length <= mostItems ? list : [];
}

function loopVariable({ task }: Site): string {
  const name = (task.loop_control?.value as { loop_var?: unknown } | undefined)?.loop_var;
  return typeof name === 'string' ? name : 'item';
}

/** The names of a task in one round of its loop. */
function withItem(names: Names, variable: string, item: unknown): Names {
  const place = { file: '', line: 1, column: 1 };
  const definition: At = { value: item, place, within: () => place };
  return { find: (name) => (name === variable ? definition : names.find(name)), known: () => names.known() };
}

/** Whether all conditions of these nodes hold whatever the run brings. */
export const conditionsHold = (nodes: readonly Keywords[], names: Names): boolean =>
  nodes.every(({ when }) => when.every((written) => holds(written, names)));

function holds(written: At, names: Names): boolean {
  if (typeof written.value === 'boolean') return written.value;
  const code = conditionCode(written);
  return code !== undefined && surely(code, names) === true;
}
