import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The files of a project's sandbox, all in one folder. */
export interface SandboxFolder {
  readonly path: string;
  /** Who runs it, and where it answers. */
  readonly record: string;
  /** Held by the one process that runs it. */
  readonly lock: string;
  readonly log: string;
  readonly state: string;
  /** The processes behind its tasks, so that those of a killed sandbox are found. */
  readonly children: string;
  /** Files of images and tasks. */
  readonly tasks: string;
}

/**
 * The sandbox's folder of a project: `.play` beside the nearest playbook or package manifest, else here.
 * `PLAY_SANDBOX_DIR` names another one.
 */
export function sandboxFolder(
  cwd: string = process.cwd(),
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SandboxFolder {
  const wanted = environment['PLAY_SANDBOX_DIR'];
  return filesIn(wanted ? resolve(cwd, wanted) : join(nearestProject(resolve(cwd)) ?? resolve(cwd), '.play'));
}

/** The files in a sandbox's folder. */
export function filesIn(path: string): SandboxFolder {
  return {
    path,
    record: join(path, 'sandbox.json'),
    lock: join(path, 'sandbox.lock'),
    log: join(path, 'sandbox.log'),
    state: join(path, 'state.json'),
    children: join(path, 'children.json'),
    tasks: join(path, 'tasks'),
  };
}

/** Makes the folder. Nothing in it is meant for a repository. */
export function makeFolder({ path }: SandboxFolder): void {
  mkdirSync(path, { recursive: true });
  const ignore = join(path, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}

function nearestProject(folder: string): string | undefined {
  const isProject = ['playbook.yml', 'package.json'].some((name) => existsSync(join(folder, name)));
  if (isProject) return folder;
  return dirname(folder) === folder ? undefined : nearestProject(dirname(folder));
}
