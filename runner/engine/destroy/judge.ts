import { isDeepStrictEqual } from 'node:util';
import { worldKey } from '../../aws/connection.ts';
import { failure } from '../failure.ts';
import { notOwned, tagsOf } from '../ownership.ts';
import type { Run } from '../run.ts';
import type { Described, Reading } from './reading.ts';
import { absentParams, readToRemove, type Thing, type Verdict, worldFor } from './thing.ts';
import { idOf } from './uses.ts';

/**
 * What is to become of everything that the playbook describes, in its order. What cannot be told is noted among the failures of
 * the reading. Only reads.
 */
export async function judge(run: Run, reading: Reading): Promise<Thing[]> {
  const things: Thing[] = [];
  for (const described of reading.described) {
    if (run.options.signal.aborted) break;
    try {
      things.push(await judgeOne(run, described, things));
    } catch (error) {
      const { running, hidden } = described.call;
      reading.failed.push({ shown: running, done: { ...failure(error), hidden, milliseconds: 0 } });
    }
  }
  return things;
}

async function judgeOne(run: Run, described: Described, before: readonly Thing[]): Promise<Thing> {
  const world = await worldFor(described, true);
  const asked = absentParams(described);
  const now = described.isIdentified ? await readToRemove(described, asked, { world, run }) : undefined;
  const absent = absentParams(described, now);
  const verdict = now ? await verdictOn(run, { ...described, now, absent }, before) : verdictOnNothing(described);
  return { ...described, absent, now, verdict };
}

/** Not there, or nobody can tell. */
function verdictOnNothing({ dependsOn }: Described): Verdict {
  if (dependsOn === undefined) return { kind: 'gone' };
  return { kind: 'left', reason: `which one is meant "${dependsOn}" says, and only a real run sets that` };
}

type Present = Described & { readonly now: object; readonly absent: Thing['absent'] };

async function verdictOn(run: Run, thing: Present, before: readonly Thing[]): Promise<Verdict> {
  const { module, now, absent } = thing;
  // What is described twice goes with the first description: what stands between the two may hang on it.
  if (before.some((other) => isSame(other, thing))) return { kind: 'gone' };
  const world = await worldFor(thing, true);
  const { ownership, destroy } = run.options;
  const reason = ownership && notOwned(await tagsOf(module, world, now, absent), ownership.owner);
  if (reason !== undefined) return { kind: 'left', reason };
  const holds = await module.removal?.holds?.(world, now, absent);
  return holds === undefined || destroy === 'all' ? { kind: 'remove' } : { kind: 'held', holds };
}

function isSame(other: Thing, thing: Present): boolean {
  const { module, call, now } = thing;
  if (other.module !== module || worldKey(other.call.connection) !== worldKey(call.connection)) return false;
  return module.removal?.id ? idOf(other) === idOf(thing) : isDeepStrictEqual(other.now, now);
}
