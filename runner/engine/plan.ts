import type { PlayEvent, TaskInfo, TaskOutcome } from './events.ts';
import { inPlaybookOrder } from './graph/playbook_order.ts';
import type { Plan, Planned, PlannedKind } from './planned.ts';

/** Whether the run would change anything, or may. */
export const isPending = ({ roles }: Plan): boolean => roles.length > 0;

/** Gathers the plan from what a run in check mode reports. */
export interface Planning {
  note(event: PlayEvent): void;
  plan(): Plan;
}

export function createPlanning(): Planning {
  const found: { readonly task: TaskInfo; readonly change: Planned }[] = [];
  const totals = { created: 0, changed: 0, replaced: 0, removed: 0, may_run: 0 };
  const looped = new Set<number>();

  function add(task: TaskInfo, outcome: TaskOutcome): void {
    const kind = kindOf(outcome);
    if (!kind) return;
    totals[kind] += 1;
    found.push({ task, change: planned(kind, task, outcome) });
  }
  return {
    note(event) {
      if (event.type === 'item_done') {
        looped.add(event.task.id);
        add(event.task, event.outcome);
      }
      // The items have been told one by one.
      if (event.type === 'task_done' && !looped.delete(event.task.id)) add(event.task, event.outcome);
    },
    plan: () => ({ roles: byRole(inPlaybookOrder(found, ({ task }) => task)), totals }),
  };
}

/** What stands next to each other in one role is told under its name. */
function byRole(found: readonly { readonly task: TaskInfo; readonly change: Planned }[]): Plan['roles'] {
  const roles: { role?: string; changes: Planned[] }[] = [];
  for (const { task, change } of found) {
    let own = roles.at(-1);
    if (!own || own.role !== task.role) {
      own = { ...(task.role !== undefined && { role: task.role }), changes: [] };
      roles.push(own);
    }
    own.changes.push(change);
  }
  return roles;
}

function planned(kind: PlannedKind, { name, module }: TaskInfo, { item, steps = [] }: TaskOutcome): Planned {
  return { kind, task: name, module, ...(item !== undefined && { item }), steps };
}

/** `changed_when: false` hides a change from the counts, but not from who has to decide. */
function kindOf({ status, change, undecided, idle }: TaskOutcome): PlannedKind | undefined {
  if (status === 'failed' || status === 'unreachable' || status === 'skipped' || status === 'read') return undefined;
  if (undecided) return idle ? undefined : 'may_run';
  return change ?? (status === 'changed' ? 'changed' : undefined);
}
