import type { Diagnostic, Place } from '../diagnostics.ts';
import { shortName } from '../playbook/tasks.ts';
import type { Play } from '../playbook/types.ts';
import { nearestOnce } from '../schema/distance.ts';
import { Template } from '../template/template.ts';
import { isSurelyFine, surely } from './certainty.ts';
import type { Definitions } from './definitions.ts';
import { templateFileNames } from './magic.ts';
import { type Names, namesAt } from './scope.ts';
import type { Site } from './sites.ts';
import type { Use } from './uses.ts';
import { templatesIn } from './written.ts';

type Near = ReturnType<typeof nearestOnce>;

/** Names that a task uses and nothing defines, at the place of their use; in the variables it uses too. */
export function undefinedNames(
  site: Site,
  uses: readonly Use[],
  definitions: Definitions,
  tested: ReadonlySet<string>,
  near: Near,
): Diagnostic[] {
  if (definitions.open || site.forgiven || neverRuns(site)) return [];
  const names = namesAt(site, definitions);
  const found: Diagnostic[] = [];
  for (const [index, { code, sure, lenient, file }] of uses.entries()) {
    if (lenient) continue;
    const search: Search = { names, sure, tested, near, seen: new Set(), path: [], found: [], file: file ?? false };
    for (const variable of code.freeVariables()) if (!variable.guarded) follow(variable, code.text, search);
    if (search.found.length === 0 || isSurelyFine(code, names)) continue;
    if (conditionsBefore(uses, index).some((condition) => surely(condition, names) === false)) break;
    found.push(...search.found);
  }
  return found;
}

/** Conditions that have to hold before a use is reached. */
const conditionsBefore = (uses: readonly Use[], index: number) =>
  uses.slice(0, index).flatMap(({ code, condition }) => (condition ? [code] : []));

/** Names that the head of a play uses: which hosts, which files of variables. */
export function undefinedInPlay(play: Play, definitions: Definitions): Diagnostic[] {
  if (definitions.open) return [];
  const names = namesAt({ play, parents: [{ kind: 'play', node: play }] }, definitions);
  const search: Search = {
    names,
    sure: new Set(),
    tested: new Set(),
    near: nearestOnce(),
    seen: new Set(),
    path: [],
    found: [],
    file: false,
  };
  const written = [play.hosts, play.gather_facts, play.force_handlers, ...play.vars_files];
  for (const template of written.flatMap((each) => templatesIn(each?.value)))
    for (const variable of template.freeVariables()) if (!variable.guarded) follow(variable, template.text, search);
  return search.found;
}

interface Search {
  readonly names: Names;
  readonly sure: ReadonlySet<string>;
  readonly tested: ReadonlySet<string>;
  readonly near: Near;
  readonly seen: Set<string>;
  /** Variables on the way here, each used by the one before. */
  readonly path: readonly string[];
  readonly found: Diagnostic[];
  readonly file: boolean;
}

/** Looks a name up and goes on into the templates it was written as. */
function follow({ name, place }: { name: string; place: Place | undefined }, text: string, search: Search): void {
  if (search.path.includes(name)) search.found.push(recursive(name, place, search.path));
  if (search.path.length > deepest) {
    search.found.push(tooDeep(name, place));
    return;
  }
  if (search.seen.has(name) || search.sure.has(name) || search.tested.has(name)) return;
  search.seen.add(name);
  const definition = search.names.find(name);
  if (definition === 'opaque' || (search.file && templateFileNames.has(name))) return;
  if (definition === undefined) {
    search.found.push(undefinedVariable(name, place, search));
    return;
  }
  for (const template of reached(definition.value, name, text)) {
    for (const variable of template.freeVariables())
      if (!variable.guarded) follow(variable, template.text, { ...search, path: [...search.path, name] });
  }
}

/** Variables made of each other that deep no run can render. */
const deepest = 500;

function tooDeep(name: string, place: Place | undefined): Diagnostic {
  const message = `the variable "${name}" stands at the end of ${deepest} others, each of which uses the next`;
  const hint = 'make it of fewer variables, or keep a part of it with set_fact';
  return { code: 'variable-depth', message, ...(place ? { place } : {}), hint };
}

function recursive(name: string, place: Place | undefined, path: readonly string[]): Diagnostic {
  const circle = [...path.slice(path.indexOf(name)), name].join(' → ');
  const message = `the variable "${name}" refers to itself: ${circle}`;
  return { code: 'variable-recursive', message, ...(place ? { place } : {}), hint: 'give the new value another name' };
}

/** Templates that using the variable renders. Of a list or mapping used in part (`x.y`) only the part counts, so none are sure to be. */
function reached(value: unknown, name: string, text: string): Template[] {
  if (value instanceof Template) return [value];
  return new RegExp(`\\b${name}\\s*[.[]`).test(text) ? [] : templatesIn(value);
}

function undefinedVariable(name: string, place: Place | undefined, search: Search): Diagnostic {
  const near = search.near(name, () => search.names.known());
  const hint =
    near !== undefined
      ? `did you mean "${near}"?`
      : name === 'item'
        ? 'only a task with a loop has an item'
        : `define it with vars, in a role's defaults, or with -e ${name}=…`;
  return { code: 'variable-undefined', message: `"${name}" is not defined`, ...(place ? { place } : {}), hint };
}

/** A condition that is written as false keeps the task from ever running. */
const neverRuns = ({ task, parents }: Site) =>
  [task, ...parents.map(({ node }) => node)].some(({ when }) =>
    when.some(({ value }) => value === false || (typeof value === 'string' && /^(false|no|0)$/i.test(value.trim()))),
  );

/** Names the author tests in an `assert`, `fail` or `meta` task: their own message is better than ours. */
export function testedNames(
  sites: readonly { readonly site: Site; readonly uses: readonly Use[] }[],
): ReadonlySet<string> {
  const guards = new Set(['assert', 'fail', 'meta']);
  const names = sites
    .filter(({ site }) => guards.has(shortName(site.task.module.value)))
    .flatMap(({ uses }) => uses.flatMap(({ code }) => code.freeVariables()))
    .filter(({ guarded }) => guarded)
    .map(({ name }) => name);
  return new Set(names);
}
