import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ecsState, type TaskRecord } from '../../services/ecs/state.ts';
import { containersOf, type Sight } from '../../services/ecs/task_runner.ts';
import type { RuntimeHost, TaskRuntime } from '../runtime.ts';

interface Running {
  readonly server: Server;
  readonly image: string;
  listening: boolean;
  exitCode?: number;
}

/** Tasks that are servers of this process, and what tests do to them. */
export interface SampleTasks extends TaskRuntime {
  /** Ends a running task as SIGKILL would. */
  kill(taskArn: string): void;
  /** The tasks that listen. */
  running(): string[];
}

/**
 * For tests: runs tasks by the image of their first container, as servers of this process that behave as an app that
 * minds SIGTERM: no new connection, requests under way are answered, then the end.
 */
export function createSampleTasks(host: RuntimeHost, apps: Readonly<Record<string, RequestListener>>): SampleTasks {
  const all = new Map<string, Running>();
  const poke = (taskArn: string) => {
    for (const region of host.regions()) {
      const context = host.context(region);
      const record = context.state(ecsState).tasks.get(taskArn);
      if (!record || !['PENDING', 'RUNNING', 'STOPPING'].includes(record.task.lastStatus)) continue;
      record.dueAt = context.now().getTime();
      host.wake();
    }
  };
  const exit = (taskArn: string, running: Running, exitCode: number) => {
    running.exitCode ??= exitCode;
    poke(taskArn);
  };
  const start: TaskRuntime['start'] = (record, context) => {
    const { taskArn } = record.task;
    const image = containersOf(context, record)[0]?.image ?? '';
    const server = createServer({ keepAliveTimeout: 65_000 }, apps[image]);
    const running: Running = { server, image, listening: false };
    all.set(taskArn, running);
    server.listen(0, '127.0.0.1', () => {
      running.listening = true;
      poke(taskArn);
    });
  };
  const look = (record: TaskRecord): Sight => {
    const running = all.get(record.task.taskArn);
    if (!running) return { state: 'exited', exitCode: 137 };
    if (running.exitCode !== undefined) return { state: 'exited', exitCode: running.exitCode };
    return running.listening ? { state: 'running', health: 'UNKNOWN' } : { state: 'starting' };
  };
  const stop = (taskArn: string) => {
    const running = all.get(taskArn);
    if (!running) return;
    running.listening = false;
    const sweep = setInterval(() => running.server.closeIdleConnections(), 5);
    running.server.close(() => {
      clearInterval(sweep);
      exit(taskArn, running, 0);
    });
  };
  return {
    start,
    resume: start,
    stop: ({ task }) => stop(task.taskArn),
    look,
    nextLook: () => undefined,
    addressOf(taskArn) {
      const address = all.get(taskArn)?.server.address() as AddressInfo | null | undefined;
      return address ? { host: '127.0.0.1', port: address.port } : undefined;
    },
    status: () => [],
    async stopAll() {
      for (const [taskArn, { server }] of all) {
        stop(taskArn);
        server.closeAllConnections();
      }
    },
    kill(taskArn) {
      const running = all.get(taskArn);
      if (!running) return;
      running.listening = false;
      running.server.close();
      running.server.closeAllConnections();
      exit(taskArn, running, 137);
    },
    running: () => [...all].filter(([, { listening }]) => listening).map(([taskArn]) => taskArn),
  };
}
