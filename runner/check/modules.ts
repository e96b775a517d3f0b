import { connectionProperties, connectionSchema, splitConnection } from '../aws/connection.ts';
import type { Diagnostic, Place } from '../diagnostics.ts';
import { type FoundModule, findModule, moduleNames } from '../modules/registry.ts';
import { keywordsAt } from '../playbook/keywords.ts';
import type { At, Task } from '../playbook/types.ts';
import { writtenArguments } from '../schema/arguments.ts';
import { isOpen } from '../schema/coerce.ts';
import { didYouMean, nearest } from '../schema/distance.ts';
import type { Problem } from '../schema/problem.ts';
import type { Rule } from '../schema/rules.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { validateParams } from '../schema/validate.ts';
import { type Dict, dictEntries, dictHas, isDict, newDict } from '../template/values.ts';
import { insteadOf } from './refused_modules.ts';
import type { Site } from './sites.ts';

/** A task's module with its schema and rules loaded. */
export interface TaskModule extends FoundModule {
  readonly parameters: ModuleSchema;
  readonly crossRules: readonly Rule[];
}

/** Tells the module that a task names, or that there is none of that name. All modules are loaded at once, each one time. */
export async function taskModules(tasks: readonly Task[]): Promise<(task: Task) => TaskModule | Diagnostic> {
  const names = new Set(tasks.map(({ module }) => module.value));
  const loaded = await Promise.all([...names].map(async (name) => [name, await loadModule(name)] as const));
  const modules = new Map(loaded);
  return ({ module }) => modules.get(module.value) ?? unknownModule(module);
}

async function loadModule(name: string): Promise<TaskModule | undefined> {
  const found = findModule(name);
  if (!found) return undefined;
  const [parameters, crossRules] = await Promise.all([found.schema(), found.rules?.() ?? []]);
  return { ...found, parameters, crossRules };
}

export const isModule = (found: TaskModule | Diagnostic): found is TaskModule => 'parameters' in found;

function unknownModule({ value: name, place }: At<string>): Diagnostic {
  const short = name.split('.').at(-1)!;
  const instead = insteadOf(name);
  const foreign =
    /^[a-z_]\w*\.[a-z_]\w*\./.test(name) &&
    !/^(ansible\.(builtin|legacy)|amazon\.aws|community\.(aws|docker))\./.test(name);
  if (foreign) {
    const collection = name.split('.').slice(0, 2).join('.');
    const known = findModule(short);
    const hint =
      instead ??
      (known ? `Play knows "${short}" as ${known.collection}.${known.name}` : 'play doc lists the modules there are');
    return {
      code: 'module-foreign',
      message: `"${name}": the collection ${collection} does not come with Play`,
      place,
      hint,
    };
  }
  if (instead !== undefined)
    return { code: 'module-refused', message: `Play does not have the module "${name}"`, place, hint: instead };
  const near = nearest(short, moduleNames());
  const keyword = near === undefined ? nearest(name, keywordsAt('task')) : undefined;
  const hint = near
    ? `did you mean "${near}"?`
    : keyword
      ? `did you mean the keyword "${keyword}"?`
      : 'play doc lists the modules there are';
  return { code: 'module-unknown', message: `no module "${name}"`, place, hint };
}

/**
 * Everything that is wrong with a task's arguments as they are written; if nothing is, with what they come to in `rendered`, where
 * templates that the playbook alone decides are replaced. Text is taken apart first: what a value holds is never read as arguments.
 */
export function argumentProblems(
  site: Pick<Site, 'task' | 'parents'>,
  module: TaskModule,
  render: (params: Dict) => readonly unknown[] = () => [],
): Diagnostic[] {
  const { task } = site;
  const { params, problems } = writtenArguments(task.args, module.parameters);
  if (problems.length > 0) return problems.map((problem) => diagnosticOf(problem, params, task));
  const written = problemsOf(params, site, module);
  if (written.length > 0) return written;
  return render(params.value)
    .filter((value) => value !== params.value)
    .flatMap((value) => (isDict(value) ? problemsOf({ ...params, value }, site, module) : []));
}

/** Parameters under their own names and of the right types, and the place of each as it was written. */
export interface Params {
  readonly values: Readonly<Record<string, unknown>>;
  at(path: readonly (string | number)[]): Place;
}

/** A task's parameters with what `module_defaults` give it, from arguments that were rendered; undefined when something is wrong with them. */
export function paramsOf(site: Pick<Site, 'task' | 'parents'>, module: TaskModule, value: unknown): Params | undefined {
  const { params, problems } = writtenArguments({ ...site.task.args, value }, module.parameters);
  if (problems.length > 0 || hasOpenDefaults(site)) return undefined;
  const merged = withDefaults(params, site, module);
  const { params: own } = splitConnection(
    Object.fromEntries(dictEntries(merged.value).map(([key, each]) => [String(key), each])),
  );
  const checked = validateParams(module.parameters, own as Dict, { name: module.name });
  if (checked.problems.length > 0) return undefined;
  return { values: checked.params, at: (path) => placeOf(checked.written(path), merged, site.task) };
}

