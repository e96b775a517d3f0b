import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../../rehearsal/check_is_apply/random.ts';
import { type Ended, runSchedule, type Schedule, type UnitEnd } from './schedule.ts';
import { createVirtualTime } from './testing.ts';

/** Units with their durations, and what becomes of those that run. */
interface Case {
  readonly needs: readonly (readonly number[])[];
  readonly durations: readonly number[];
  readonly fates: readonly Ended[];
}

interface Seen {
  readonly ends: readonly UnitEnd[];
  readonly started: ReadonlyMap<number, number>;
  readonly ended: ReadonlyMap<number, number>;
  /** In the order they started. */
  readonly order: readonly number[];
  readonly most: number;
  readonly length: number;
}

/** Runs a case in virtual time. */
async function run({ needs, durations, fates }: Case, how: Partial<Schedule> = {}): Promise<Seen> {
  const time = createVirtualTime();
  const started = new Map<number, number>();
  const ended = new Map<number, number>();
  const order: number[] = [];
  let [running, most] = [0, 0];
  const work = runSchedule({
    needs,
    limit: 1000,
    failFast: () => false,
    isSerial: () => false,
    isOver: () => false,
    async run(position) {
      for (const need of needs[position]!)
        assert.ok(ended.has(need) && fates[need] === 'done', `${position} ← ${need}`);
      order.push(position);
      started.set(position, time.now());
      running += 1;
      most = Math.max(most, running);
      await time.pass(durations[position]!);
      running -= 1;
      ended.set(position, time.now());
      return fates[position]!;
    },
    ...how,
  });
  return { ends: await time.through(work), started, ended, order, most, length: time.now() };
}

function randomCase(seed: number, failures: number): Case {
  const random = randomFrom(seed);
  const count = 1 + Math.floor(random() * 30);
  const density = random() * 0.3;
  const positions = Array.from({ length: count }, (_, position) => position);
  return {
    needs: positions.map((position) => positions.slice(0, position).filter(() => random() < density)),
    durations: positions.map(() => Math.floor(random() * 50)),
    fates: positions.map(() => (random() < failures ? 'failed' : 'done')),
  };
}

const seeds = Array.from({ length: 300 }, (_, index) => index + 1);

/** When each unit could end at the earliest. */
function earliest({ needs, durations }: Case): number[] {
  const ends: number[] = [];
  for (const [position, own] of needs.entries())
    ends[position] = Math.max(0, ...own.map((need) => ends[need]!)) + durations[position]!;
  return ends;
}

test('whatever the graph, each unit starts as soon as what it needs has ended', async () => {
  for (const seed of seeds) {
    const each = randomCase(seed, 0);
    const seen = await run(each);
    const ends = earliest(each);
    assert.deepEqual(
      [...seen.ended].sort(([a], [b]) => a - b),
      [...ends.entries()],
      `seed ${seed}`,
    );
    assert.equal(seen.length, Math.max(...ends), `seed ${seed}`);
  }
});

test('never more than the limit run at once, none idles while it could run, and the first by position goes first', async () => {
  for (const seed of seeds) {
    const each = randomCase(seed, 0.1);
    const limit = 1 + (seed % 4);
    const { most, order, started, ended } = await run(each, { limit });
    assert.ok(most <= limit, `seed ${seed}`);
    for (const position of order) {
      const at = started.get(position)!;
      const could = (other: number) =>
        each.needs[other]!.every(
          (need) => (ended.get(need) ?? Number.POSITIVE_INFINITY) < at && each.fates[need] === 'done',
        );
      const passed = order.filter((other) => other < position && started.get(other)! > at && could(other));
      assert.deepEqual(passed, [], `seed ${seed}: ${position} went before`);
    }
  }
});

test('after a failure nothing starts that depends on it, and all else runs', async () => {
  for (const seed of seeds) {
    const each = randomCase(seed, 0.2);
    const { ends, started } = await run(each, { limit: 3 });
    const reached: boolean[] = [];
    for (const [position, own] of each.needs.entries()) {
      reached[position] = own.every((need) => reached[need] && each.fates[need] === 'done');
      assert.equal(started.has(position), reached[position], `seed ${seed}: ${position}`);
      assert.equal(ends[position]!.kind, reached[position] ? 'ran' : 'blocked', `seed ${seed}: ${position}`);
    }
  }
});

test('one at a time they run in their order', async () => {
  for (const seed of seeds) {
    const { order, most } = await run(randomCase(seed, 0), { isSerial: () => true });
    assert.equal(most, 1);
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
      `seed ${seed}`,
    );
  }
});

/** Three units without edges, the first of which ends as told; how far it goes. */
const three = (fate: Ended): Case => ({ needs: [[], [], []], durations: [1, 5, 1], fates: [fate, 'done', 'done'] });
const ways = ({ ends }: Seen) => ends.map((end) => (end.kind === 'ran' ? end.ended : end.kind)).join(' ');

test('what runs is brought to its end and nothing more starts, when asked to', async () => {
  assert.equal(ways(await run(three('stop'), { limit: 2 })), 'stop done left');
  assert.equal(ways(await run(three('failed'), { limit: 2, failFast: () => true })), 'failed done left');
  assert.equal(ways(await run(three('failed'), { limit: 2 })), 'failed done done');
  let isOver = false;
  const over = run(three('done'), {
    limit: 1,
    isOver: () => isOver,
    async run() {
      isOver = true;
      return 'done';
    },
  });
  assert.equal(ways(await over), 'done left left');
});

test('what is thrown is thrown when all that runs has ended', async () => {
  const ended: number[] = [];
  const work = runSchedule({
    needs: [[], [], []],
    limit: 2,
    failFast: () => false,
    isSerial: () => false,
    isOver: () => false,
    async run(position) {
      if (position === 0) throw new Error('broken');
      await new Promise((resolve) => setTimeout(resolve, 5));
      ended.push(position);
      return 'done';
    },
  });
  await assert.rejects(work, /broken/);
  assert.deepEqual(ended, [1]);
});
