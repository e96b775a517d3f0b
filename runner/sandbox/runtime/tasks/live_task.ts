import type { RuntimeHost } from '../runtime.ts';
import type { ContainerEngine } from './container_engine.ts';
import { checkCommand, type Health, healthOfAll, watchHealth } from './container_health.ts';
import { mayStart } from './dependencies.ts';
import { type ContainerPlan, hasEnded, type LiveContainer, waitingContainers } from './live_container.ts';
import { logSink } from './log_sink.ts';
import { firstAnswer, privatePorts } from './ports.ts';

/** The containers of a task, started in order and ended together. */
export interface LiveTask {
  readonly containers: readonly LiveContainer[];
  /** Why it could not be started, and by whose fault. */
  readonly failure: { readonly reason: string; readonly container: string } | undefined;
  /** The code of the container that ended the task, once nothing of it runs any more. */
  readonly exitCode: number | undefined;
  readonly ready: boolean;
  readonly health: Health;
  begin(): void;
  /** Begins the health checks that are due. `failing` makes them fail. */
  check(now: number, failing: boolean): void;
  stop(): void;
  /** Ends it at once; comes back when it has ended. */
  kill(): Promise<void>;
  /** Comes back when nothing of it runs any more. */
  over(): Promise<void>;
  /** From now on nothing is reported. */
  detach(): void;
}

/** What a live task needs to know. */
export interface LiveTaskOptions {
  readonly taskArn: string;
  readonly region: string;
  readonly host: RuntimeHost;
  readonly engine: ContainerEngine;
  readonly plans: readonly ContainerPlan[];
  readonly health: Health;
  /** How long a container may take until it listens before it counts as running all the same. */
  readonly readyMs: number;
  onChange(): void;
  /** A container listens on none of its ports, though it had the time. */
  onSilence(container: string): void;
}

/** In real time, as programs end no faster than they do. */
const SHORTEST_STOP_MS = 2_000;

/** Runs the containers of a task. */
export function createLiveTask(options: LiveTaskOptions): LiveTask {
  const { host, engine, plans, readyMs } = options;
  let detached = false;
  let ending = false;
  let endSignal: string | undefined;
  let ports: ReadonlyMap<number, number> = new Map();
  let failure: LiveTask['failure'];
  let firstCode: number | undefined;
  const waiters: (() => void)[] = [];
  const containers = waitingContainers(plans);
  const over = () => containers.every(({ phase }) => phase === 'exited');

  const whenOver = () => (over() ? Promise.resolve() : new Promise<void>((resolve) => waiters.push(resolve)));

  const changed = () => {
    if (!ending && failure === undefined) startWhatMay();
    if (over()) for (const done of waiters.splice(0)) done();
    if (!detached) options.onChange();
  };

  const fail = (container: string, reason: string) => {
    failure ??= { reason, container };
    end('SIGKILL');
  };

  function startWhatMay(): void {
    const see = (name: string) => {
      const found = containers.find((each) => each.name === name);
      return found && { phase: found.phase, exitCode: found.exitCode, health: found.watch?.status };
    };
    for (const container of containers) {
      if (container.phase !== 'waiting') continue;
      const may = mayStart(container.definition, see);
      if (typeof may === 'object') fail(container.name, `Task failed to start: ${may.never}`);
      else if (may === 'now') void run(container);
    }
  }

  async function run(container: LiveContainer): Promise<void> {
    container.phase = 'starting';
    const sink = logSink(host, container.definition, options);
    const exit = (code: number) => {
      sink.flush();
      ended(container, code);
    };
    try {
      const spec = container.spec(ports);
      container.running = await engine.start(spec, { line: sink.line, exit });
    } catch (error) {
      container.phase = 'exited';
      fail(container.name, (error as Error).message);
      changed();
      return;
    }
    // It may have ended in the meantime, or been told to.
    if (hasEnded(container)) return;
    container.phase = 'running';
    const { healthCheck } = container.definition;
    if (healthCheck && checkCommand(healthCheck)) {
      container.watch = watchHealth(healthCheck, host.clock.now(), options.health);
    }
    if (ending) endOne(container);
    await becomeReady(container);
  }

  async function becomeReady(container: LiveContainer): Promise<void> {
    const listening = [...container.running!.ports.values()].map(({ port }) => port);
    const useless = () => ending || hasEnded(container);
    const answers = listening.length === 0 || (await firstAnswer(listening, readyMs, useless));
    if (!answers && !useless()) options.onSilence(container.name);
    container.ready = true;
    changed();
  }

  function ended(container: LiveContainer, code: number): void {
    clearTimeout(container.killer);
    container.phase = 'exited';
    container.ready = true;
    container.exitCode = code;
    if (container.essential) firstCode ??= code;
    if (container.essential && !ending) end(undefined);
    changed();
  }

  function endOne(container: LiveContainer): void {
    const signal = endSignal ?? container.stopSignal;
    container.running?.signal(signal);
    if (signal === 'SIGKILL') return;
    const { stopTimeout = 30 } = container.definition;
    const patience = Math.max(SHORTEST_STOP_MS, host.clock.realMs(stopTimeout * 1000));
    container.killer ??= setTimeout(() => {
      if (container.phase !== 'exited') container.running?.signal('SIGKILL');
    }, patience);
  }

  /** Tells every container to end, by its own signal or the given one. */
  function end(signal: string | undefined): void {
    ending = true;
    endSignal = signal;
    for (const container of containers) {
      if (container.phase === 'waiting') container.phase = 'exited';
      if (container.phase === 'running') endOne(container);
    }
  }

  function checkOne(container: LiveContainer, failing: boolean): void {
    const healthCheck = container.definition.healthCheck!;
    container.watch!.begin();
    const result = (passed: boolean) => {
      if (container.phase !== 'running' || ending) return;
      container.watch!.end(passed && !failing, host.clock.now());
      changed();
    };
    // In real time: a program takes no less when the sandbox is fast.
    const timeoutMs = (healthCheck.timeout ?? 5) * 1000;
    container.running!.run(checkCommand(healthCheck)!, timeoutMs).then(
      (code) => result(code === 0),
      () => result(false),
    );
  }

  return {
    containers,
    get failure() {
      return failure;
    },
    get exitCode() {
      return over() && failure === undefined ? (firstCode ?? 0) : undefined;
    },
    get ready() {
      return containers.every(({ ready, essential }) => ready || !essential);
    },
    get health() {
      return healthOfAll(containers.map(({ essential, watch }) => ({ essential, health: watch?.status })));
    },
    begin() {
      const wanted = plans.flatMap(({ definition }) => definition.portMappings ?? []);
      privatePorts([...new Set(wanted.flatMap(({ containerPort }) => containerPort ?? []))]).then(
        (found) => {
          ports = found;
          changed();
        },
        (error: Error) => {
          fail(containers[0]?.name ?? '', `CannotStartContainerError: ${error.message}`);
          changed();
        },
      );
    },
    check(now, failing) {
      for (const container of containers) {
        const { nextAt } = container.watch ?? {};
        if (container.phase === 'running' && nextAt !== undefined && nextAt <= now) checkOne(container, failing);
      }
    },
    stop() {
      end(undefined);
      if (over()) changed();
    },
    kill() {
      end('SIGKILL');
      return whenOver();
    },
    over: whenOver,
    detach() {
      detached = true;
    },
  };
}
