import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics.ts';
import { packageRoot } from '../package_root.ts';
import type { Value } from '../template/values.ts';
import { type Keyring, noKeyring } from '../vault/keyring.ts';
import { readSource, type Source } from './source.ts';
import type { At, Role, Task } from './types.ts';

export interface LoadOptions {
  /** `-e`; they name imported files and roles too. */
  readonly extraVars?: Readonly<Record<string, Value>>;
  /** Folders to look for roles in after `roles/` beside the playbook; `ANSIBLE_ROLES_PATH` when left out. */
  readonly rolesPath?: readonly string[];
  /** Tells a module's name from a misspelt keyword where both stand in one task. */
  readonly isModule?: (name: string) => boolean;
  /** Opens what is encrypted; none when left out. */
  readonly keyring?: Keyring;
}

/** What loading one playbook shares: caches, search paths, and the list of mistakes. */
export interface LoadContext {
  readonly playbookDir: string;
  readonly rolesPath: readonly string[];
  readonly extraVars: Readonly<Record<string, Value>>;
  readonly isModule: (name: string) => boolean;
  readonly keyring: Keyring;
  readonly sources: Map<string, Source>;
  readonly diagnostics: Diagnostic[];
  /** Static imports, which leave no task behind; their arguments are checked too. */
  readonly imports: Task[];
}

/** Where the text being read stands. */
export interface Frame {
  readonly context: LoadContext;
  readonly file: string;
  readonly role?: Role;
  /** Written variables in reach, nearest first; they may name imported files. */
  readonly vars: readonly Readonly<Record<string, At>>[];
  readonly handlers: boolean;
  /** `notify` of the blocks around. */
  readonly notify: readonly At[];
  /** Files that import each other down to here. */
  readonly chain: readonly string[];
}

export function createContext(playbookDir: string, options: LoadOptions = {}): LoadContext {
  return {
    playbookDir,
    rolesPath: options.rolesPath ?? environmentRolesPath(),
    extraVars: options.extraVars ?? {},
    isModule: options.isModule ?? (() => false),
    keyring: options.keyring ?? noKeyring,
    sources: new Map(),
    diagnostics: [],
    imports: [],
  };
}

export const frameOf = (context: LoadContext, file: string, more: Partial<Frame> = {}): Frame => ({
  context,
  file,
  vars: [],
  handlers: false,
  notify: [],
  chain: [file],
  ...more,
});

/** Reads a file once for the whole playbook, and reports what keeps it from being YAML. */
export function sourceOf(context: LoadContext, file: string): Source {
  const source = context.sources.get(file) ?? readSource(file, context.keyring);
  context.sources.set(file, source);
  context.diagnostics.push(...source.diagnostics);
  return source;
}

function environmentRolesPath(): string[] {
  const written = process.env['ANSIBLE_ROLES_PATH'] ?? '~/.ansible/roles:/usr/share/ansible/roles:/etc/ansible/roles';
  return written
    .split(':')
    .filter(Boolean)
    .map((folder) => resolve(folder.replace(/^~(?=\/|$)/, homedir())));
}

/** The folder of the roles that come with Play. */
export const shippedRoles = (): string => join(packageRoot(), 'roles');
