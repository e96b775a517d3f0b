import type { Clock } from './clock.ts';

/** Lets calls of one service through, fewer at a time when AWS says they are too many. */
export interface Limiter {
  /** Makes the call when its turn comes. */
  through<T>(call: () => Promise<T>, of: CallOptions): Promise<T>;
}

interface CallOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  isThrottled(error: unknown): boolean;
}

/** The limiters of a run: one for each service of a region, shared by all that call it. */
export interface Limiters {
  of(service: string, region: string): Limiter;
}

export function createLimiters(): Limiters {
  const limiters = new Map<string, Limiter>();
  return {
    of(service, region) {
      const key = `${service} ${region}`;
      const limiter = limiters.get(key) ?? createLimiter();
      limiters.set(key, limiter);
      return limiter;
    },
  };
}

/** Calls under way at the same time, as long as AWS says nothing; and at most, when all goes well. */
const usual = 10;
const most = 40;
/** How many more at a time after a round that went well, once AWS has said that it were too many. */
const growth = 0.25;
/** The first pause of all after a throttled call, and the longest; between them it doubles. */
const firstHold = 50;
const longestHold = 2_000;

/**
 * Half as many at a time after a burst in which calls were throttled, and slowly more while all goes well, as TCP does it; and a
 * pause that all share, so that many who were turned away do not come back together.
 */
export function createLimiter(): Limiter {
  const queue: (() => void)[] = [];
  let window = usual;
  let running = 0;
  let hold = 0;
  let heldUntil = 0;
  let round = 0;

  const enter = (): Promise<void> | undefined => {
    if (running < Math.floor(window)) {
      running += 1;
      return undefined;
    }
    return new Promise((resolve) => queue.push(resolve));
  };
  const leave = () => {
    running -= 1;
    while (queue.length > 0 && running < Math.floor(window)) {
      running += 1;
      queue.shift()!();
    }
  };
  const slowDown = (began: number, now: number) => {
    // Calls of one burst are turned away together: that counts once.
    if (began < round) return;
    round += 1;
    window = Math.max(1, window / 2);
    hold = Math.min(longestHold, hold === 0 ? firstHold : hold * 2);
    heldUntil = now + hold;
  };
  const speedUp = (began: number) => {
    if (began < round) return;
    window = Math.min(most, window + (round === 0 ? 1 : growth) / window);
    hold = 0;
  };
  return {
    async through(call, { clock, signal, isThrottled }) {
      await enter();
      try {
        const left = heldUntil - clock.now();
        if (left > 0) await clock.sleep(left, signal);
        const began = round;
        try {
          const answer = await call();
          speedUp(began);
          return answer;
        } catch (error) {
          if (isThrottled(error)) slowDown(began, clock.now());
          throw error;
        }
      } finally {
        leave();
      }
    },
  };
}
