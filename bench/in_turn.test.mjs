import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn, orderOf } from './in_turn.mjs';

test('sides come in turn, the quick ones more often in a round than the slow', () => {
  const sides = [{ name: 'A', each: 3 }, { name: 'B' }, { name: 'C', each: 2 }];
  assert.equal(
    orderOf(sides)
      .map(({ name }) => name)
      .join(''),
    'ABCACA',
  );
});

test('each side has its samples, in order, and each is told of when it is there', async () => {
  let count = 0;
  const run = async () => {
    count += 1;
    return count;
  };
  const told = [];
  const sides = [
    { name: 'A', each: 2, run },
    { name: 'B', run },
  ];
  const samples = await inTurn(2, sides, (...each) => told.push(each));
  assert.deepEqual(
    [...samples],
    [
      ['A', [1, 3, 4, 6]],
      ['B', [2, 5]],
    ],
  );
  assert.deepEqual(told.slice(0, 3), [
    ['A', 1],
    ['B', 2],
    ['A', 3],
  ]);
});
