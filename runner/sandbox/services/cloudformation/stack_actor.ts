import type { Context } from '../../context.ts';
import type { Actor } from '../../progress.ts';
import { stepApply } from './apply_task.ts';
import { conclude } from './conclude.ts';
import { stepDelete } from './delete_task.ts';
import { resourceEvent } from './events.ts';
import { stepRestore } from './restore_task.ts';
import { cloudFormationState, type StackRecord, type TaskRecord, type WorkRecord } from './state.ts';
import { rest } from './work.ts';

const steps = { apply: stepApply, delete: stepDelete, restore: stepRestore };

const isRunning = ({ phase }: TaskRecord) => phase === 'calling' || phase === 'opening' || phase === 'settling';

/** What brings stacks forward: the clock. */
export const stackActor: Actor<Context> = {
  due(context) {
    const times = working(context).map((stack) => dueOf(stack.work as WorkRecord));
    const first = Math.min(...times);
    return Number.isFinite(first) ? first : undefined;
  },
  act(context) {
    for (const stack of working(context)) advance(stack, context);
  },
};

function working(context: Context): StackRecord[] {
  return [...context.state(cloudFormationState).stacks.values()].filter(({ work }) => work !== undefined);
}

function dueOf(work: WorkRecord): number {
  const running = work.tasks.filter(isRunning).map(({ dueAt }) => dueAt);
  const isReady = work.isOver || running.length < 1 || work.tasks.some((task) => canStart(task, work));
  const next = Math.min(...running, work.deadline ?? Number.POSITIVE_INFINITY, ...(isReady ? [work.pausedUntil] : []));
  return Math.max(next, work.pausedUntil);
}

function canStart(task: TaskRecord, work: WorkRecord): boolean {
  if (task.phase !== 'waiting' || (task.action === 'apply' && isStopped(work))) return false;
  return task.needs.every((need) =>
    work.tasks.every((other) => other === task || other.logicalId !== need || other.phase === 'done'),
  );
}

/** Whether nothing new is begun. */
function isStopped({ failed, problem }: WorkRecord): boolean {
  return failed.length > 0 || problem !== undefined;
}

function advance(stack: StackRecord, context: Context): void {
  const now = context.now().getTime();
  for (;;) {
    const { work } = stack;
    if (!work || work.pausedUntil > now) return;
    if (work.isOver) {
      conclude(stack, work, context);
      continue;
    }
    if (work.deadline !== undefined && now >= work.deadline && !isStopped(work)) expire(stack, work, context);
    const ready = work.tasks.filter((task) => canStart(task, work) || (isRunning(task) && task.dueAt <= now));
    for (const task of ready) {
      if (canStart(task, work) || isRunning(task)) step(stack, work, task, context);
    }
    if (ready.length > 0) continue;
    if (work.tasks.some(isRunning)) return;
    rest(work, context);
  }
}

function step(stack: StackRecord, work: WorkRecord, task: TaskRecord, context: Context): void {
  if (task.phase === 'opening' || !isCancelled(work, task)) {
    const reason = steps[task.action](stack, task, context);
    if (reason !== undefined) fail(stack, work, task, reason, context);
  }
  if (isCancelled(work, task) && isRunning(task) && task.phase !== 'opening') cancel(stack, work, task, context);
}

function isCancelled(work: WorkRecord, task: TaskRecord): boolean {
  return task.action === 'apply' && isStopped(work);
}

function fail(stack: StackRecord, work: WorkRecord, task: TaskRecord, reason: string, context: Context): void {
  note(stack, work, task, reason, context);
  for (const other of work.tasks) {
    if (isCancelled(work, other) && isRunning(other) && other.phase !== 'opening') cancel(stack, work, other, context);
  }
}

/** What is under way when another resource fails is given up as it is. */
function cancel(stack: StackRecord, work: WorkRecord, task: TaskRecord, context: Context): void {
  note(stack, work, task, `Resource ${task.change === 'create' ? 'creation' : 'update'} cancelled`, context);
}

function note(stack: StackRecord, work: WorkRecord, task: TaskRecord, reason: string, context: Context): void {
  task.phase = 'failed';
  work.failed.push(task.logicalId);
  const resource = task.target ?? stack.resources.get(task.logicalId);
  if (!resource) return;
  const verb = task.action === 'delete' ? 'DELETE' : task.change === 'create' ? 'CREATE' : 'UPDATE';
  resourceEvent(stack, context, resource, `${verb}_FAILED`, { reason, properties: task.wanted });
}

function expire(stack: StackRecord, work: WorkRecord, context: Context): void {
  work.problem = 'Stack creation time exceeded the specified timeout. Rollback requested by user.';
  for (const task of work.tasks) if (isRunning(task) && task.phase !== 'opening') cancel(stack, work, task, context);
}
