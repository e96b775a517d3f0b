/** Time for tests that stands still while anything can go on, and then moves to the next thing that ends. */
export interface VirtualTime {
  now(): number;
  /** Resolves when so much time has passed. */
  pass(milliseconds: number): Promise<void>;
  /** Lets time pass until the work is done. */
  through<T>(work: Promise<T>): Promise<T>;
}

export function createVirtualTime(): VirtualTime {
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  let now = 0;
  return {
    now: () => now,
    pass: (milliseconds) => new Promise((wake) => sleepers.push({ at: now + milliseconds, wake })),
    async through(work) {
      let isDone = false;
      const end = () => {
        isDone = true;
      };
      work.then(end, end);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return work;
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        if (!next) throw new Error('nothing goes on any more, and the work is not done');
        now = next.at;
        next.wake();
      }
    },
  };
}
