import assert from 'node:assert/strict';
import test from 'node:test';
import { canonical, contains, formatCidr, overlaps, parseCidr, sizeOf } from './cidr.ts';

for (const text of ['10.0.0.0/33', '10.0.0/8', '256.0.0.0/8', 'x', '10.0.0.0', '10.0.0.0/16x', '::/0']) {
  test(`${text} is no range`, () => assert.equal(parseCidr(text), undefined));
}

for (const [text, expected] of [
  ['10.0.3.7/16', '10.0.0.0/16'],
  ['192.168.31.255/20', '192.168.16.0/20'],
  ['255.255.255.255/32', '255.255.255.255/32'],
  ['200.1.1.1/0', '0.0.0.0/0'],
] as const) {
  test(`${text} is ${expected} in canonical form`, () => {
    assert.equal(formatCidr(canonical(parseCidr(text)!)), expected);
  });
}

test('ranges hold and overlap each other', () => {
  const [network, half, beside] = ['10.0.0.0/16', '10.0.128.0/17', '10.1.0.0/16'].map((text) => parseCidr(text)!);
  assert.ok(contains(network!, half!) && !contains(half!, network!) && !contains(network!, beside!));
  assert.ok(overlaps(half!, network!) && !overlaps(network!, beside!));
  assert.equal(sizeOf(half!), 32_768);
});
