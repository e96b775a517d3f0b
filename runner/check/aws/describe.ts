import type { LoadContext } from '../../playbook/context.ts';
import type { At } from '../../playbook/types.ts';
import type { TemplateHost } from '../../template/scope.ts';
import { dictEntries, isDict } from '../../template/values.ts';
import { traced } from '../certainty.ts';
import { type Definitions, namesMadeBy } from '../definitions.ts';
import { paramsOf, type TaskModule } from '../modules.ts';
import { rounds } from '../renderings.ts';
import { loopNames, type Names, namesAt } from '../scope.ts';
import type { Site, Walk } from '../sites.ts';
import type { Deployment, Made } from './deployment.ts';
import { isOpen } from './deployment.ts';
import { filesOf } from './files.ts';
import { isOutsider } from './outsiders.ts';
import { Traced, TracedRounds } from './traced.ts';

/** Follows the tasks of a playbook in order, and what they register into the parameters of those after them. */
export function describe(
  { sites }: Walk,
  modules: ReadonlyMap<Site, TaskModule>,
  definitions: Definitions,
  context: LoadContext,
): Deployment {
  const made = new Map<string, Made[]>();
  const unsure = new Set<string>();
  const facts = new Map<string, At>();
  const traceable = namesOfOneTask(sites, definitions, context);
  for (const site of withoutRepeats(sites)) {
    const module = modules.get(site);
    if (!module || (module.collection === 'ansible.builtin' && module.name !== 'set_fact')) continue;
    const names = knowing(namesAt(site, definitions), facts);
    const around = rounds(site, definitions, names);
    const files = filesOf(site, context);
    if (module.name === 'set_fact') {
      keepFacts(site, around, traceable, facts, files);
      continue;
    }
    const found = madeBy(site, module, around, files);
    if (found === undefined) unsure.add(module.name);
    else {
      made.set(module.name, made.get(module.name) ?? []);
      for (const each of found) made.get(module.name)!.push(each);
      const name = site.task.register?.value;
      if (name !== undefined && traceable.has(name)) facts.set(name, registered(site, found));
    }
  }
  return {
    all: (module) => made.get(module) ?? [],
    isUnsure: (module) => definitions.open || unsure.has(module),
    isClosed: !definitions.open && !sites.some(isOutsider),
  };
}

/** What a task makes in all its rounds; undefined when that is not certain, or when it removes something. */
function madeBy(
  site: Site,
  module: TaskModule,
  around: readonly Names[],
  files: TemplateHost,
): readonly Made[] | undefined {
  if (around.length === 0 || site.handler || isPretended(site)) return undefined;
  const found = around.map((names) => paramsOf(site, module, traced(site.task.args.value, names, files)));
  const made = found.flatMap((params): Made[] => {
    if (!params || isOpen(params.values['state']) || (params.values['state'] ?? 'present') !== 'present') return [];
    return [{ module: module.name, site, params: params.values, at: (...path) => params.at(path) }];
  });
  return made.length === found.length ? made : undefined;
}

/** Under `check_mode: true` nothing is made. */
const isPretended = ({ task, parents }: Site) =>
  [task, ...parents.map(({ node }) => node)].some(({ check_mode }) => check_mode !== undefined);

function registered({ task }: Site, made: readonly Made[]): At {
  const value = task.loop ? new TracedRounds(made) : new Traced(made[0]!);
  return { value, place: task.place, within: () => task.place };
}

function keepFacts(
  { task }: Site,
  around: readonly Names[],
  traceable: ReadonlySet<string>,
  facts: Map<string, At>,
  files: TemplateHost,
): void {
  if (around.length !== 1 || task.loop || !isDict(task.args.value)) return;
  for (const [key, written] of dictEntries(task.args.value))
    if (typeof key === 'string' && traceable.has(key))
      facts.set(key, { value: traced(written, around[0]!, files), place: task.place, within: () => task.place });
}

/** The names of a task, knowing where those come from that only the run brings. */
const knowing = (names: Names, facts: ReadonlyMap<string, At>): Names => ({
  find: (name) => {
    const found = names.find(name);
    return found === 'opaque' ? (facts.get(name) ?? found) : found;
  },
  known: () => names.known(),
});

/** Names that only one task gives a value to, so that its value is the one that counts wherever it is used later. */
function namesOfOneTask(sites: readonly Site[], definitions: Definitions, context: LoadContext): ReadonlySet<string> {
  const given = new Map<string, number>();
  const count = (name: string) => given.set(name, (given.get(name) ?? 0) + 1);
  const others = new Set<string>(
    [...definitions.plays.keys()].flatMap(({ vars_prompt: asked }) => asked.flatMap(promptName)),
  );
  for (const site of withoutRepeats(sites)) {
    if (site.task.register) count(site.task.register.value);
    const made = namesMadeBy(site, context);
    if (made !== 'any') made.forEach(count);
    for (const name of loopNames(site.task)) others.add(name);
    for (const { kind, node } of site.parents) {
      const above = kind === 'role' ? node.params : kind === 'include' ? { ...node.vars } : {};
      for (const name of Object.keys(above)) others.add(name);
    }
  }
  return new Set([...given].flatMap(([name, times]) => (times === 1 && !others.has(name) ? [name] : [])));
}

const promptName = ({ value }: At): string[] => {
  const name = isDict(value) ? (value as { name?: unknown }).name : undefined;
  return typeof name === 'string' ? [name] : [];
};

/** A role that is used twice in the same way runs once, unless it allows for more. */
function withoutRepeats(sites: readonly Site[]): Site[] {
  const first = new Map<string, NonNullable<Site['role']>>();
  return sites.filter(({ role, play }) => {
    if (!role || role.role.allow_duplicates || role.origin === 'include_role') return true;
    const key = `${play.place.file}:${play.place.line}:${role.identity}`;
    if (!first.has(key)) first.set(key, role);
    return first.get(key) === role;
  });
}