/** Of a list or mapping that begins on a line of its own, the key; of a parameter that is not given, the module. */
function placeOf(path: readonly (string | number)[], params: At<Dict>, task: Task): Place {
  if (path.length === 0 || !dictHas(params.value, path[0])) return task.module.place;
  const [value, key] = [params.within(path), params.within(path, 'key')];
  return value.line === key.line ? value : key;
}

function problemsOf(params: At<Dict>, site: Pick<Site, 'task' | 'parents'>, module: TaskModule): Diagnostic[] {
  const { task } = site;
  const merged = withDefaults(params, site, module);
  const aws = !['ansible.builtin', 'community.docker'].includes(module.collection);
  const { connection, params: own } = aws
    ? splitConnection(Object.fromEntries(dictEntries(merged.value).map(([key, value]) => [String(key), value])))
    : { connection: {}, params: merged.value };
  const options = { name: module.name, rules: module.crossRules };
  const found = [
    ...validateParams(module.parameters, own as Dict, options).problems,
    ...(aws && Object.keys(connection).length > 0
      ? validateParams(connectionSchema, { ...connection }, { name: module.name }).problems
      : []),
  ];
  if (found.length === 0) return [];
  const open = hasOpenDefaults(site);
  return found
    .filter(({ code, path }) => !(open && code === 'param-missing' && path.length === 0))
    .map((problem) => diagnosticOf(withConnectionNames(problem, aws), merged, task));
}

/** A misspelt connection parameter looks like an unknown one of the module. */
function withConnectionNames(problem: Problem, aws: boolean): Problem {
  if (!aws || problem.code !== 'param-unknown' || problem.path.length > 1 || problem.hint?.startsWith('did'))
    return problem;
  const hint = didYouMean(String(problem.path[0]), Object.keys(connectionProperties));
  return hint?.startsWith('did') ? { ...problem, hint } : problem;
}

/** The arguments over what `module_defaults` around the task give for the module. */
function withDefaults(
  params: At<Dict>,
  { task, parents }: Pick<Site, 'task' | 'parents'>,
  module: TaskModule,
): At<Dict> {
  const nodes = [...parents.map(({ node }) => node), task];
  if (nodes.every((node) => node.module_defaults.length === 0)) return params;
  const names = new Set(
    [module.name, ...module.aliases].flatMap((name) => [
      name,
      `${module.collection}.${name}`,
      `ansible.legacy.${name}`,
    ]),
  );
  const sources = nodes
    .flatMap((node) => node.module_defaults)
    .flatMap((written) => {
      if (!isDict(written.value)) return [];
      return dictEntries(written.value).flatMap(([key, value]) =>
        (names.has(String(key)) || isGroup(String(key), module)) && isDict(value)
          ? dictEntries(value).map(([name, each]) => ({
              name: String(name),
              each,
              written,
              path: [String(key), String(name)],
            }))
          : [],
      );
    });
  const from = new Map(
    sources.filter(({ name }) => !dictHas(params.value, name)).map((source) => [source.name, source]),
  );
  return {
    value: newDict([...[...from].map(([name, { each }]) => [name, each] as const), ...dictEntries(params.value)]),
    place: params.place,
    within: (path, of) => {
      const source = from.get(String(path[0]));
      return source ? source.written.within([...source.path, ...path.slice(1)], of) : params.within(path, of);
    },
  };
}

/** `module_defaults` that are a template may hold anything. */
const hasOpenDefaults = ({ task, parents }: Pick<Site, 'task' | 'parents'>) =>
  [task, ...parents.map(({ node }) => node)].some(({ module_defaults: list }) =>
    list.some(({ value }) => isOpen(value) || (isDict(value) && dictEntries(value).some(([, each]) => isOpen(each)))),
  );

const isGroup = (key: string, { collection }: TaskModule) =>
  collection === 'community.docker'
    ? key === 'group/docker' || key === 'group/community.docker.docker'
    : collection !== 'ansible.builtin' && /^group\/(amazon\.aws\.|community\.aws\.)?aws$/.test(key);

/** At the place of the problem's path; what is missing is told at the module's name. */
function diagnosticOf({ path, of, code, message, hint }: Problem, params: At, task: Task): Diagnostic {
  const place = path.length === 0 ? task.module.place : params.within(path, of);
  return { code, message, place, ...(hint === undefined ? {} : { hint }) };
}
