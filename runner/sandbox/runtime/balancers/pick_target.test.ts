import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TargetRecord } from '../../services/elbv2/state.ts';
import { createLedger } from './ledger.ts';
import { eligible, pickTarget } from './pick_target.ts';
import { createTurns } from './weights.ts';

const target = (id: string, state: TargetRecord['state'] = 'healthy'): TargetRecord => ({
  id,
  port: 80,
  state,
  streak: 0,
  dueAt: 0,
});

const health = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';

const pools: [
  title: string,
  states: TargetRecord['state'][],
  attributes: Record<string, string>,
  expected: number[],
][] = [
  ['only healthy targets get requests', ['healthy', 'unhealthy', 'initial', 'healthy'], {}, [0, 3]],
  ['all targets get requests when none is healthy', ['unhealthy', 'initial', 'draining'], {}, [0, 1]],
  ['a draining target gets no request, even when it is the only one', ['draining'], {}, []],
  [
    'all targets get requests when fewer are healthy than wanted',
    ['healthy', 'unhealthy'],
    { [`${health}.count`]: '2' },
    [0, 1],
  ],
  [
    'all targets get requests when the healthy share is too small',
    ['healthy', 'unhealthy', 'unhealthy'],
    { [`${health}.percentage`]: '50' },
    [0, 1, 2],
  ],
  ['the healthy share may be just enough', ['healthy', 'unhealthy'], { [`${health}.percentage`]: '50' }, [0]],
];

for (const [title, states, attributes, expected] of pools) {
  test(title, () => {
    const targets = states.map((state, index) => target(String(index), state));
    assert.deepEqual(
      eligible({ targets, attributes }).map(({ id }) => Number(id)),
      expected,
    );
  });
}

/** Picks so many times, with requests that end at once, or never. */
function picks(ids: string[], count: number, algorithm: string, endless = (_: string) => false): string[] {
  const ledger = createLedger();
  const group = { targets: ids.map((id) => target(id)), attributes: { 'load_balancing.algorithm.type': algorithm } };
  return Array.from({ length: count }, () => {
    const { id } = pickTarget(group, (each) => ledger.load(each.id))!;
    const leave = ledger.enter(id, () => {});
    if (!endless(id)) leave();
    return id;
  });
}

test('round robin goes round', () => assert.equal(picks(['a', 'b', 'c'], 7, 'round_robin').join(''), 'abcabca'));
test('round robin does not mind requests under way', () =>
  assert.equal(picks(['a', 'b'], 4, 'round_robin', (id) => id === 'a').join(''), 'abab'));
test('least outstanding requests spares who is busy', () =>
  assert.equal(picks(['a', 'b'], 5, 'least_outstanding_requests', (id) => id === 'a').join(''), 'abbbb'));
test('a target that joins does not get what the others had before it', () => {
  const ledger = createLedger();
  const targets = [target('a'), target('b')];
  const pick = () => {
    const { id } = pickTarget({ targets, attributes: {} }, (each) => ledger.load(each.id))!;
    ledger.enter(id, () => {})();
    return id;
  };
  const first = [pick(), pick(), pick(), pick()];
  targets.push(target('c'));
  assert.equal([...first, pick(), pick(), pick(), pick()].join(''), 'ababcabc');
});
test('weighted random takes what chance says', () => {
  const group = {
    targets: [target('a'), target('b')],
    attributes: { 'load_balancing.algorithm.type': 'weighted_random' },
  };
  assert.equal(
    pickTarget(
      group,
      () => ({ open: 0, last: 0 }),
      () => 0.99,
    )?.id,
    'b',
  );
});

const shares: [weights: number[], count: number, expected: number[]][] = [
  [[80, 20], 100, [80, 20]],
  [[1, 1, 1], 9, [3, 3, 3]],
  [[0, 5], 10, [0, 10]],
  [[999, 1], 1000, [999, 1]],
];

for (const [weights, count, expected] of shares) {
  test(`target groups of the weights ${weights.join(' and ')} get their shares`, () => {
    const turns = createTurns();
    const tuples = weights.map((Weight, index) => ({ TargetGroupArn: String(index), Weight }));
    const got = weights.map(() => 0);
    for (let turn = 0; turn < count; turn += 1) got[Number(turns.next(tuples))]! += 1;
    assert.deepEqual(got, expected);
  });
}

test('no target group is chosen when every weight is 0', () =>
  assert.equal(createTurns().next([{ TargetGroupArn: 'a', Weight: 0 }]), undefined));
