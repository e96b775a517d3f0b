import type { Diagnostic } from '../diagnostics.ts';
import type { Loaded } from '../playbook/load.ts';
import { shortName } from '../playbook/tasks.ts';
import type { At } from '../playbook/types.ts';
import { isVariableName, variableNameHint } from '../playbook/variables.ts';
import { didYouMean, nearestOnce } from '../schema/distance.ts';
import { lookupProblem } from '../template/lookup.ts';
import { Template } from '../template/template.ts';
import { dictKeys, isDict } from '../template/values.ts';
import { describe } from './aws/describe.ts';
import { awsProblems } from './aws/problems.ts';
import { collectDefinitions, type Definitions } from './definitions.ts';
import { missingFiles, missingLookups, missingVarsFiles } from './files.ts';
import { missingHandlers } from './handlers.ts';
import { otherHosts } from './hosts.ts';
import { withoutIgnored } from './ignored.ts';
import { argumentProblems, isModule, type TaskModule, taskModules } from './modules.ts';
import { inOrder } from './order.ts';
import { renderings } from './renderings.ts';
import { roleArgumentProblems } from './role_arguments.ts';
import { type Site, type Walk, walk } from './sites.ts';
import { unknownTags } from './tags.ts';
import { testedNames, undefinedInPlay, undefinedNames } from './undefined.ts';
import { type Use, usesOf } from './uses.ts';
import { vaultProblems } from './vault.ts';
import { templatesIn } from './written.ts';

export interface CheckOptions {
  /** `--tags` and `--skip-tags`. */
  readonly tags?: readonly string[];
  readonly skipTags?: readonly string[];
  readonly startAtTask?: string;
  /** Whether tasks with these tags run. */
  readonly selects?: (tags: ReadonlySet<string>) => boolean;
  /** Told what may be a mistake and cannot be known before the run. */
  readonly warn?: (diagnostic: Diagnostic) => void;
}

/**
 * Every mistake in a loaded playbook that shows before anything is touched, in the order of the files: those found while loading,
 * modules and their parameters, templates, variables, handlers, tags, files, arguments of roles. Needs no credentials.
 */
export async function check(
  { playbook, diagnostics, context }: Loaded,
  options: CheckOptions = {},
): Promise<Diagnostic[]> {
  const plays = playbook?.plays ?? [];
  const reached = walk(plays, context);
  const definitions = collectDefinitions(reached, plays, context);
  const { sites, found, modules } = await checkTasks(reached, definitions, context);
  const tested = testedNames(sites);
  const near = nearestOnce();
  const all = inOrder(
    [
      ...found,
      ...sites.flatMap(({ site, uses }) => undefinedNames(site, uses, definitions, tested, near)),
      ...plays.flatMap((play) => undefinedInPlay(play, definitions)),
      ...templateProblems(sites, reached, definitions),
      ...plays.flatMap((play) => [...missingHandlers(reached, play), ...missingVarsFiles(play, context)]),
      ...missingFiles(reached),
      ...missingLookups(sites, reached),
      ...vaultProblems(sites, definitions, context, options.selects ?? (() => true)),
      ...reached.roles.flatMap((used) => roleArgumentProblems(used, definitions)),
      ...awsProblems(describe(reached, modules, definitions, context)),
      ...reached.sites.flatMap(otherHosts),
      ...selectionProblems(reached, options),
      ...diagnostics,
    ],
    playbook?.file,
  );
  const told = withoutIgnored(all, context, reached.sites);
  const warnings = told.filter(({ level }) => level === 'warning');
  if (options.warn) warnings.forEach(options.warn);
  return told.filter(({ level }) => level !== 'warning');
}

