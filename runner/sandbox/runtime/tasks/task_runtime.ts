import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Context } from '../../context.ts';
import { latencyOf } from '../../latency.ts';
import { lastPart } from '../../services/ecs/names.ts';
import { ecsState, type TaskRecord } from '../../services/ecs/state.ts';
import { faultOf } from '../../services/ecs/task_faults.ts';
import { exitAt, type Sight } from '../../services/ecs/task_runner.ts';
import type { RuntimeHost, TaskRuntime } from '../runtime.ts';
import type { ContainerEngine } from './container_engine.ts';
import { endGently } from './end_gently.ts';
import { createLiveTask, type LiveTask } from './live_task.ts';
import { portHookSource } from './port_hook.ts';
import { keepPushed, type PlanOptions, planTask, type StartFailure } from './task_plan.ts';
import { containersSeen, exitSight, KILLED } from './task_sight.ts';

/** What a runtime of tasks is made of. */
export interface TaskRuntimeOptions {
  /** The sandbox's folder: files of images, home folders of tasks, the hook for Node. */
  readonly folder: string;
  readonly engine: ContainerEngine;
  /** For every container: where an app finds the sandbox's AWS, for one. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How long a container may take until it listens, in real time; 4 s when left out. */
  readonly readyMs?: number;
}

interface Entry {
  readonly live: LiveTask | undefined;
  readonly failure: StartFailure | undefined;
  readonly region: string;
}

/**
 * Programs take their time to start, which is ours, while health checks come in the sandbox's: until a container
 * listens its task is PENDING. Tasks of a revision that never listened are not waited for as long again, or a
 * deployment that must fail would outlast whoever waits for it.
 */
const READY_MS = 4_000;
const READY_AGAIN_MS = 1_000;

/** Runs tasks as processes of this machine, or in a container engine. */
export function createTaskRuntime(options: TaskRuntimeOptions): (host: RuntimeHost) => TaskRuntime {
  return (host) => taskRuntime(options, host);
}

