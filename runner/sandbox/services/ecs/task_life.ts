import type { Container, TaskStopCode } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { latencyOf } from '../../latency.ts';
import { removeNetworkInterface } from '../ec2/network_interface.ts';
import { elbState } from '../elbv2/state.ts';
import { deregisterTargets, drainsUntil } from '../elbv2/target_registration.ts';
import { ecsState, type TaskRecord } from './state.ts';
import { type ContainerSights, type Sight, simulatedRunner, type TaskRunner } from './task_runner.ts';

/** Stopped tasks can be described for about an hour. */
const REMEMBERED_MS = 3_600_000;

/** What a step of a task means to its service. */
export type Outcome = 'running' | 'failed' | undefined;

function containersAre(record: TaskRecord, change: Partial<Container>): void {
  record.task.containers = (record.task.containers ?? []).map((container) => ({ ...container, ...change }));
}

/** What the runner knows of single containers. */
function containersSeen(record: TaskRecord, sights: ContainerSights = {}): void {
  record.task.containers = (record.task.containers ?? []).map((container) => ({
    ...container,
    ...sights[container.name ?? ''],
  }));
}

function to(record: TaskRecord, lastStatus: string, dueAt: number | undefined): void {
  record.task.lastStatus = lastStatus;
  record.task.version = (record.task.version ?? 1) + 1;
  if (dueAt === undefined) delete record.dueAt;
  else record.dueAt = dueAt;
}

function attachmentIs(record: TaskRecord, status: string): void {
  record.task.attachments = (record.task.attachments ?? []).map((attachment) => ({ ...attachment, status }));
}

/** Why a task ends: the words and the code of DescribeTasks. */
export interface Ending {
  readonly reason: string;
  readonly code: TaskStopCode;
}

/** Takes the task's targets out of their groups. Gives the time when the last connection is drained. */
function leaveTargets(record: TaskRecord, context: Context): number {
  const now = context.now().getTime();
  const gone = record.targets.map(({ groupArn, id, port }) =>
    context.state(elbState).groups.has(groupArn) ? deregisterTargets(context, groupArn, [{ Id: id, Port: port }]) : now,
  );
  record.targets = [];
  return Math.max(now, ...gone);
}

/** Orders a task to stop; does nothing to one that is stopping. */
export function stopTask(record: TaskRecord, context: Context, { reason, code }: Ending): void {
  const { task } = record;
  if (task.desiredStatus === 'STOPPED') return;
  Object.assign(task, { desiredStatus: 'STOPPED', stoppedReason: reason, stopCode: code });
  const now = context.now().getTime();
  if (task.lastStatus === 'RUNNING') to(record, 'DEACTIVATING', leaveTargets(record, context));
  else if (task.lastStatus === 'PROVISIONING' || task.lastStatus === 'PENDING') {
    (context.runtime?.tasks ?? simulatedRunner).stop(record, context);
    to(record, 'DEPROVISIONING', now + latencyOf(context).taskDeprovisioning);
  }
}

function fail(record: TaskRecord, context: Context, sight: Extract<Sight, { state: 'failed' }>): Outcome {
  const { task } = record;
  Object.assign(task, { desiredStatus: 'STOPPED', stoppedReason: sight.reason, stopCode: 'TaskFailedToStart' });
  Object.assign(task, { stoppingAt: context.now(), pullStoppedAt: context.now() });
  task.containers = (task.containers ?? []).map((container) => ({
    ...container,
    lastStatus: 'STOPPED',
    ...(container.name === sight.container && { reason: sight.reason }),
  }));
  to(record, 'DEPROVISIONING', context.now().getTime() + latencyOf(context).taskDeprovisioning);
  return 'failed';
}

