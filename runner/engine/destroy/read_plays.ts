import { noStats } from '../custom_stats.ts';
import type { PlayEvent } from '../events.ts';
import type { Run } from '../run.ts';
import type { PlaysEnd } from '../run_plays.ts';
import type { Reading } from './reading.ts';

/** Goes through the plays and reads; of what is said on the way only warnings are passed on. */
export async function readPlays(
  run: Run,
  runPlays: (run: Run) => Promise<PlaysEnd>,
  { former = false }: { readonly former?: boolean } = {},
): Promise<{ reading: Reading; end: PlaysEnd }> {
  const reading: Reading = { former, described: [], graphs: [], open: new Set(), failed: [] };
  const hear = (event: PlayEvent) => {
    if (event.type === 'warning') run.report(event);
    else if (event.type === 'item_done') nameItem(reading, event);
  };
  // The same run in all but what it says and counts.
  const quiet: Run = { ...run, reading, stats: noStats(), counts: { ...run.counts }, report: hear };
  return { reading, end: await runPlays(quiet) };
}

/** Items are named as their task shows them, when they are done. */
function nameItem({ described }: Reading, { task, outcome }: Extract<PlayEvent, { type: 'item_done' }>): void {
  for (const each of described.toReversed()) {
    if (each.call.running.info.id !== task.id || 'item' in each) return;
    each.item = outcome.item;
  }
}
