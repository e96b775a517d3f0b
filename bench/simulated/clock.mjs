// A clock for waits that nobody has to sit out.
import { PlayError } from '../../runner/diagnostics.ts';

/**
 * Runs with the machine's while anything runs in this process, so that what the runner itself takes is counted; when all of it waits,
 * it jumps to where the first of those that sleep wakes up. Waits side by side pass side by side, as they do on a real clock.
 */
export function createJumpingClock(began = performance.timeOrigin) {
  const sleepers = new Set();
  let ahead = 0;
  let watching = false;
  const now = () => began + performance.now() + ahead;

  const wakeFirst = () => {
    const first = Math.min(...[...sleepers].map(({ at }) => at));
    ahead += Math.max(0, first - now());
    for (const sleeper of [...sleepers]) if (sleeper.at <= first) sleeper.wake();
  };
  const watch = async () => {
    watching = true;
    while (sleepers.size > 0) {
      await untilAllWait();
      if (sleepers.size > 0) wakeFirst();
    }
    watching = false;
  };
  return {
    now,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        const end = (finish) => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', interrupt);
          finish();
        };
        const interrupt = () =>
          end(() => reject(new PlayError({ code: 'interrupted', message: 'interrupted while waiting' })));
        const sleeper = { at: now() + ms, wake: () => end(resolve) };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', interrupt);
        if (!watching) void watch();
      });
    },
    advance(ms) {
      ahead += Math.max(0, ms);
    },
    // What else a sandbox that lives asks of its clock.
    realMs: (ms) => ms,
    pace: { real: began, sandbox: began, speed: 1 },
  };
}

/** Nothing of these is work: what prints, what fires some day, and our own turns. */
const idle = new Set(['Immediate', 'Timeout', 'PipeWrap', 'TTYWrap', 'TickObject']);

/** Turns of the event loop in a row in which nothing was under way. */
const quietTurns = 3;

async function untilAllWait() {
  for (let quiet = 0; quiet < quietTurns; quiet += 1) {
    await new Promise((turn) => setImmediate(turn));
    if (process.getActiveResourcesInfo().some((kind) => !idle.has(kind))) quiet = -1;
  }
}