function taskRuntime(
  { folder, engine, environment = {}, readyMs = READY_MS }: TaskRuntimeOptions,
  host: RuntimeHost,
): TaskRuntime {
  const entries = new Map<string, Entry>();
  const silent = new Set<string>();
  const told = new Set<string>();
  const hook = join(folder, 'task_ports.cjs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(hook, portHookSource);
  const planOptions: PlanOptions = {
    folder,
    hook,
    hasEngine: !engine.ownImagesOnly,
    environment: { PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter), ...environment },
    note(image, text) {
      if (told.has(image + text)) return;
      told.add(image + text);
      host.log(`image ${image}: ${text}`);
    },
  };
  const home = (taskArn: string) => join(folder, 'home', lastPart(taskArn));

  /** The model is to look at the task soon; while it drains, or is over, there is nothing to see. */
  const poke = (taskArn: string, region: string) => {
    const context = host.context(region);
    const record = context.state(ecsState).tasks.get(taskArn);
    if (!record || !['PENDING', 'RUNNING', 'STOPPING'].includes(record.task.lastStatus)) return;
    const now = context.now().getTime();
    record.dueAt = Math.min(record.dueAt ?? now, now);
    host.wake();
  };

  const begin = (record: TaskRecord, context: Context) => {
    const { taskArn, taskDefinitionArn } = record.task;
    const { region } = context;
    const plans = planTask(record, context, planOptions);
    if (!Array.isArray(plans)) {
      host.log(`task ${lastPart(taskArn)} cannot start: ${plans.reason}`);
      entries.set(taskArn, { live: undefined, failure: plans, region });
      return;
    }
    mkdirSync(home(taskArn), { recursive: true });
    const health = (record.task.healthStatus ?? 'UNKNOWN') as 'UNKNOWN';
    const live = createLiveTask({
      taskArn,
      region,
      host,
      engine,
      plans,
      health,
      readyMs: silent.has(taskDefinitionArn) ? Math.min(readyMs, READY_AGAIN_MS) : readyMs,
      onChange: () => poke(taskArn, region),
      onSilence(container) {
        silent.add(taskDefinitionArn);
        host.log(`task ${lastPart(taskArn)}, container ${container}: listens on none of its ports`);
      },
    });
    entries.set(taskArn, { live, failure: undefined, region });
    live.begin();
  };

  const release = ({ task: { taskArn } }: TaskRecord) => {
    const { live } = entries.get(taskArn) ?? {};
    live?.detach();
    const gone = () => rmSync(home(taskArn), { recursive: true, force: true });
    if (live) void live.kill().then(gone);
    entries.delete(taskArn);
  };

  const lookPending = (record: TaskRecord, context: Context, { live, failure }: Entry): Sight => {
    const { taskArn, pullStartedAt } = record.task;
    if (context.now().getTime() < pulledAt(pullStartedAt, context)) return { state: 'starting' };
    const why = failure ?? live?.failure;
    if (why) return { state: 'failed', ...why };
    if (live?.exitCode !== undefined) return exitSight(live, taskArn);
    if (!live?.ready) return { state: 'starting' };
    return { state: 'running', health: 'UNKNOWN', containers: containersSeen(live, taskArn) };
  };

  return {
    start: begin,
    resume(record, context) {
      // One that was about to stop has stopped; the others run again, or are seen to have ended.
      if (record.task.lastStatus !== 'STOPPING') begin(record, context);
      if (!entries.get(record.task.taskArn)?.live) poke(record.task.taskArn, context.region);
    },
    stop({ task }) {
      entries.get(task.taskArn)?.live?.stop();
    },
    look(record, context) {
      const { taskArn, lastStatus } = record.task;
      if (lastStatus === 'PENDING' && !entries.has(taskArn)) begin(record, context);
      const entry = entries.get(taskArn);
      if (!entry) return { state: 'exited', exitCode: KILLED };
      entry.live?.check(context.now().getTime(), faultOf(context, record)?.unhealthyContainer === true);
      if (lastStatus === 'PENDING') return lookPending(record, context, entry);
      const { live } = entry;
      if (!live || live.failure) return { state: 'exited', exitCode: KILLED };
      if (live.exitCode !== undefined) return exitSight(live, taskArn);
      const faulty = faultyExit(record, context);
      if (faulty !== undefined && lastStatus === 'RUNNING') {
        void live.kill();
        return { state: 'exited', exitCode: faulty };
      }
      return { state: 'running', health: live.health, containers: containersSeen(live, taskArn) };
    },
    nextLook(record, context) {
      const now = context.now().getTime();
      const { live } = entries.get(record.task.taskArn) ?? {};
      const times = [
        ...later(now, record.task.lastStatus === 'PENDING' ? pulledAt(record.task.pullStartedAt, context) : undefined),
        ...later(now, exitAt(record, context)),
        ...(live?.containers ?? []).map(({ watch, phase }) => (phase === 'running' ? watch?.nextAt : undefined)),
      ].filter((time) => time !== undefined);
      // What is due already is looked at once more, in the next step.
      return times.length > 0 ? Math.max(now, Math.min(...(times as number[]))) : undefined;
    },
    release,
    pushed(image) {
      try {
        keepPushed(folder, image, host.regions().map(host.context));
      } catch (error) {
        host.log(`the files of image ${image.imageDigest} cannot be kept: ${(error as Error).message}`);
      }
    },
    addressOf(taskArn, containerPort) {
      const containers = entries.get(taskArn)?.live?.containers ?? [];
      const found = containers.find(({ running }) => running?.ports.has(containerPort));
      return found?.phase === 'running' ? found.running?.ports.get(containerPort) : undefined;
    },
    isStarting(taskArn) {
      const { live } = entries.get(taskArn) ?? {};
      return live !== undefined && live.failure === undefined && !live.ready;
    },
    status: () =>
      [...entries].flatMap(([taskArn, { live }]) =>
        (live?.containers ?? []).flatMap(({ name, phase, running }) =>
          running && phase === 'running'
            ? {
                taskArn,
                container: name,
                pid: running.pid,
                ports: [...running.ports].map(([containerPort, { port }]) => ({ containerPort, port })),
              }
            : [],
        ),
      ),
    async stopAll() {
      const all = [...entries.values()].flatMap(({ live }) => live ?? []);
      entries.clear();
      silent.clear();
      for (const live of all) live.detach();
      await Promise.all(all.map(endGently));
      rmSync(join(folder, 'home'), { recursive: true, force: true });
    },
  };
}

const later = (now: number, time: number | undefined) => (time !== undefined && time > now ? [time] : []);

const pulledAt = (started: Date | undefined, context: Context) =>
  (started?.getTime() ?? 0) + latencyOf(context).taskPending;

function faultyExit(record: TaskRecord, context: Context): number | undefined {
  const at = exitAt(record, context);
  return at !== undefined && context.now().getTime() >= at ? (faultOf(context, record)?.exitCode ?? 1) : undefined;
}
