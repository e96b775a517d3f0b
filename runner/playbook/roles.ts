import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Place } from '../diagnostics.ts';
import { didYouMean } from '../schema/distance.ts';
import { toBoolean } from '../schema/scalars.ts';
import { type Frame, type LoadContext, shippedRoles, sourceOf } from './context.ts';
import { readEntries, triedHint } from './entries.ts';
import { expandHome, filesIn, findRoleFiles, isFolder } from './find_file.ts';
import type { Node } from './node.ts';
import { report } from './read_keywords.ts';
import { roleIdentity } from './role_identity.ts';
import { dependencyUses, roleMeta } from './role_meta.ts';
import { staticText } from './static_scope.ts';
import { taskFields } from './task_fields.ts';
import type { At, Block, Entry, Keywords, Role, RoleUse, Task } from './types.ts';
import { readVars } from './variables.ts';

/** Which of a role's files a use takes; `main` unless said otherwise. */
export interface RoleFiles {
  readonly tasks_from?: string;
  readonly vars_from?: string;
  readonly defaults_from?: string;
  readonly handlers_from?: string;
}

/** What a use of a role brings besides its name. */
export interface RoleRequest {
  readonly name: string;
  readonly place: Place;
  readonly origin: RoleUse['origin'];
  readonly keywords: Keywords;
  readonly params: Readonly<Record<string, At>>;
  readonly files?: RoleFiles;
  /** What a task that brings the role in says otherwise than the role itself. */
  readonly override?: Pick<Role, 'allow_duplicates'>;
  /** The roles that bring it in by depending on it, the nearest first. */
  readonly dependents?: RoleUse['dependents'];
  /** What was written on this use itself, when it has taken over more. */
  readonly own?: { readonly keywords: Keywords; readonly params: Readonly<Record<string, At>> };
}

export const noKeywords: Keywords = { tags: [], when: [], environment: [], module_defaults: [] };

/** One use of a role with its dependencies before it, each of which takes over the keywords and parameters of the use. */
export function readRoleUses(request: RoleRequest, frame: Frame): readonly RoleUse[] {
  const path = findRole(request, frame);
  if (path === undefined) return [];
  if (frame.chain.includes(path)) {
    report(frame, 'role-cycle', `the role "${request.name}" depends on itself`, request.place, 'remove one dependency');
    return [];
  }
  const { keywords, params, files = {} } = request;
  const meta = roleMeta(path, frame);
  const role = { ...readRole(request.name, path, files, meta, frame), ...request.override };
  const vars = [params, role.vars, ...(keywords.vars ? [keywords.vars] : []), ...frame.vars, role.defaults];
  const inner: Frame = { ...frame, role, vars, chain: [...frame.chain, path] };
  const dependencies = dependencyUses(meta, request, role, inner);
  const use: RoleUse = {
    kind: 'role',
    origin: request.origin,
    identity: roleIdentity(path, files, request.own ?? request, request.origin),
    ...keywords,
    role,
    place: request.place,
    params,
    dependencies,
    dependents: request.dependents ?? [],
    entries: readRolePart('tasks', files.tasks_from, request.place, inner),
    handlers: readRolePart('handlers', files.handlers_from, request.place, { ...inner, handlers: true, notify: [] }),
  };
  return [...dependencies, use];
}

/** `import_role`: the role in the task's place; variables given to it hold for all its tasks, as those of a block do. */
export function importRole(task: Task, frame: Frame): readonly Entry[] {
  if (task.loop) report(frame, 'import-loop', 'an import cannot loop', task.loop.items.place, 'include_role can loop');
  const fields = taskFields(task.args);
  const scope = task.vars ? { ...frame, vars: [task.vars, ...frame.vars] } : frame;
  const text = (name: string) => (fields.has(name) ? staticText(fields.get(name)!, scope) : undefined);
  const written = fields.get('name') ?? fields.get('role');
  const name = written && staticText(written, scope);
  if (!written)
    report(frame, 'param-missing', 'import_role needs the name of a role', task.module.place, 'add name: ROLE');
  if (name === undefined) return [];
  const files = fileChoices(text);
  const { vars, ...keywords } = task;
  const override = { allow_duplicates: toBoolean(fields.get('allow_duplicates')?.value ?? true) ?? true };
  const request = { name, place: written!.place, origin: 'import_role' as const, params: {}, files, override };
  // The variables are for all tasks of the role, and like the role's own for the play as well.
  const shared = { ...pickKeywords(keywords), ...(vars ? { vars } : {}) };
  const uses = readRoleUses({ ...request, keywords: shared }, { ...scope, notify: [...frame.notify, ...task.notify] });
  if (!vars) return uses;
  const around: Block = {
    kind: 'block',
    origin: 'import_tasks',
    ...noKeywords,
    vars,
    place: task.place,
    block: uses,
    rescue: [],
    always: [],
  };
  return [around];
}

