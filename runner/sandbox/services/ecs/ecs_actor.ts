import type { Context } from '../../context.ts';
import type { Actor } from '../../progress.ts';
import { forgetDefinitions, forgottenAt } from './forget_definitions.ts';
import { reconcile } from './scheduler.ts';
import { joinTargets, noteFailure } from './service_tasks.ts';
import { ecsState, type ServiceRecord, type TaskRecord } from './state.ts';
import { stepTask } from './task_life.ts';
import { exitAt, simulatedRunner } from './task_runner.ts';

/** When a task is to be looked at. A fault may have been set after the last look at a task that runs. */
function dueAtOf(record: TaskRecord, context: Context): number | undefined {
  const crashes = record.task.lastStatus === 'RUNNING' ? exitAt(record, context) : undefined;
  if (crashes === undefined) return record.dueAt;
  return Math.min(record.dueAt ?? Number.POSITIVE_INFINITY, Math.max(crashes, context.now().getTime()));
}

function due(context: Context): number | undefined {
  const { tasks, services } = context.state(ecsState);
  const times = [...tasks.values()].map((record) => dueAtOf(record, context) ?? Number.POSITIVE_INFINITY);
  for (const { deployments, service, steady } of services.values()) {
    const [primary] = deployments;
    if (!primary || steady || service.status !== 'ACTIVE') continue;
    times.push(...[primary.nextLaunchAt, primary.completeAt].filter((time) => time > 0));
  }
  times.push(...forgottenAt(context));
  const first = Math.min(...times);
  return Number.isFinite(first) ? first : undefined;
}

/** Moves on the tasks that are due; those of a service that start together are announced together. */
function stepTasks(context: Context): void {
  const { tasks, services } = context.state(ecsState);
  const now = context.now().getTime();
  const started = new Map<ServiceRecord, TaskRecord[]>();
  for (const record of [...tasks.values()]) {
    if ((dueAtOf(record, context) ?? Number.POSITIVE_INFINITY) > now) continue;
    const outcome = stepTask(record, context, context.runtime?.tasks ?? simulatedRunner);
    const service = services.get(record.serviceArn ?? '');
    if (service && outcome === 'running') started.set(service, [...(started.get(service) ?? []), record]);
    if (service && outcome === 'failed') noteFailure(service, record.deploymentId, context);
  }
  for (const [service, records] of started) joinTargets(service, records, context);
}

function act(context: Context): void {
  const now = context.now().getTime();
  stepTasks(context);
  forgetDefinitions(context);
  for (const record of context.state(ecsState).services.values()) {
    const [primary] = record.deployments;
    reconcile(record, context);
    // A time that has come is cleared after it was looked at, so that it is not due again.
    if (primary && primary.nextLaunchAt <= now) primary.nextLaunchAt = 0;
    if (primary && primary.completeAt <= now) primary.completeAt = 0;
  }
}

/** Tasks that come and go, and services that keep their count: what the clock does to ECS. */
export const ecsActor: Actor<Context> = { due, act };