function exited(
  record: TaskRecord,
  context: Context,
  { exitCode, containers }: Extract<Sight, { state: 'exited' }>,
): Outcome {
  const { task } = record;
  const now = context.now();
  const [first, ...others] = task.containers ?? [];
  task.startedAt ??= now;
  // The first essential container takes the others with it.
  task.containers = [
    { ...first, lastStatus: 'STOPPED', exitCode },
    ...others.map((container) => ({ ...container, lastStatus: 'STOPPED', exitCode: 0 })),
  ];
  containersSeen(record, containers);
  Object.assign(task, { stoppingAt: task.stoppingAt ?? now, executionStoppedAt: now });
  const onItsOwn = task.desiredStatus !== 'STOPPED';
  if (onItsOwn) {
    const stoppedReason = 'Essential container in task exited';
    Object.assign(task, { desiredStatus: 'STOPPED', stoppedReason, stopCode: 'EssentialContainerExited' });
  }
  leaveTargets(record, context);
  to(record, 'DEPROVISIONING', now.getTime() + latencyOf(context).taskDeprovisioning);
  return onItsOwn ? 'failed' : undefined;
}

function started(
  record: TaskRecord,
  context: Context,
  runner: TaskRunner,
  sight: Extract<Sight, { state: 'running' }>,
): Outcome {
  const now = context.now();
  Object.assign(record.task, { startedAt: now, pullStoppedAt: now, connectivity: 'CONNECTED', connectivityAt: now });
  containersAre(record, { lastStatus: 'RUNNING' });
  to(record, 'RUNNING', undefined);
  containersSeen(record, sight.containers);
  const next = runner.nextLook(record, context);
  if (next !== undefined) record.dueAt = next;
  return 'running';
}

function watched(record: TaskRecord, context: Context, runner: TaskRunner): Outcome {
  const sight = runner.look(record, context);
  const next = runner.nextLook(record, context);
  if (next === undefined) delete record.dueAt;
  else record.dueAt = next;
  if (sight.state === 'failed') return fail(record, context, sight);
  if (sight.state === 'exited') return exited(record, context, sight);
  if (sight.state === 'starting') return undefined;
  if (record.task.lastStatus === 'PENDING') return started(record, context, runner, sight);
  if (record.task.lastStatus === 'RUNNING') {
    record.task.healthStatus = sight.health;
    containersAre(record, { healthStatus: sight.health });
    containersSeen(record, sight.containers);
  }
  return undefined;
}

function provisioned(record: TaskRecord, context: Context, runner: TaskRunner): void {
  record.task.pullStartedAt = context.now();
  attachmentIs(record, 'ATTACHED');
  to(record, 'PENDING', undefined);
  runner.start(record, context);
  const next = runner.nextLook(record, context);
  if (next !== undefined) record.dueAt = next;
}

/** The last connection is drained: only now the containers are told to stop, so that no request is lost. */
function deactivated(record: TaskRecord, context: Context, runner: TaskRunner): void {
  const now = context.now();
  const address = record.task.containers?.[0]?.networkInterfaces?.[0]?.privateIpv4Address ?? '';
  const until = drainsUntil(context, address);
  if (until !== undefined) {
    record.dueAt = Math.max(until, now.getTime() + 1);
    return;
  }
  record.task.stoppingAt = now;
  to(record, 'STOPPING', undefined);
  runner.stop(record, context);
  record.dueAt = runner.nextLook(record, context) ?? now.getTime();
}

function ended(record: TaskRecord, context: Context, runner: TaskRunner): void {
  const { task } = record;
  runner.release?.(record, context);
  if (record.interfaceId !== undefined) removeNetworkInterface(context, record.interfaceId);
  delete record.interfaceId;
  attachmentIs(record, 'DELETED');
  containersAre(record, { lastStatus: 'STOPPED' });
  Object.assign(task, { stoppedAt: context.now(), stoppingAt: task.stoppingAt ?? context.now() });
  to(record, 'STOPPED', context.now().getTime() + REMEMBERED_MS);
}

/** Moves a task that is due on by one state (Developer guide: task lifecycle). */
export function stepTask(record: TaskRecord, context: Context, runner: TaskRunner): Outcome {
  const { task } = record;
  switch (task.lastStatus) {
    case 'PROVISIONING':
      provisioned(record, context, runner);
      return undefined;
    case 'PENDING':
    case 'RUNNING':
    case 'STOPPING':
      return watched(record, context, runner);
    case 'DEACTIVATING':
      deactivated(record, context, runner);
      return undefined;
    case 'DEPROVISIONING':
      ended(record, context, runner);
      return undefined;
    default:
      context.state(ecsState).tasks.delete(task.taskArn);
      return undefined;
  }
}
