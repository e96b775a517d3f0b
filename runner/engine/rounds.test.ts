import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PlayOptions } from '../play.ts';
import { Unknown } from '../template/values.ts';
import type { Loop } from './loop.ts';
import type { Done } from './results.ts';
import { createRounds, type Wanted } from './rounds.ts';
import { rehearse } from './testing.ts';

const loop = { undecided: false } as Loop;
const round = (over: Partial<Done> = {}): Done => ({
  result: { changed: false, msg: 'x' },
  hidden: false,
  milliseconds: 1,
  ...over,
});
function togetherOf(rounds: readonly Done[], wanted: Wanted, of = loop): Done {
  const all = createRounds(of, wanted);
  for (const each of rounds) all.add(each);
  return all.together(5);
}
const nobody: Wanted = { results: false, shown: false };

describe('what the items of a loop come to', () => {
  for (const [what, rounds, marks] of [
    ['nothing changed', [round()], { changed: false, skipped: false, msg: 'All items completed' }],
    [
      'one changed',
      [round(), round({ result: { changed: true } })],
      { changed: true, skipped: false, msg: 'All items completed' },
    ],
    [
      'one may change',
      [round({ result: { changed: new Unknown() } })],
      { changed: new Unknown(), skipped: false, msg: 'All items completed' },
    ],
    [
      'one failed',
      [round({ result: { failed: true } }), round()],
      { changed: false, failed: true, skipped: false, msg: 'One or more items failed' },
    ],
    [
      'all were skipped',
      [round({ result: { skipped: true } })],
      { changed: false, skipped: true, msg: 'All items skipped' },
    ],
  ] as const)
    test(what, () => {
      const { result, shown } = togetherOf(rounds, nobody);
      assert.deepEqual([result, shown?.()], [marks, marks]);
    });

  test('each handler is notified once, however many items do', () => {
    const rounds = [round({ notify: ['a', 'b'] }), round({ notify: ['a'] })];
    assert.deepEqual(togetherOf(rounds, nobody).notify, ['a', 'b']);
  });
});

describe('results of items are kept only for who asks for them', () => {
  const rounds = [round({ label: 'one', kept: { whole: true } }), round()];
  const plainOne = { changed: false, msg: 'x' };
  for (const [who, wanted, results, shown] of [
    ['nobody', nobody, undefined, undefined],
    ['a variable', { results: true, shown: false }, [{ whole: true }, plainOne], undefined],
    [
      'a report',
      { results: true, shown: true },
      [{ whole: true }, plainOne],
      [{ ...plainOne, _ansible_item_label: 'one' }, plainOne],
    ],
  ] as const)
    test(who, () => {
      const done = togetherOf(rounds, wanted);
      assert.deepEqual([done.result['results'], done.shown?.()['results']], [results, shown]);
    });

  const ofTask = async (task: string, options: Partial<PlayOptions>) => {
    const { events } = await rehearse(task, options);
    const done = events.filter((event) => event.type === 'task_done');
    return done.map(({ outcome }) => [outcome.looped ?? false, 'results' in outcome.result]);
  };
  test('a reporter that does without gets none, and variables have them all the same', async () => {
    const task = `- {debug: {msg: "{{ item }}"}, loop: [1, 2], register: both}
- assert:
    that: both.results | map(attribute='msg') | list == [1, 2]`;
    assert.deepEqual(await ofTask(task, { itemResults: false }), [
      [true, false],
      [false, false],
    ]);
    assert.deepEqual(await ofTask(task, {}), [
      [true, true],
      [false, false],
    ]);
  });
  test('a rescue can ask for them', async () => {
    const task = `- block: [{fail: {msg: "{{ item }}"}, loop: [1, 2]}]
  rescue: [{assert: {that: ansible_failed_result.results | length == 2}}]`;
    const { code } = await rehearse(task, { itemResults: false });
    assert.equal(code, 0);
  });
});

test('an interrupt is heard between items that wait for nothing', async () => {
  const interrupt = new AbortController();
  setTimeout(() => interrupt.abort(), 5);
  const { code, events } = await rehearse(`- {debug: {msg: x}, loop: "{{ range(0, 300000) | list }}"}`, {
    itemResults: false,
    signal: interrupt.signal,
  });
  assert.equal(code, 130);
  assert.ok(events.length < 300_000);
});
