import assert from 'node:assert/strict';
import test from 'node:test';
import { breakerThreshold, throttleMs } from './circuit_breaker.ts';
import { type Goal, nextMove, type Standing } from './rolling.ts';

/** `OOnn` is two healthy old tasks and two new ones that are not healthy yet; `N` is a healthy new one, `o` an ill old one. */
const standing = (text: string): Standing[] =>
  [...text].map((letter, index) => ({
    arn: `${letter}${index}`,
    fresh: letter.toLowerCase() === 'n',
    healthy: letter === letter.toUpperCase(),
  }));

const goal = (desired: number, minimum: number, maximum: number): Goal => ({
  desired,
  minimumHealthyPercent: minimum,
  maximumPercent: maximum,
  mayStart: true,
});

const moves: [tasks: string, goal: Goal, start: number, stop: string[], stuck?: boolean][] = [
  ['', goal(3, 100, 200), 3, []],
  ['OOO', goal(3, 70, 150), 1, []],
  ['OOOn', goal(3, 70, 150), 0, []],
  ['OOON', goal(3, 70, 150), 0, ['O0']],
  ['OON', goal(3, 70, 150), 1, []],
  ['OOO', goal(3, 100, 200), 3, []],
  ['OOONnn', goal(3, 100, 200), 0, ['O0']],
  ['OOONNN', goal(3, 100, 200), 0, ['O0', 'O1', 'O2']],
  ['OOOO', goal(4, 50, 100), 0, ['O0', 'O1']],
  ['OO', goal(4, 50, 100), 2, []],
  ['ooo', goal(3, 100, 200), 3, ['o0', 'o1', 'o2']],
  ['O', goal(1, 50, 150), 0, [], true],
  ['NNN', goal(1, 100, 200), 0, ['N1', 'N2']],
  ['NnN', goal(2, 100, 200), 0, ['n1']],
  ['NNN', goal(0, 100, 200), 0, ['N0', 'N1', 'N2']],
  ['OO', { ...goal(2, 0, 200), mayStart: false }, 0, []],
];
for (const [tasks, wanted, start, stop, stuck = false] of moves) {
  const { desired, minimumHealthyPercent: minimum, maximumPercent: maximum } = wanted;
  test(`of "${tasks}" with ${desired} wanted, ${minimum}–${maximum} %, ${start} start and ${stop.length} stop`, () => {
    assert.deepEqual(nextMove(standing(tasks), wanted), { start, stop, stuck });
  });
}

test('the circuit breaker opens at half of the tasks, at least 3 and at most 200', () => {
  assert.deepEqual(
    [1, 6, 7, 20, 1000].map((desired) => breakerThreshold(desired)),
    [3, 3, 4, 10, 200],
  );
});

test('the circuit breaker opens where the service says', () => {
  const at = (type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT', value: number) =>
    breakerThreshold(10, { enable: true, rollback: true, thresholdConfiguration: { type, value } });
  assert.deepEqual([at('COUNT', 1), at('BOUNDED_PERCENT', 10), at('UNBOUNDED_PERCENT', 10)], [1, 3, 1]);
});

test('tasks that keep on failing are launched ever later, but at least four times an hour', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 20].map(throttleMs), [0, 0, 15_000, 30_000, 60_000, 900_000]);
});
