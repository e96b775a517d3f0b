import { systemClock } from '../../aws/clock.ts';
import type { VirtualClock } from '../clock.ts';

/** The pace of a running clock: at `real` (ours) it was `sandbox` there, and it runs `speed` times as fast. */
export interface Pace {
  readonly real: number;
  readonly sandbox: number;
  readonly speed: number;
}

/** A clock that runs by itself, faster than ours, so that all of AWS's waits shrink alike. */
export interface RunningClock extends VirtualClock {
  /** What another process needs to have the same clock. */
  readonly pace: Pace;
  /** How long that much of the sandbox's time takes. */
  realMs(ms: number): number;
}

/** A running clock; `now` is the machine's, or a test's. */
export function createRunningClock(start: Pace, now: () => number = Date.now): RunningClock {
  let pace = start;
  const realMs = (ms: number) => Math.max(0, ms) / pace.speed;
  return {
    get pace() {
      return pace;
    },
    now: () => pace.sandbox + (now() - pace.real) * pace.speed,
    realMs,
    // Negative, too: time in which the machine slept did not pass here.
    advance(ms) {
      pace = { ...pace, sandbox: pace.sandbox + ms };
    },
    sleep: (ms, signal) => systemClock.sleep(realMs(ms), signal),
  };
}
