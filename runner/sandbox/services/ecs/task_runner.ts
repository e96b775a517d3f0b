import type { Container, ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { latencyOf } from '../../latency.ts';
import { ecsState, type TaskRecord } from './state.ts';
import { faultOf } from './task_faults.ts';
import { lookUpImage } from './task_image.ts';
import { openLogStream } from './task_logs.ts';
import { networkProblem } from './task_network.ts';

/** What is known of single containers, by name. */
export type ContainerSights = Readonly<Record<string, Partial<Container>>>;

/** What the containers of a task do at the moment. */
export type Sight =
  | { readonly state: 'starting' }
  /** They never ran. `container` names the one that is to blame. */
  | { readonly state: 'failed'; readonly reason: string; readonly container?: string }
  | {
      readonly state: 'running';
      readonly health: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
      readonly containers?: ContainerSights;
    }
  | { readonly state: 'exited'; readonly exitCode: number; readonly containers?: ContainerSights };

/**
 * Runs the containers of tasks. The model (task_life.ts) gives orders and looks; it does not know whether there is
 * a process behind. This one only pretends, by the clock and by the faults that were set.
 */
export interface TaskRunner {
  /** Begins to pull and start. */
  start(record: TaskRecord, context: Context): void;
  /** Sends SIGTERM, and SIGKILL when the stop timeout is over. */
  stop(record: TaskRecord, context: Context): void;
  look(record: TaskRecord, context: Context): Sight;
  /** When the next look is worth while; undefined when nothing will change by itself. */
  nextLook(record: TaskRecord, context: Context): number | undefined;
  /** The task is over: nothing of it may be left. */
  release?(record: TaskRecord, context: Context): void;
}

const STOP_MS = 2_000;

const since = (date: Date | undefined, ms: number) => (date?.getTime() ?? 0) + ms;

/** The containers of a task's definition. */
export function containersOf(context: Context, { task }: TaskRecord): ContainerDefinition[] {
  return context.state(ecsState).definitions.get(task.taskDefinitionArn)?.definition.containerDefinitions ?? [];
}

/** Why a task cannot start, as far as the account's state says. */
export function startFailure(record: TaskRecord, context: Context): { reason: string; container?: string } | undefined {
  const containers = containersOf(context, record);
  for (const { image = '', name = '' } of containers) {
    const unreachable = networkProblem(context, record, image);
    if (unreachable) return { reason: unreachable, container: name };
    const looked = lookUpImage(context, image);
    if ('missing' in looked) return { reason: looked.missing, container: name };
  }
  for (const container of containers) {
    const reason = openLogStream(context, container, record.task.taskArn);
    if (reason) return { reason };
  }
  const { startError } = faultOf(context, record) ?? {};
  return startError === undefined ? undefined : { reason: startError, container: containers[0]?.name ?? '' };
}

/** When the first container's own health check has come to a verdict; undefined when it has none. */
function verdictAt(record: TaskRecord, context: Context): number | undefined {
  const check = containersOf(context, record).find(({ healthCheck }) => healthCheck)?.healthCheck;
  if (!check) return undefined;
  const { interval = 30, retries = 3, startPeriod = 0 } = check;
  const rounds = faultOf(context, record)?.unhealthyContainer ? retries : 1;
  return since(record.task.startedAt, (startPeriod * (rounds > 1 ? 1 : 0) + interval * rounds) * 1000);
}

/** When a fault makes the task's container exit; undefined when none does. */
export function exitAt(record: TaskRecord, context: Context): number | undefined {
  const fault = faultOf(context, record);
  if (fault?.exitCode === undefined) return undefined;
  return since(record.task.startedAt, (fault.afterSeconds ?? 1) * 1000);
}

function look(record: TaskRecord, context: Context): Sight {
  const { task } = record;
  const now = context.now().getTime();
  if (task.lastStatus === 'STOPPING') {
    return now >= since(task.stoppingAt, STOP_MS)
      ? { state: 'exited', exitCode: 0 }
      : { state: 'running', health: 'UNKNOWN' };
  }
  if (task.lastStatus === 'PENDING') {
    if (now < since(task.pullStartedAt, latencyOf(context).taskPending)) return { state: 'starting' };
    const failure = startFailure(record, context);
    return failure ? { state: 'failed', ...failure } : { state: 'running', health: 'UNKNOWN' };
  }
  const exits = exitAt(record, context);
  if (exits !== undefined && now >= exits)
    return { state: 'exited', exitCode: faultOf(context, record)?.exitCode ?? 1 };
  const verdict = verdictAt(record, context);
  if (verdict === undefined || now < verdict) return { state: 'running', health: 'UNKNOWN' };
  return { state: 'running', health: faultOf(context, record)?.unhealthyContainer ? 'UNHEALTHY' : 'HEALTHY' };
}

function nextLook(record: TaskRecord, context: Context): number | undefined {
  const { task } = record;
  if (task.lastStatus === 'PENDING') return since(task.pullStartedAt, latencyOf(context).taskPending);
  if (task.lastStatus === 'STOPPING') return since(task.stoppingAt, STOP_MS);
  const now = context.now().getTime();
  const times = [exitAt(record, context), verdictAt(record, context)].filter(
    (time) => time !== undefined && time > now,
  );
  return times.length ? Math.min(...(times as number[])) : undefined;
}

/** Tasks without processes: they take some seconds to start, run until told otherwise, and stop when asked. */
export const simulatedRunner: TaskRunner = { start() {}, stop() {}, look, nextLook };
