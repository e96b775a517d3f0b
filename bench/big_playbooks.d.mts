/** A playbook that was written: its file, further arguments for the command, and how many tasks `--list-tasks` shows of it. */
export interface Written {
  readonly file: string;
  readonly args: readonly string[];
  readonly count: number;
}

type Shape = 'debug' | 'set_fact' | 'command' | 'mixed';
type Strategy = 'linear' | 'graph';

export function tasks(
  folder: string,
  count: number,
  options?: { shape?: Shape; roles?: number; strategy?: Strategy },
): Written;
export function loop(
  folder: string,
  count: number,
  options?: { shape?: Exclude<Shape, 'mixed'>; written?: boolean; parallel?: number },
): Written;
export function includes(
  folder: string,
  count: number,
  options?: { kind?: 'import_tasks' | 'include_tasks'; each?: number; looped?: boolean },
): Written;
export function roles(
  folder: string,
  count: number,
  options?: { each?: number; same?: boolean; strategy?: Strategy },
): Written;
export function vars(
  folder: string,
  bytes: number,
  options?: {
    kind?: 'group_vars' | 'vars_files' | 'include_vars' | 'extra' | 'play';
    format?: 'yml' | 'json';
    templates?: boolean;
  },
): Written;
export function chain(folder: string, count: number): Written;
export function branches(folder: string, count: number): Written;
