import { PlayError } from '../diagnostics.ts';
import { hideLeaves, readDecrypted } from '../playbook/encrypted.ts';
import {
  type Around,
  type IncludedRole,
  type LoadContext,
  loadRole,
  loadTaskFile,
  loadVarsFile,
} from '../playbook/load.ts';
import { parseSource } from '../playbook/source.ts';
import type { Entry, RoleUse } from '../playbook/types.ts';
import type { Loader } from './run.ts';

/** Loads what a playbook names while it runs; each file of tasks and each use of a role once, however often it is included. */
export function createLoader(context: LoadContext): Loader {
  const files = new Map<string, readonly Entry[]>();
  const roles = new Map<string, RoleUse>();
  return {
    tasks: (path, around) => remembered(files, tasksKey(path, around), () => loadTaskFile(path, context, around)),
    role: (name, wanted) => remembered(roles, roleKey(name, wanted), () => loadRole(name, context, wanted)),
    vars: (path) => loadVarsFile(path, context),
    read: (path) => readDecrypted(path, context.keyring),
    yaml(text, file) {
      const { root, diagnostics, encrypted } = parseSource(file, text, context.keyring);
      if (encrypted) hideLeaves(root?.value, context.keyring);
      if (!root) throw new PlayError(diagnostics[0] ?? { code: 'yaml-syntax', message: `${file} is not YAML` });
      return root.value;
    },
  };
}

function tasksKey(path: string, { role, ...rest }: Around): string {
  return JSON.stringify([path, role?.path, rest]);
}

function roleKey(name: string, { from, place: _, ...rest }: IncludedRole): string {
  return JSON.stringify([name, from?.path, rest]);
}

function remembered<T>(known: Map<string, T>, key: string, load: () => T): T {
  const found = known.get(key) ?? load();
  known.set(key, found);
  return found;
}
