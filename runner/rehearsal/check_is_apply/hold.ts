import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { type Account, prepare } from './account.ts';
import { type Case, drawCase } from './case.ts';
import { shrink } from './shrink.ts';
import type { Variety } from './variety.ts';
import { type Verdict, verify } from './verify.ts';

/** How many cases are drawn in all when nobody says otherwise. */
const usual = 2_080;
/** Modules there are, among which the cases are shared out. */
const shareOf = (wanted: number, varieties: number) => Math.ceil(wanted / varieties);

/**
 * Draws cases of each variety and holds them to what is promised. `PLAY_CASES=n` draws so many in all; `PLAY_SEED=NAME:SEED`, which
 * a failure tells, draws that one alone.
 */
export function holdAll(varieties: readonly Variety[], total: number): void {
  const account = prepare();
  const { PLAY_CASES, PLAY_SEED } = process.env;
  const [only, seed] = PLAY_SEED?.split(':') ?? [];
  const cases = shareOf(Number(PLAY_CASES ?? usual), total);
  for (const [index, variety] of varieties.entries()) {
    const title = `${variety.name}${varieties.findIndex(({ name }) => name === variety.name) === index ? '' : `_${index}`}`;
    if (only !== undefined && only !== title) continue;
    test(`${title}: check tells what apply does`, async (t) => {
      const seeds = seed === undefined ? Array.from({ length: cases }, (_, each) => each + 1) : [Number(seed)];
      const tally = await holdEach(variety, title, seeds, await account);
      t.diagnostic(`${title}: ${tally}`);
    });
  }
}

async function holdEach(variety: Variety, title: string, seeds: readonly number[], account: Account): Promise<string> {
  const verdicts: Verdict[] = [];
  const starts = new Map<string, number>();
  for (const seed of seeds) {
    const drawn = drawCase(variety, seed, account.ids);
    starts.set(drawn.start, (starts.get(drawn.start) ?? 0) + 1);
    try {
      verdicts.push(await verify(drawn, account));
    } catch (error) {
      throw await told(drawn, account, `PLAY_SEED=${title}:${seed}`, error);
    }
  }
  const refused = verdicts.filter((verdict) => verdict.refused !== undefined);
  const reasons = new Set(refused.map((verdict) => verdict.refused));
  if (seeds.length >= 100)
    assert.ok(refused.length < seeds.length / 5, `too many cases are refused: ${[...reasons].join('\n')}`);
  const changed = verdicts.filter((verdict) => verdict.changed).length;
  return `${seeds.length} cases (${[...starts].map(([start, count]) => `${count} ${start}`).join(', ')}), ${changed} changed, ${refused.length} refused`;
}

/** The failure with the smallest case that has it, and how to meet it again. */
async function told(drawn: Case, account: Account, seed: string, error: unknown): Promise<Error> {
  const kind = messageOf(error);
  const smallest = await shrink(drawn, async (smaller) => {
    try {
      await verify(smaller, account);
      return false;
    } catch (another) {
      return messageOf(another) === kind;
    }
  });
  const { variety: _, ...rest } = smallest;
  const shown = inspect(rest, { depth: 9, breakLength: 120 });
  const last = await verify(smallest, account).then(
    () => error,
    (reason: unknown) => reason,
  );
  const why = last instanceof Error ? (last.stack ?? last.message) : String(last);
  return new Error(`${seed}\n${shown}\n${why}`);
}

/** What a failure is about, without its particulars. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0]! : String(error);
}
