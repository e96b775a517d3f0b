/** Holds back those who come while something is under way that they must not see half done. */
export interface Pause {
  /** Does the work, after what is under way. */
  during(work: () => Promise<void>): Promise<void>;
  /** Comes back when nothing is under way. */
  over(): Promise<void>;
}

export function createPause(): Pause {
  let last: Promise<void> | undefined;
  const over = async () => {
    while (last) await last.catch(() => {});
  };
  return {
    over,
    during(work) {
      const mine = (last ?? Promise.resolve()).catch(() => {}).then(work);
      last = mine;
      const done = () => {
        if (last === mine) last = undefined;
      };
      mine.then(done, done);
      return mine;
    },
  };
}
