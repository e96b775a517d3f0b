import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { createWorld } from '../aws/create_world.ts';
import type { World } from '../aws/world.ts';
import type { WorldFactory } from '../engine/worlds.ts';
import { makeBystanders } from './bystanders.ts';
import { everythingIn } from './everything.ts';
import { startMoto, withoutMoto } from './moto.ts';
import { createStage, failures, type Run } from './stage.ts';
import { extra } from './stories.ts';

function assertFine(run: Run): void {
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
}

/** Kind by kind, so that a difference is not lost among all that is the same. */
function assertSame(now: Record<string, unknown>, before: Record<string, unknown>, when = ''): void {
  for (const kind of Object.keys(before)) assert.deepEqual(now[kind], before[kind], `${kind} ${when}`);
}

const stepsOf = ({ tasks }: Run): string[] => tasks.flatMap(({ outcome }) => outcome.steps ?? []);

describe('the shipped playbook, destroyed on moto', { skip: withoutMoto }, () => {
  const moto = startMoto();
  const options = { environment: moto.environment, extraVars: extra(false), skipTags: ['image'] };
  const play = createStage(options);
  const world = (): World => createWorld({ ...moto.world(), region: 'eu-west-1' });
  beforeEach(() => moto.reset());

  /** Ends before the write after the `limit`-th is sent, and asks nothing after it. */
  function dying(limit: number): WorldFactory {
    let writes = 0;
    return (wanted) =>
      createWorld({
        ...wanted,
        ...moto.world(),
        onCall(call) {
          if (call.write) writes += 1;
          if (writes > limit) throw new Error('the process was killed');
          wanted.onCall?.(call);
        },
      });
  }

  test('leaves the account as empty as before, takes the steps that --check announced, and finds nothing again', async () => {
    const before = await everythingIn(world());
    assertFine(await play());
    const planned = await play({ destroy: 'all', check: true });
    assertFine(planned);
    assert.equal(planned.recap.writes, 0);
    const run = await play({ destroy: 'all' });
    assertFine(run);
    assert.deepEqual(stepsOf(run), stepsOf(planned));
    assertSame(await everythingIn(world()), before);
    const again = await play({ destroy: 'all' });
    assertFine(again);
    assert.deepEqual([again.recap.changed, again.recap.writes, stepsOf(again)], [0, 0, []]);
  });

  for (const limit of [1, 8, 14, 20, 26])
    test(`goes on where a deployment, and then a destroy, was killed after ${limit} writes`, async () => {
      const before = await everythingIn(world());
      assert.equal((await play({ worldFactory: dying(limit) })).code, 2);
      assertFine(await play({ destroy: 'all' }));
      assertSame(await everythingIn(world()), before, 'after the deployment');
      assertFine(await play());
      assert.equal((await play({ destroy: 'all', worldFactory: dying(Math.min(limit, 20)) })).code, 2);
      assertFine(await play({ destroy: 'all' }));
      assertSame(await everythingIn(world()), before, 'after the destroy');
    });

  test('leaves what others made, however similar its name', async () => {
    await makeBystanders(world());
    const before = await everythingIn(world());
    assertFine(await play());
    assertFine(await play({ destroy: 'all' }));
    assertSame(await everythingIn(world()), before);
  });
});
