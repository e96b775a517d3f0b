import { PlayError } from '../../diagnostics.ts';
import { readPlays } from '../destroy/read_plays.ts';
import type { Described, Reading } from '../destroy/reading.ts';
import { nameOf, worldFor } from '../destroy/thing.ts';
import { modeOf } from '../mode.ts';
import { createRun, type Run } from '../run.ts';
import type { PlaysEnd } from '../run_plays.ts';
import { tagSelection } from '../tags.ts';
import type { Answers } from './answers.ts';
import type { Peer } from './peer.ts';

/** Goes once through the whole playbook and reads what it describes, also what tags leave out of this run. */
export async function readThings(
  run: Run,
  runPlays: (run: Run) => Promise<PlaysEnd>,
  answers: Answers,
): Promise<readonly Peer[]> {
  const { options } = run;
  const all = createRun({
    ...options,
    selection: tagSelection(),
    startAtTask: undefined,
    step: undefined,
    prompt: answers.replay(),
    reporter: () => {},
  });
  const { reading, end } = await readPlays(all, runPlays, { former: true });
  if (end.error) throw end.error;
  const [unread] = reading.failed;
  if (unread)
    throw new PlayError({
      code: 'replacement-blocked',
      message: `something must be replaced, and what hangs on it cannot be told: ${unread.shown.info.name}: ${unread.done.result['msg']}`,
      hint: 'nothing was touched: correct that task first',
    });
  const peers: Peer[] = [];
  for (const described of reading.described) {
    const peer = await peerOf(run, described, reading);
    if (peer) peers.push(peer);
  }
  return peers;
}

async function peerOf(run: Run, described: Described, reading: Reading): Promise<Peer | undefined> {
  const { module, params, now, isFormer = false, call } = described;
  if (!now || (isFormer && isClaimed(described, reading))) return undefined;
  const { task, frame } = call.running;
  const world = await worldFor(described, run.options.check);
  // The same task under the tags that were asked for.
  const asked = { ...frame, play: { ...frame.play, run } };
  return { name: nameOf(described), module, params, world, now, isFormer, isLeftOut: modeOf(task, asked) !== 'run' };
}

/** Another task describes the very thing as it is. */
function isClaimed({ module, now, params }: Described, { described }: Reading): boolean {
  const id = module.removal?.id?.(now!, params);
  return described.some(
    (other) =>
      other.module === module && other.now && !other.isFormer && module.removal?.id?.(other.now, other.params) === id,
  );
}
