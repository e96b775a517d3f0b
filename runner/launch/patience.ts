import { setFlagsFromString } from 'node:v8';

/**
 * Keeps Node 20 from optimising what only starts up: for a call that reads and checks and is done, that takes a sixth of all its
 * processor time, on another thread, and 6 MB. V8 11 waits until a function has run 66 KB of its code; this makes it ten times as
 * much. Later versions have a quicker compiler in between, and gain nothing by it.
 */
export function waitWithOptimising(version = process.versions.v8): void {
  if (version.startsWith('11.')) setFlagsFromString('--interrupt-budget=600000');
}
