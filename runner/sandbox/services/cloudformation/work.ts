import type { Context } from '../../context.ts';
import { knownTemplate } from './known_template.ts';
import { isWanted, scopeOf, seenIn } from './scope.ts';
import type { ResourceRecord, StackRecord, TaskRecord, WorkRecord } from './state.ts';
import type { Scope } from './template/functions.ts';
import { neededBy } from './template/references.ts';
import type { Template } from './template/template.ts';

/** How long CloudFormation thinks before and after: an assumption. */
const PAUSE_MS = 2_000;

/** Sets a stack to work. */
export function begin(
  stack: StackRecord,
  context: Context,
  kind: WorkRecord['kind'],
  tasks: TaskRecord[],
  more: Pick<WorkRecord, 'endsIn' | 'deadline'> = {},
): void {
  stack.work = {
    kind,
    tasks,
    failed: [],
    pausedUntil: context.now().getTime() + PAUSE_MS,
    isOver: false,
    ...more,
  };
}

/** All of the work is done: what comes of it is seen a little later. */
export function rest(work: WorkRecord, context: Context): void {
  work.isOver = true;
  work.pausedUntil = context.now().getTime() + PAUSE_MS;
}

/** The template of a stack, and what its functions look things up in as it stands. */
export function readingOf(
  stack: StackRecord,
  context: Context,
): { readonly template: Template; readonly scope: Scope } {
  const template = knownTemplate(stack.plan.templateBody);
  return { template, scope: scopeOf({ context, stack, plan: stack.plan, template, resource: seenIn(stack) }) };
}

function task(logicalId: string, action: TaskRecord['action'], needs: readonly string[]): TaskRecord {
  return { logicalId, action, needs, phase: 'waiting', dueAt: 0, deadline: Number.MAX_SAFE_INTEGER };
}

/** Tasks that bring all resources of a template about, those first that others need. */
export function applyTasks(template: Template, scope: Scope): TaskRecord[] {
  const wanted = [...template.resources.keys()].filter((id) => isWanted(template, id, scope));
  return wanted.map((id) =>
    task(
      id,
      'apply',
      neededBy(template, id).filter((need) => wanted.includes(need)),
    ),
  );
}

/** Tasks that delete resources, those first that need others. */
export function deleteTasks(doomed: readonly ResourceRecord[]): TaskRecord[] {
  return doomed.map((target) => ({
    ...task(
      target.logicalId,
      'delete',
      doomed.filter(({ needs }) => needs.includes(target.logicalId)).map(({ logicalId }) => logicalId),
    ),
    target,
  }));
}

/** Tasks that bring resources back to what they were. */
export function restoreTasks(before: readonly ResourceRecord[]): TaskRecord[] {
  const ids = before.map(({ logicalId }) => logicalId);
  return before.map((record) => ({
    ...task(
      record.logicalId,
      'restore',
      record.needs.filter((need) => ids.includes(need)),
    ),
    before: record,
  }));
}
