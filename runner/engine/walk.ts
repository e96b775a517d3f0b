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

/** Every use of a role that is known before the run. */
export function rolesOf(play: Play): RoleUse[] {
  // `roles:` come first whatever stands before them: their variables are the play's.
  const inside = play.roles.flatMap((use) => rolesIn(use.entries));
  return [...play.roles, ...inside, ...rolesIn([...play.pre_tasks, ...play.tasks, ...play.post_tasks])];
}

/** Every use of a role among entries, wherever inside; what a role brings in stands before it. */
export function rolesIn(entries: readonly Entry[]): RoleUse[] {
  return entries.flatMap((entry) => [...rolesIn(childrenOf(entry)), ...(entry.kind === 'role' ? [entry] : [])]);
}

/** Every task among entries that is known before the run, in order. */
export function* tasksOf(entries: readonly Entry[]): Generator<Task> {
  for (const entry of entries) {
    if (entry.kind === 'task') yield entry;
    else yield* tasksOf(childrenOf(entry));
  }
}
