import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeState, encodeState } from './state_codec.ts';

const roundTrip = (value: unknown) => decodeState(encodeState(value));

describe('state comes back as it was written', () => {
  for (const [what, value] of [
    ['primitives', ['a', 1, -1.5, true, null, '']],
    ['numbers JSON has no word for', [Number.NaN, Number.POSITIVE_INFINITY, -0]],
    ['what is undefined', { a: undefined, b: [undefined] }],
    ['integers beyond the doubles', [2n ** 80n, -1n]],
    ['dates', [new Date(1_700_000_000_123), new Date(0)]],
    ['bytes', [new Uint8Array([0, 255, 128]), new Uint8Array()]],
    [
      'maps in their order, with any key',
      new Map<unknown, unknown>([
        [2, 'b'],
        ['1', new Map([[{ a: 1 }, new Set([1])]])],
      ]),
    ],
    ['sets', new Set(['b', 'a', 1n])],
    ['keys that look like ours', { $: 'map', v: [['a', 'b']], nested: { $: { $: 'ref', id: 0 } } }],
    ['keys that are dangerous', JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')],
    ['text of any kind', ['\u0000\ud800\u2028"\\', '🙂']],
  ] as const) {
    test(what, () => assert.deepEqual(roundTrip(value), value));
  }
});

test('what was shared is shared again, in cycles, too', () => {
  const deployment: Record<string, unknown> = { id: 'a' };
  deployment['self'] = deployment;
  const date = new Date(5);
  const read = roundTrip({ list: [deployment], last: deployment, times: [date, date] }) as {
    list: [Record<string, unknown>];
    last: Record<string, unknown>;
    times: [Date, Date];
  };
  assert.equal(read.list[0], read.last);
  assert.equal(read.last['self'], read.last);
  assert.equal(read.times[0], read.times[1]);
});

test('what is no data is told with its place', () => {
  assert.throws(() => encodeState(new Map([['a', { b: [() => 1] }]])), /holds function.* at a › b › 0/);
  assert.throws(() => encodeState({ a: /x/ }), /an instance of RegExp/);
});
