import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from './page.ts';
import { ServiceError } from './wire/errors.ts';

const refused = () => new ServiceError('InvalidNextToken', 'no');

test('pages follow each other to the end', () => {
  const first = page([1, 2, 3, 4, 5], { size: 2 }, refused);
  const second = page([1, 2, 3, 4, 5], { size: 2, token: first.next }, refused);
  const third = page([1, 2, 3, 4, 5], { size: 2, token: second.next }, refused);
  assert.deepEqual([first.items, second.items, third.items, third.next], [[1, 2], [3, 4], [5], undefined]);
});

test('a listing that fits has no next page', () => {
  assert.equal(page([1, 2], { size: 2 }, refused).next, undefined);
  assert.equal(page([1, 2], {}, refused).next, undefined);
});

test('a token that was never given out is refused', () => {
  assert.throws(() => page([1], { token: 'made up' }, refused), { name: 'InvalidNextToken' });
});
