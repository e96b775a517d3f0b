import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Diagnostic, type Place, PlayError } from '../diagnostics.ts';
import { createContext, frameOf, type LoadContext, type LoadOptions, sourceOf } from './context.ts';
import { readEntries } from './entries.ts';
import { filesIn, findRoleFiles, isFolder } from './find_file.ts';
import { readPlays } from './plays.ts';
import { noKeywords, type RoleFiles, readRoleUses, readVarsFile } from './roles.ts';
import type { At, Entry, Playbook, Role, RoleUse } from './types.ts';

export type { LoadContext, LoadOptions } from './context.ts';

export interface Loaded {
  /** Missing when the file cannot be read or parsed at all. */
  readonly playbook?: Playbook;
  readonly diagnostics: readonly Diagnostic[];
  /** For `loadTaskFile`, `loadRole` and `loadVarsFile` while the playbook runs. */
  readonly context: LoadContext;
}

/** Reads a playbook with everything it imports: plays, roles, task files. Reports all mistakes in its structure together. */
export function loadPlaybook(file: string, options: LoadOptions = {}): Loaded {
  const path = resolve(file);
  const context = createContext(dirname(path), options);
  const { diagnostics } = context;
  if (!existsSync(path)) {
    const hint = 'name a file of plays: play playbook.yml';
    return { diagnostics: [{ code: 'file-missing', message: `no playbook "${file}"`, hint }], context };
  }
  if (isFolder(path)) {
    return { diagnostics: [{ code: 'file-missing', message: `"${file}" is a folder, not a playbook` }], context };
  }
  const plays = readPlays(path, context);
  const parsed = context.sources.get(path)?.root !== undefined;
  return { ...(parsed ? { playbook: { file: path, plays } } : {}), diagnostics, context };
}

/** What an include stands in. */
export interface Around {
  readonly playbookDir: string;
  readonly role?: Role;
  /** It is a handler: what the file holds are handlers, too. */
  readonly handlers: boolean;
}

/** The entries of a task file, for `include_tasks`; `path` is absolute. Throws PlayError with its first mistake. */
export function loadTaskFile(path: string, context: LoadContext, { playbookDir, ...around }: Around): readonly Entry[] {
  return strictly(context, () => {
    const frame = frameOf({ ...context, playbookDir }, path, around);
    return readEntries(sourceOf(context, path).root, frame);
  });
}

export interface IncludedRole extends RoleFiles {
  readonly place: Place;
  /** The role that includes it; roles beside that one are found too. */
  readonly from?: Role;
  readonly file?: string;
  readonly playbookDir: string;
  /** What the include gives the role: without duplicates allowed, it tells uses apart. */
  readonly vars?: Readonly<Record<string, At>>;
}

/** One use of a role, for `include_role`; its dependencies are its first entries. Throws PlayError with its first mistake. */
export function loadRole(name: string, context: LoadContext, wanted: IncludedRole): RoleUse {
  const { place, from, file, playbookDir, vars, ...files } = wanted;
  const frame = frameOf({ ...context, playbookDir }, file ?? join(playbookDir, '-'), from ? { role: from } : {});
  const own = { keywords: { ...noKeywords, ...(vars ? { vars } : {}) }, params: {} };
  const request = { name, place, origin: 'include_role' as const, keywords: noKeywords, params: {}, files, own };
  const uses = strictly(context, () => readRoleUses(request, frame));
  const use = uses.at(-1)!;
  return { ...use, entries: [...uses.slice(0, -1), ...use.entries] };
}

/** The variables of a YAML or JSON file; `path` is absolute. Throws PlayError with its first mistake. */
export function loadVarsFile(path: string, context: LoadContext): Readonly<Record<string, At>> {
  return strictly(context, () => readVarsFile(path, frameOf(context, path)));
}

/** Variables of `group_vars/NAME` beside the playbook. */
export const loadGroupVars = (name: string, context: LoadContext): Readonly<Record<string, At>> =>
  loadInventoryFile(join('group_vars', name), context);

/** Variables of `host_vars/localhost` beside the playbook. */
export const loadHostVars = (context: LoadContext): Readonly<Record<string, At>> =>
  loadInventoryFile(join('host_vars', 'localhost'), context);

/** Variables that hold whatever groups this machine is put into, the highest last. */
export function loadInventoryVars(context: LoadContext): readonly Readonly<Record<string, At>>[] {
  return [...['all', 'ungrouped'].map((name) => loadGroupVars(name, context)), loadHostVars(context)];
}

function loadInventoryFile(name: string, context: LoadContext): Readonly<Record<string, At>> {
  const files = findRoleFiles(context.playbookDir, name).flatMap(filesIn);
  return Object.assign({}, ...files.map((file) => readVarsFile(file, frameOf(context, file))));
}

function strictly<T>(context: LoadContext, load: () => T): T {
  const before = context.diagnostics.length;
  const loaded = load();
  const mistake = context.diagnostics[before];
  if (mistake) throw new PlayError(mistake);
  return loaded;
}
