import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressCount, canonicalCidr, cidrContains } from './cidr.ts';

const canonical: readonly [string, string][] = [
  ['192.168.5.7/16', '192.168.0.0/16'],
  ['10.0.0.1/32', '10.0.0.1/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:0::1/64', '2001:db8::/64'],
  ['::/0', '::/0'],
  ['subnet-1', 'subnet-1'],
  ['10.0.0.256/8', '10.0.0.256/8'],
];
for (const [written, expected] of canonical)
  test(`${written} is ${expected} to AWS`, () => assert.equal(canonicalCidr(written), expected));

const contained: readonly [string, string, boolean][] = [
  ['192.168.0.0/16', '192.168.16.0/20', true],
  ['192.168.0.0/16', '192.169.0.0/20', false],
  ['192.168.0.0/20', '192.168.0.0/16', false],
  ['10.0.0.0/8', '2001:db8::/64', false],
  ['2001:db8::/56', '2001:db8:0:1::/64', true],
];
for (const [outer, inner, expected] of contained)
  test(`${outer} ${expected ? 'holds' : 'does not hold'} ${inner}`, () =>
    assert.equal(cidrContains(outer, inner), expected));

test('a network has a power of two of addresses', () => {
  assert.equal(addressCount('10.0.0.0/20'), 4096);
  assert.equal(addressCount('nonsense'), 0);
});
