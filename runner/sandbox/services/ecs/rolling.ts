/** A task as far as a rolling update looks at it. Tasks that are being stopped do not count. */
export interface Standing {
  readonly arn: string;
  /** Whether it belongs to the primary deployment. */
  readonly fresh: boolean;
  readonly healthy: boolean;
}

/** What a service wants. */
export interface Goal {
  readonly desired: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  /** Whether the primary deployment may launch tasks now. */
  readonly mayStart: boolean;
}

/** The next move of a rolling update. */
export interface Move {
  readonly start: number;
  readonly stop: readonly string[];
  /** The percentages leave no room to start or stop anything. */
  readonly stuck: boolean;
}

/**
 * One step of ECS's rolling update (Developer guide: deploy by replacing tasks): never more than maximumPercent of the
 * tasks, rounded down, and never fewer healthy ones than minimumHealthyPercent, rounded up.
 */
export function nextMove(tasks: readonly Standing[], goal: Goal): Move {
  const { desired } = goal;
  const upper = Math.max(Math.floor((desired * goal.maximumPercent) / 100), 0);
  const lower = Math.ceil((desired * goal.minimumHealthyPercent) / 100);
  const fresh = tasks.filter((task) => task.fresh);
  const old = tasks.filter((task) => !task.fresh);
  const missing = Math.max(desired - fresh.length, 0);
  const start = goal.mayStart
    ? Math.max(Math.min(missing, Math.max(upper, desired === 0 ? 0 : 1) - tasks.length), 0)
    : 0;
  const stop = goal.mayStart || missing === 0 ? stops({ fresh, old, desired, lower, short: missing - start }) : [];
  const surplus = fresh.length > desired ? surplusOf(fresh, fresh.length - desired) : [];
  const idle = start === 0 && stop.length === 0 && surplus.length === 0;
  const waiting = fresh.some((task) => !task.healthy);
  return { start, stop: [...surplus, ...stop], stuck: idle && missing > 0 && goal.mayStart && !waiting };
}

interface Stops {
  readonly fresh: readonly Standing[];
  readonly old: readonly Standing[];
  readonly desired: number;
  readonly lower: number;
  /** How many tasks are wanted and have no room. */
  readonly short: number;
}

/** Old tasks that can go: the unhealthy ones, those that were replaced, and those that must make room. */
function stops({ fresh, old, desired, lower, short }: Stops): string[] {
  const ill = old.filter((task) => !task.healthy);
  const well = old.filter((task) => task.healthy);
  const healthy = well.length + fresh.filter((task) => task.healthy).length;
  const replaced = healthy - Math.max(desired, lower);
  const room = Math.min(short - ill.length, healthy - lower);
  const count = Math.max(replaced, room, 0);
  return [...ill, ...well.slice(0, count)].map(({ arn }) => arn);
}

/** Tasks too many: those that are not healthy first, then the newest. */
function surplusOf(tasks: readonly Standing[], count: number): string[] {
  const sorted = [...tasks.filter((task) => task.healthy), ...tasks.filter((task) => !task.healthy)];
  return sorted.slice(-count).map(({ arn }) => arn);
}
