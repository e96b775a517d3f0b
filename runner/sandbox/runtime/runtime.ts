import type { Context } from '../context.ts';
import type { ImageRecord } from '../services/ecr/state.ts';
import type { TaskRecord } from '../services/ecs/state.ts';
import type { TaskRunner } from '../services/ecs/task_runner.ts';
import type { BalancerRecord, GroupRecord, TargetRecord } from '../services/elbv2/state.ts';
import type { Probe } from '../services/elbv2/target_health.ts';
import type { RunningClock } from './running_clock.ts';

/** What a runtime is given: the way back into the model from whatever happens outside of it. */
export interface RuntimeHost {
  readonly clock: RunningClock;
  /** A context at the present time, to look at the state and change it between requests; `wake` after a change. */
  context(region: string): Context;
  /** The regions that hold anything. */
  regions(): readonly string[];
  /**
   * Something happened: soon, and once for many calls, the host does what is due in every region, tells the balancers
   * and sets its timer to the next due time. A record is looked at when its `dueAt` has come: set it to now before.
   */
  wake(): void;
  /** Somebody uses what runs here: puts off the end for want of use. */
  used(): void;
  log(line: string): void;
}

/** A place on this machine. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A process behind a task, for `play sandbox status`. */
export interface RunningTask {
  readonly taskArn: string;
  readonly container: string;
  readonly pid: number;
  readonly ports: readonly { readonly containerPort: number; readonly port: number }[];
}

/**
 * Runs tasks as processes. `look` and `nextLook` are synchronous: what happens later sets the record's `dueAt` to now
 * (found anew through `host.context(region)`, as a record does not outlive a reset) and calls `host.wake()`.
 */
export interface TaskRuntime extends TaskRunner {
  /** Where a port of a task's container is answered; undefined when nothing listens. */
  addressOf(taskArn: string, containerPort: number): Address | undefined;
  /** Whether a container of the task has ports, listens on none yet, and still has the time to. */
  isStarting?(taskArn: string): boolean;
  /** Runs again what a task of an earlier life of the sandbox ran, after its state was read back. */
  resume(record: TaskRecord, context: Context): void;
  /** An image was pushed: its files are kept as they are now, so that a roll back finds the old ones. */
  pushed?(image: ImageRecord): void;
  status(): readonly RunningTask[];
  /** Ends everything that runs, and comes back when it has ended. Starts are possible afterwards. */
  stopAll(): Promise<void>;
}

/** Where a load balancer is reached, for `play sandbox status`. */
export interface BalancerAddress {
  readonly arn: string;
  readonly name: string;
  readonly listeners: readonly { readonly port: number; readonly protocol: string; readonly address: string }[];
}

/** Runs load balancers as reverse proxies on loopback ports. */
export interface BalancerRuntime {
  /** Takes the port of a new load balancer, or tries for the one of its record again; gives its `DNSName`. */
  open(record: BalancerRecord, context: Context): Promise<string>;
  /** The state of a region may have changed: bring the proxies in line with it. Called often; cheap when nothing did. */
  changed(context: Context): void;
  /**
   * One health check, when the target is due. Undefined while it is under way: when its answer is there, the runtime
   * sets the target's `dueAt` to now and wakes the host, and the next call gets the answer.
   */
  probe(context: Context, group: GroupRecord, target: TargetRecord): Probe | undefined;
  /** Whether requests are under way at the target. */
  busy(group: GroupRecord, target: TargetRecord): boolean;
  /**
   * The deregistration delay of a target is over: gives the time to ask again at while requests are under way that may
   * still end. Undefined when none are, or when they have had the delay in our time, too: they are cut.
   */
  drain(context: Context, group: GroupRecord, target: TargetRecord): number | undefined;
  status(): readonly BalancerAddress[];
  /** Closes every port, and comes back when they are free. Opening is possible afterwards. */
  closeAll(): Promise<void>;
}

/** What makes a sandbox live. What is left out stays simulated. */
export interface Runtime {
  readonly tasks?: TaskRuntime;
  readonly balancers?: BalancerRuntime;
}

/** Makes a sandbox's runtime. */
export type RuntimeFactory = (host: RuntimeHost) => Runtime;
