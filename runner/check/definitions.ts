import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PlayError } from '../diagnostics.ts';
import { frameOf, type LoadContext, sourceOf } from '../playbook/context.ts';
import { writtenFile } from '../playbook/entries.ts';
import { findFile } from '../playbook/find_file.ts';
import { loadInventoryVars } from '../playbook/load.ts';
import { defaultsOf, varsOf } from '../playbook/role_vars.ts';
import { readVarsFile } from '../playbook/roles.ts';
import { staticScope } from '../playbook/static_scope.ts';
import { taskFields } from '../playbook/task_fields.ts';
import { shortName } from '../playbook/tasks.ts';
import type { At, Play, RoleUse } from '../playbook/types.ts';
import { Template } from '../template/template.ts';
import { dictKeys, isDict } from '../template/values.ts';
import type { Site, Walk } from './sites.ts';

type Vars = Readonly<Record<string, At>>;

/** Everything that can define a variable in a playbook, as far as it shows before the run. */
export interface Definitions {
  /** `-e`. */
  readonly extra: Vars;
  /** `register`, `set_fact`, `include_vars`, `vars_prompt`: there, but with a value only the run knows. */
  readonly facts: ReadonlySet<string>;
  readonly plays: ReadonlyMap<Play, PlayDefinitions>;
  readonly inventory: readonly Vars[];
  /** Something may define names that nobody can foresee; then no name is called undefined. */
  readonly open: boolean;
}

export interface PlayDefinitions {
  readonly vars: Vars;
  /** `vars_files`, the last one first. */
  readonly files: readonly Vars[];
  readonly roles: readonly RoleUse[];
  /** What all roles give to the whole play, where the last one wins. */
  readonly shared: { readonly vars: Vars; readonly defaults: Vars };
}

/** Collects what defines names anywhere in the playbook. */
export function collectDefinitions(walk: Walk, plays: readonly Play[], context: LoadContext): Definitions {
  const facts = new Set<string>();
  let open = walk.dynamic.length > 0;
  for (const site of walk.sites) {
    if (site.task.register) facts.add(site.task.register.value);
    const names = namesMadeBy(site, context);
    if (names === 'any') open = true;
    else for (const name of names) facts.add(name);
  }
  const byPlay = new Map(plays.map((play) => [play, playDefinitions(play, walk, context, facts)] as const));
  if ([...byPlay.values()].some(({ open: unknown }) => unknown)) open = true;
  const inventory = loadInventoryVars(context);
  // Whatever a file that cannot be opened defines.
  if ([...context.sources.values()].some(({ encrypted, root }) => encrypted && !root)) open = true;
  return { extra: extraVars(context), facts, plays: byPlay, inventory, open };
}

/** Names that a task makes besides its `register`; `any` when only the run can tell. */
export function namesMadeBy({ task, role }: Site, context: LoadContext): readonly string[] | 'any' {
  const module = shortName(task.module.value);
  if (module === 'set_fact' || module === 'add_host') return factNames(task.args);
  return module === 'include_vars' ? includedNames(task, role, context) : [];
}

function extraVars({ extraVars: values }: LoadContext): Vars {
  const place = { file: '-e', line: 1, column: 1 };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, place, within: () => place }]),
  );
}

function playDefinitions(
  play: Play,
  walk: Walk,
  context: LoadContext,
  facts: Set<string>,
): PlayDefinitions & { open: boolean } {
  for (const { value } of play.vars_prompt) {
    const name = isDict(value) ? (value as { name?: unknown }).name : undefined;
    if (typeof name === 'string') facts.add(name);
  }
  const loaded = play.vars_files.map((written) => playVarsFile(written.value, play, context));
  const roles = walk.parts.get(play)!.roles.map(({ use }) => use);
  const files = loaded.filter((each) => each !== 'any');
  const shared = { vars: merged(roles, varsOf), defaults: merged(roles, defaultsOf) };
  return { vars: play.vars ?? {}, files: files.reverse(), roles, shared, open: loaded.includes('any') };
}

/** One layer of many, so that looking a name up takes as long with a thousand roles as with one. */
function merged(uses: readonly RoleUse[], layersOf: (use: RoleUse) => readonly Vars[]): Vars {
  const all: Record<string, At> = {};
  for (const use of uses) for (const layer of layersOf(use).toReversed()) Object.assign(all, layer);
  return all;
}

/** The variables of one item of `vars_files`; none when it is missing, which is told elsewhere. */
function playVarsFile(value: unknown, play: Play, context: LoadContext): Vars | 'any' {
  const path = varsFilePath(value, play, context);
  if (path === 'any') return 'any';
  return path === undefined ? {} : readVarsFile(path, frameOf(context, path));
}

/** The file an item of `vars_files` means: of a list, the first that exists. `any` when only the run can tell. */
export function varsFilePath(value: unknown, play: Play, context: LoadContext): string | 'any' | undefined {
  const choices = Array.isArray(value) ? value : [value];
  for (const choice of choices) {
    const name = choice instanceof Template ? tryRender(choice, play, context) : choice;
    if (typeof name !== 'string') return 'any';
    const beside = resolve(dirname(play.file), name);
    const path = existsSync(beside) ? beside : findFile('vars', name, { playbookDir: play.playbookDir }).path;
    if (path !== undefined) return path;
  }
  return undefined;
}

function tryRender(template: Template, play: Play, context: LoadContext): unknown {
  try {
    return template.render(staticScope(frameOf(context, play.file, { vars: play.vars ? [play.vars] : [] })));
  } catch (error) {
    if (error instanceof PlayError) return undefined;
    throw error;
  }
}

/** Names a `set_fact` or `add_host` makes; `any` when one of them is computed. */
function factNames(args: At): readonly string[] | 'any' {
  const names = isDict(args.value) ? dictKeys(args.value).map(String) : [...taskFields(args).keys()];
  if (args.value instanceof Template && names.length === 0) return 'any';
  return names.some((name) => name.includes('{{') || name === '_variable_params') ? 'any' : names;
}

/** Names an `include_vars` brings; `any` when its file is known only while running. */
function includedNames(
  { args, file }: Site['task'],
  role: RoleUse | undefined,
  context: LoadContext,
): readonly string[] | 'any' {
  const fields = taskFields(args);
  const name = fields.get('name')?.value;
  if (name !== undefined) return typeof name === 'string' ? [name] : 'any';
  const origin = { playbookDir: context.playbookDir, file, ...(role ? { rolePath: role.role.path } : {}) };
  const folder = fields.get('dir')?.value;
  if (folder !== undefined) {
    const path = typeof folder === 'string' ? findFile('vars', folder, origin).path : undefined;
    return path === undefined ? 'any' : filesBelow(path).flatMap((each) => namesOf(each, context));
  }
  const written = fields.get('file')?.value ?? writtenFile(args)?.value;
  if (typeof written !== 'string') return 'any';
  const path = findFile('vars', written, origin).path;
  return path === undefined ? 'any' : namesOf(path, context);
}

function namesOf(file: string, context: LoadContext): readonly string[] {
  if (!/\.(ya?ml|json)$|\/[^.]+$/.test(file)) return [];
  const value = sourceOf(context, file).root?.value;
  return isDict(value) ? dictKeys(value).map(String) : [];
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
