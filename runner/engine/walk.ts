import type { Entry, Play, RoleUse, Task } from '../playbook/types.ts';

/** All entries of a play in the order they run, handlers left out. */
export function entriesOf(play: Play): readonly Entry[] {
  return [...play.pre_tasks, ...play.roles, ...play.tasks, ...play.post_tasks];
}

/** What stands directly inside an entry, in order. */
export function childrenOf(entry: Entry): readonly Entry[] {
  if (entry.kind === 'task') return [];
  return entry.kind === 'role' ? entry.entries : [...entry.block, ...entry.rescue, ...entry.always];
}

/** Every use of a role that is known before the run, outermost first. */
export function rolesOf(play: Play): RoleUse[] {
  const found: RoleUse[] = [];
  const visit = (entry: Entry): void => {
    if (entry.kind === 'role') found.push(entry);
    childrenOf(entry).forEach(visit);
  };
  // `roles:` come first whatever stands before them: their variables are the play's.
  play.roles.forEach(visit);
  for (const entry of [...play.pre_tasks, ...play.tasks, ...play.post_tasks]) visit(entry);
  return found;
}

/** Every task among entries that is known before the run, in order. */
export function* tasksOf(entries: readonly Entry[]): Generator<Task> {
  for (const entry of entries) {
    if (entry.kind === 'task') yield entry;
    else yield* tasksOf(childrenOf(entry));
  }
}
