import assert from 'node:assert/strict';
import test from 'node:test';
import { containsIpv6, formatIpv6Cidr, parseIpv6Cidr } from './ipv6.ts';

for (const [text, expected] of [
  ['::/0', '::/0'],
  ['::0/0', '::/0'],
  ['0:0:0:0:0:0:0:1/128', '::1/128'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['2001:db8:0:1::/64', '2001:db8:0:1::/64'],
  ['2001:db8:1234:5600:ffff::/56', '2001:db8:1234:5600::/56'],
  ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3/128'],
  ['1:2:3:4:5:6:7:8/128', '1:2:3:4:5:6:7:8/128'],
] as const) {
  test(`${text} is written ${expected}`, () => assert.equal(formatIpv6Cidr(parseIpv6Cidr(text)!), expected));
}

for (const text of [
  '::',
  '::/129',
  '::/x',
  '1::2::3/64',
  '1:2:3/64',
  '1:2:3:4:5:6:7:8:9/64',
  '12345::/16',
  '10.0.0.0/8',
]) {
  test(`${text} is no range`, () => assert.equal(parseIpv6Cidr(text), undefined));
}

test('a range holds those inside it', () => {
  const [network, inside, beside] = ['2001:db8:0:100::/56', '2001:db8:0:1ff::/64', '2001:db8:0:200::/64'].map(
    (text) => parseIpv6Cidr(text)!,
  );
  assert.ok(containsIpv6(network!, inside!) && !containsIpv6(inside!, network!) && !containsIpv6(network!, beside!));
});