function fileChoices(text: (name: string) => string | undefined): RoleFiles {
  const names = ['tasks_from', 'vars_from', 'defaults_from', 'handlers_from'] as const;
  return Object.fromEntries(names.flatMap((name) => (text(name) === undefined ? [] : [[name, text(name)]])));
}

/** A task's own fields left out: what a role can carry. */
function pickKeywords(task: Omit<Task, 'vars'>): Keywords {
  const own = [
    'kind',
    'place',
    'file',
    'module',
    'args',
    'register',
    'loop',
    'loop_control',
    'until',
    'retries',
    'delay',
  ];
  const more = ['changed_when', 'failed_when', 'notify', 'listen', 'async', 'poll', 'name'];
  const left = new Set([...own, ...more]);
  return Object.fromEntries(Object.entries(task).filter(([name]) => !left.has(name))) as unknown as Keywords;
}

function readRole(name: string, path: string, files: RoleFiles, meta: ReturnType<typeof roleMeta>, frame: Frame): Role {
  const specs = meta.argument_specs;
  return {
    name,
    path,
    defaults: readRoleVars(join(path, 'defaults'), files.defaults_from, frame),
    vars: readRoleVars(join(path, 'vars'), files.vars_from, frame),
    allow_duplicates: meta.allow_duplicates,
    entry_point: files.tasks_from?.replace(/\.(ya?ml|json)$/, '') ?? 'main',
    ...(specs ? { argument_specs: specs.value, argument_specs_at: specs } : {}),
  };
}

function readRoleVars(folder: string, from: string | undefined, frame: Frame): Record<string, At> {
  const files = findRoleFiles(folder, from ?? 'main').flatMap(filesIn);
  return Object.assign({}, ...files.map((file) => readVarsFile(file, frame)));
}

/** The variables of a file that is there. */
export function readVarsFile(file: string, frame: Frame): Record<string, At> {
  const { root } = sourceOf(frame.context, file);
  return root ? readVars(root, { ...frame, file }) : {};
}

function readRolePart(
  folder: 'tasks' | 'handlers',
  from: string | undefined,
  place: Place,
  frame: Frame,
): readonly Entry[] {
  const role = frame.role!;
  const [path] = findRoleFiles(join(role.path, folder), from ?? 'main');
  if (path !== undefined) return readEntries(rootOf(path, frame), { ...frame, file: path });
  if (from !== undefined) {
    const message = `the role "${role.name}" has no ${folder} file "${from}"`;
    report(frame, 'file-missing', message, place, triedHint({ tried: [join(role.path, folder, `${from}.yml`)] }));
  }
  return [];
}

const rootOf = (path: string, { context }: Frame): Node | undefined => sourceOf(context, path).root;

function findRole({ name, place }: RoleRequest, frame: Frame): string | undefined {
  const short = expandHome(name);
  const folders = roleFolders(frame);
  const candidates = isAbsolute(short) ? [short] : folders.map((folder) => resolve(folder, short));
  const path = candidates.find(isFolder);
  if (path !== undefined) return path;
  const known = folders.flatMap((folder) =>
    existsSync(folder) && basename(folder) === 'roles' ? listFolders(folder) : [],
  );
  const hint = didYouMean(name, known) ?? '';
  report(
    frame,
    'role-missing',
    `no role "${name}"`,
    place,
    hint.startsWith('did') ? hint : triedHint({ tried: candidates }),
  );
  return undefined;
}

/** Where roles are looked for: beside the playbook, beside the role that asks, the search path, and those that come with Play. */
export function roleFolders({ context, role, file }: { context: LoadContext; role?: Role; file: string }): string[] {
  const beside = role ? [dirname(role.path)] : [];
  const { playbookDir, rolesPath } = context;
  const own = [join(playbookDir, 'roles'), join(dirname(file), 'roles'), ...beside, ...rolesPath, playbookDir];
  return [...new Set([...own, shippedRoles()])];
}

const listFolders = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
