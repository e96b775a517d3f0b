import { type Reader, readPlays } from '../reading/read_plays.ts';
import type { Run } from '../run.ts';
import type { PlaysEnd } from '../run_plays.ts';
import { decideHeld } from './ask.ts';
import { leaveWhatIsBlocked } from './blocked.ts';
import { judge } from './judge.ts';
import { removeAll } from './remove_all.ts';
import { showUnread } from './show.ts';

/**
 * Takes down what the playbook describes: reads all of it first, in the order of the playbook, and then removes, the last first,
 * what is there and was made by this playbook. When anything cannot be read, nothing is removed: what hangs on what is not known.
 */
export async function destroyPlays(run: Run, reader: Reader): Promise<PlaysEnd> {
  const { reading, end } = await readPlays(run, reader);
  if (end.error || run.options.signal.aborted) return end;
  const things = await judge(run, reading);
  if (reading.failed.length > 0) {
    showUnread(run, reading.failed);
    return { failed: true };
  }
  await decideHeld(run, things);
  await leaveWhatIsBlocked(things);
  // What stands when its turn comes is looked at then.
  run.options.worlds.memory.forget();
  return { failed: await removeAll(run, things, reading) };
}
