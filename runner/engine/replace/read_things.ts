import { PlayError } from '../../diagnostics.ts';
import { modeOf } from '../mode.ts';
import { type Reader, readPlays, wholeOf } from '../reading/read_plays.ts';
import { type Described, nameOf } from '../reading/reading.ts';
import type { Run } from '../run.ts';
import { worldOf } from '../run_aws.ts';
import type { Peer } from './peer.ts';

/** Goes once through the whole playbook and reads what it describes, also what tags leave out of this run. */
export async function readThings(run: Run, reader: Reader): Promise<readonly Peer[]> {
  const { reading, end } = await readPlays(wholeOf(run), reader);
  if (end.error) throw end.error;
  const [unread] = reading.failed;
  if (unread)
    throw new PlayError({
      code: 'replacement-blocked',
      message: `something must be replaced, and what hangs on it cannot be told: ${unread.shown.info.name}: ${unread.done.result['msg']}`,
      hint: 'nothing was touched: correct that task first',
    });
  const peers = await Promise.all(reading.described.map((described) => peerOf(run, described)));
  return peers.filter((peer) => peer !== undefined);
}

async function peerOf(run: Run, described: Described): Promise<Peer | undefined> {
  const { module, params, now, isFormer = false, call } = described;
  if (!now) return undefined;
  const { task, frame } = call.running;
  const world = await worldOf(described.call, run.options.check);
  // The same task under the tags that were asked for.
  const asked = { ...frame, play: { ...frame.play, run } };
  return { name: nameOf(described), module, params, world, now, isFormer, isLeftOut: modeOf(task, asked) !== 'run' };
}
