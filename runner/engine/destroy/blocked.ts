import { isAwsError } from '../../aws/errors.ts';
import { type Thing, worldFor } from './thing.ts';
import { idsOf, leaveWhatItUses } from './uses.ts';

/** Leaves what AWS would not let go, because something is in the way that does not go as well. Only reads. */
export async function leaveWhatIsBlocked(things: readonly Thing[]): Promise<void> {
  for (let found = await blocked(things); found; found = await blocked(things)) {
    const { thing, others } = found;
    const are = others.length === 1 ? 'is' : 'are';
    thing.verdict = { kind: 'left', reason: `${others.join(', ')} ${are} in the way` };
    // What stays keeps what it hangs on, and may in turn be in the way of others.
    leaveWhatItUses(thing, things);
  }
}

interface Blocked {
  readonly thing: Thing;
  readonly others: readonly string[];
}

/** The last described thing that cannot go, by what stands now. */
async function blocked(things: readonly Thing[]): Promise<Blocked | undefined> {
  const going = things.filter(({ verdict }) => verdict.kind === 'remove');
  const ids = idsOf(going);
  const looked = await Promise.all(
    going.toReversed().map(async (thing) => ({ thing, others: await inTheWay(thing, ids) })),
  );
  return looked.find(({ others }) => others.length > 0);
}

/** Who may not look is told by AWS when it comes to it. */
async function inTheWay(thing: Thing, going: ReadonlySet<string>): Promise<readonly string[]> {
  const look = thing.module.removal?.inTheWay;
  if (!look || !thing.now) return [];
  try {
    return await look(await worldFor(thing, true), thing.now, going);
  } catch (error) {
    if (isAwsError(error)) return [];
    throw error;
  }
}
