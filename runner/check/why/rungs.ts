import type { LoadContext } from '../../playbook/context.ts';
import { taskFields } from '../../playbook/task_fields.ts';
import { shortName } from '../../playbook/tasks.ts';
import type { At } from '../../playbook/types.ts';
import { isDict } from '../../template/values.ts';
import { type Definitions, namesMadeBy } from '../definitions.ts';
import { isMagic } from '../magic.ts';
import { type Level, levelsAt, type Scoped } from '../scope.ts';
import type { Site } from '../sites.ts';

/** One definition of a variable: at which level it stands, and where. */
export interface Rung {
  readonly level: Level | 'include_vars' | 'vars_prompt' | 'registered' | 'set_fact' | 'magic variables';
  /** What was written, with its place; only a place where the run decides, and nothing where nobody wrote it. */
  readonly at?: At;
  /** The run decides on the value. */
  readonly isOpen: boolean;
  /** The task that sets it while running. */
  readonly task?: Site;
}

/** The order in which levels count while a playbook runs, the strongest first. */
const order: readonly Rung['level'][] = [
  'loop variables',
  'magic variables',
  'extra vars',
  'include vars',
  'role params',
  'registered',
  'set_fact',
  'include_vars',
  'task vars',
  'block vars',
  'role vars',
  'vars_files',
  'vars_prompt',
  'play vars',
  'inventory vars',
  'role defaults',
];

/** Everything that defines a name in reach of a task, role or play, the one that counts first. */
export function rungsAt(
  name: string,
  scoped: Scoped,
  sites: readonly Site[],
  definitions: Definitions,
  context: LoadContext,
): readonly Rung[] {
  const written = levelsAt(scoped, definitions).flatMap(([level, layer]): Rung[] => {
    if (level === 'facts') return [];
    if (layer instanceof Set) return layer.has(name) ? [{ level, isOpen: true, ...placeOfTask(scoped) }] : [];
    return Object.hasOwn(layer, name) ? [{ level, at: (layer as Record<string, At>)[name]!, isOpen: false }] : [];
  });
  const magic = isMagic(
    name,
    scoped.parents.some(({ kind }) => kind === 'role'),
  );
  const all: Rung[] = [
    ...written,
    ...madeByTasks(name, scoped, sites, context),
    ...prompted(name, scoped),
    ...(magic ? [{ level: 'magic variables' as const, isOpen: true }] : []),
  ];
  const unique = all.filter(({ at }, index) => !at || all.findIndex((other) => other.at === at) === index);
  return unique.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

const placeOfTask = ({ task }: Scoped): { at?: At } => (task?.loop ? { at: task.loop.items } : {});

/** Tasks that give the name a value before this one; anywhere in the play when there is no task. The last of them counts. */
function madeByTasks(name: string, scoped: Scoped, sites: readonly Site[], context: LoadContext): Rung[] {
  const own = sites.findIndex(({ task }) => task === scoped.task);
  const before = scoped.task && own >= 0 ? sites.slice(0, own) : sites;
  return before
    .flatMap((site): Rung[] => {
      const { register } = site.task;
      if (register?.value === name) return [{ level: 'registered', at: register, isOpen: true, task: site }];
      const names = namesMadeBy(site, context);
      if (names === 'any' || !names.includes(name)) return [];
      if (shortName(site.task.module.value) === 'include_vars')
        return [{ level: 'include_vars', at: site.task.args, isOpen: true, task: site }];
      const at = taskFields(site.task.args).get(name);
      return [{ level: 'set_fact', ...(at && { at }), isOpen: !at, task: site }];
    })
    .reverse();
}

function prompted(name: string, { play }: Scoped): Rung[] {
  const at = play.vars_prompt.find(({ value }) => isDict(value) && (value as { name?: unknown }).name === name);
  return at ? [{ level: 'vars_prompt', at, isOpen: true }] : [];
}