/** Modules, parameters and names of facts; and what each task evaluates, for the checks that need it. */
async function checkTasks(reached: Walk, definitions: Definitions, context: Loaded['context']) {
  const found: Diagnostic[] = [];
  const sites: { site: Site; uses: readonly Use[] }[] = [];
  const modules = new Map<Site, TaskModule>();
  const moduleOf = await taskModules([...reached.sites.map(({ task }) => task), ...context.imports]);
  for (const site of reached.sites) {
    const module = moduleOf(site.task);
    if (isModule(module)) {
      modules.set(site, module);
      found.push(
        ...argumentProblems(site, module, (params) => renderings(site, definitions, params)),
        ...factNameProblems(site),
      );
    } else found.push(module);
    found.push(...loopProblems(site));
    sites.push({ site, uses: usesOf(site, isModule(module) ? module.parameters : undefined, context) });
  }
  for (const task of context.imports) {
    const module = moduleOf(task);
    if (isModule(module)) found.push(...argumentProblems({ task, parents: [] }, module));
  }
  return { found, sites, modules };
}

/** Syntax, unknown filters, tests, lookups and functions, in everything that is written, used or not. */
function templateProblems(
  sites: readonly { readonly uses: readonly Use[] }[],
  reached: Walk,
  definitions: Definitions,
): Diagnostic[] {
  const nodes = new Set(reached.sites.flatMap(({ task, parents }) => [task, ...parents.map(({ node }) => node)]));
  const uses = reached.roles.map(({ use }) => use);
  const plays = [...definitions.plays.values()];
  const records = [
    ...[...nodes, ...uses].map((node) => node.vars ?? {}),
    ...uses.flatMap(({ params, role }) => [params, role.vars, role.defaults]),
    ...plays.flatMap(({ files, vars }) => [...files, vars]),
    ...definitions.inventory,
  ];
  const lists = [...nodes].flatMap((node) => [...node.module_defaults, ...node.environment, ...node.tags]);
  const headers = [...definitions.plays.keys()].flatMap((play) => [play.hosts, ...play.vars_files]);
  const variables = records.flatMap((record) => Object.values(record));
  const written = [...variables, ...lists, ...headers].flatMap(({ value }) => templatesIn(value));
  return [...written, ...sites.flatMap((site) => site.uses.map(({ code }) => code))].flatMap((code) => code.problems());
}

/** `with_<name>` without such a lookup. */
function loopProblems({ task: { loop } }: Site): Diagnostic[] {
  const problem = loop && loop.kind !== 'loop' ? lookupProblem(loop.kind, loop.items.place) : undefined;
  return problem ? [problem] : [];
}

/** Names that `set_fact` cannot make. */
function factNameProblems({ task }: Site): Diagnostic[] {
  if (shortName(task.module.value) !== 'set_fact' || !isDict(task.args.value)) return [];
  return dictKeys(task.args.value)
    .filter((name) => !isVariableName(name) && !(typeof name === 'string' && /\{[{%]/.test(name)))
    .map((name) => ({
      code: 'variable-name',
      message: `"${String(name)}" cannot be a variable's name`,
      place: task.args.within([name as string], 'key'),
      hint: variableNameHint(name),
    }));
}

/** Tags and `--start-at-task` that match nothing. */
function selectionProblems(
  reached: Walk,
  { tags = [], skipTags = [], startAtTask, warn = () => {} }: CheckOptions,
): Diagnostic[] {
  const { found, certain } = unknownTags(reached, [...tags, ...skipTags]);
  if (!certain) found.forEach(warn);
  const names = reached.sites.map(({ task, role }) => taskNames(task.name, task.module, role?.role.name));
  const pattern = startAtTask;
  if (pattern === undefined || reached.dynamic.length > 0) return certain ? [...found] : [];
  const isThere = names.flat().some((name) => name instanceof Template || matches(String(name), pattern));
  const plain = names.flat().map(String);
  const hint = didYouMean(pattern, plain) ?? 'play --list-tasks shows them all';
  const missing = { code: 'task-unknown', message: `no task is called "${pattern}"`, hint };
  return [...(certain ? found : []), ...(isThere ? [] : [missing])];
}

function taskNames(name: At | undefined, module: At<string>, role: string | undefined): unknown[] {
  const own = name?.value ?? module.value;
  return own instanceof Template || role === undefined ? [own] : [own, `${role} : ${String(own)}`];
}

/** `--start-at-task` takes patterns as a shell does. */
function matches(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
