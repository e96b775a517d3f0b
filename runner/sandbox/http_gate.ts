/** Lets so many through at a time. */
export interface Gate {
  /** Does the work when there is room; undefined when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T> | undefined;
}

/** A gate for `atATime`, with room for `waiting` before it. */
export function createGate(atATime: number, waiting: number): Gate {
  let inside = 0;
  const queue: (() => void)[] = [];
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else inside -= 1;
  };
  return {
    run(work) {
      if (inside < atATime) {
        inside += 1;
        return work().finally(leave);
      }
      if (queue.length >= waiting) return undefined;
      return new Promise<void>((enter) => queue.push(enter)).then(work).finally(leave);
    },
  };
}
