/** Says what goes wrong with requests, without saying the same too often. */
export type Complain = (what: string) => void;

const PAUSE_MS = 5_000;
const MOST = 1_000;

/** Passes on what was not said for some seconds, with the number of times it was kept back. */
export function createComplaints(log: (line: string) => void, now: () => number = Date.now): Complain {
  const said = new Map<string, { at: number; kept: number }>();
  return (what) => {
    const before = said.get(what);
    if (before && now() - before.at < PAUSE_MS) {
      before.kept += 1;
      return;
    }
    if (said.size >= MOST) said.clear();
    log(before?.kept ? `${what} (${before.kept} times more since the last such line)` : what);
    said.set(what, { at: now(), kept: 0 });
  };
}
