import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** What a relative path is looked up from. */
export interface Origin {
  readonly playbookDir: string;
  /** File of the task that asks. */
  readonly file?: string;
  /** Folder of the role the task stands in. */
  readonly rolePath?: string;
}

export interface Found {
  /** Absolute path; undefined when none of `tried` exists. */
  readonly path?: string;
  readonly tried: readonly string[];
}

/**
 * Looks a file up as Ansible does (its page "Playbook paths"): the role's folder of that kind, the role, the folder of that kind beside
 * the file that asks, beside it, and the same from the playbook.
 */
export function findFile(kind: 'files' | 'templates' | 'vars' | 'tasks', name: string, origin: Origin): Found {
  const path = expandHome(name);
  if (isAbsolute(path)) return pick([path]);
  const roots = [
    ...(origin.rolePath ? [origin.rolePath] : []),
    ...(origin.file ? [dirname(origin.file)] : []),
    origin.playbookDir,
  ];
  return pick(roots.flatMap((root) => [join(root, kind, path), join(root, path)]));
}

/**
 * Looks a task file up: beside the file that names it, in the role's `tasks/`, in the role, beside the playbook. What a role includes
 * while it runs is looked for in its `tasks/` first, as Ansible does; only imports begin beside their file.
 */
export function findTaskFile(name: string, origin: Origin, how: 'import' | 'include'): Found {
  const path = expandHome(name);
  if (isAbsolute(path)) return pick([path]);
  const { file, rolePath, playbookDir } = origin;
  const beside = file ? [join(dirname(file), path)] : [];
  const folders = file?.includes('/handlers/') ? ['handlers', 'tasks'] : ['tasks'];
  const inRole = rolePath ? folders.map((folder) => join(rolePath, folder, path)) : [];
  return pick([
    ...(how === 'import' ? [...beside, ...inRole] : [...inRole, ...beside]),
    ...(rolePath ? [join(rolePath, path)] : []),
    join(playbookDir, path),
    join(playbookDir, 'tasks', path),
  ]);
}

/** One of a role's files (`tasks/main`), with any of the endings Ansible knows; a folder of that name holds several. */
export function findRoleFiles(folder: string, name: string): string[] {
  for (const ending of ['', '.yml', '.yaml', '.json']) {
    const path = join(folder, `${name}${ending}`);
    if (existsSync(path)) return [path];
  }
  return [];
}

/** A folder `vars/main/` stands for the files in it, by name. */
export function filesIn(path: string): string[] {
  if (!isFolder(path)) return [path];
  const names = readdirSync(path).filter((name) => /\.(ya?ml|json)$/.test(name));
  return names.sort().map((name) => join(path, name));
}

/** A path with `~/` for the home folder. */
export const expandHome = (path: string): string => path.replace(/^~(?=\/|$)/, homedir());

/** Whether a folder is there. */
export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function pick(candidates: readonly string[]): Found {
  const tried = [...new Set(candidates.map((each) => resolve(each)))];
  const path = tried.find((each) => existsSync(each));
  return path === undefined ? { tried } : { path, tried };
}
