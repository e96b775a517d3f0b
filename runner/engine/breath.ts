/** Waits a moment when none has been waited for long enough; undefined when there is no need to. */
export type Breath = () => Promise<void> | undefined;

/** Milliseconds without a turn for anything else. */
const longest = 10;

/**
 * Tasks that wait for nothing follow on each other without a turn for what else the process has to do: an interrupt would be heard only
 * when the last of them has ended, and the terminal would stand still.
 */
export function createBreath(): Breath {
  let last = performance.now();
  const taken = (resolve: () => void) => {
    last = performance.now();
    resolve();
  };
  return () =>
    performance.now() - last < longest ? undefined : new Promise((resolve) => setImmediate(taken, resolve));
}
