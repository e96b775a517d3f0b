import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, holdTo, type Recorded, render } from '../testing.ts';

/** Recorded from ansible.utils 2.8 with netaddr 0.8. */
const recorded: Recorded = [
  ["'192.168.144.5'|ansible.utils.ipsubnet", '192.168.144.5/32'],
  ["'192.168.0.0/16'|ansible.utils.ipsubnet(20)", '16'],
  ["'192.168.0.0/16'|ansible.utils.ipsubnet(20, 0)", '192.168.0.0/20'],
  ["'192.168.0.0/16'|ansible.utils.ipsubnet(20, -1)", '192.168.240.0/20'],
  ["'192.168.0.0/16'|ansible.utils.ipsubnet(20, 16)", false],
  ["'192.168.144.5'|ansible.utils.ipsubnet(20)", '192.168.144.0/20'],
  ["'192.168.144.5'|ansible.utils.ipsubnet(18, 0)", '192.168.128.0/18'],
  ["'192.168.144.5'|ansible.utils.ipsubnet(18, -5)", '192.168.144.0/27'],
  ["'192.168.144.5'|ansible.utils.ipsubnet('192.168.0.0/16')", '36870'],
  ["'192.168.144.16/30'|ansible.utils.ipsubnet('192.168.0.0/16')", '9221'],
  ["'2001:db8::/32'|ansible.utils.ipsubnet(64, 3)", '2001:db8:0:3::/64'],
  ["'x'|ansible.utils.ipsubnet(20)", false],
  ["'192.168.1.5'|ansible.utils.ipmath(5)", '192.168.1.10'],
  ["'10.1.1.0/24'|ansible.utils.ipmath(-1)", '10.1.0.255'],
  ["'2001:db8::'|ansible.utils.ipmath('300')", '2001:db8::12c'],
  ["'10.0.0.0/8'|ansible.utils.nthhost(305)", '10.0.1.49'],
  ["'10.0.0.0/8'|ansible.utils.nthhost(-1)", '10.255.255.255'],
  ["'10.0.0.0/30'|ansible.utils.nthhost(9)", false],
  ["'192.168.0.5/24'|ansible.utils.next_nth_usable(2)", '192.168.0.7'],
  ["'192.168.0.254/24'|ansible.utils.next_nth_usable(1)", null],
  ["'192.168.0.5/24'|ansible.utils.previous_nth_usable(2)", '192.168.0.3'],
  ["'192.168.0.1/24'|ansible.utils.previous_nth_usable(1)", null],
  ["'192.168.0.0/24'|ansible.utils.network_in_network('192.168.0.255')", true],
  ["'192.168.0.0/24'|ansible.utils.network_in_usable('192.168.0.255')", false],
  ["'192.168.0.0/24'|ansible.utils.network_in_usable('192.168.0.16/28')", true],
  ["'192.168.0.0/24'|ansible.utils.network_in_network('10.0.0.1')", false],
  ["['192.168.0.34','10.3.0.3','192.168.2.34']|ansible.utils.reduce_on_network('192.168.0.0/24')", ['192.168.0.34']],
  ["['192.168.0.0/17','192.168.128.0/17','192.168.128.1']|ansible.utils.cidr_merge", ['192.168.0.0/16']],
  [
    "['192.168.1.1','192.168.1.2','192.168.1.3','192.168.1.4']|ansible.utils.cidr_merge",
    ['192.168.1.1/32', '192.168.1.2/31', '192.168.1.4/32'],
  ],
  ["['192.168.1.1','192.168.1.2','192.168.1.3','192.168.1.4']|ansible.utils.cidr_merge('span')", '192.168.1.0/29'],
  ["['10.0.0.0/8','fe80::/10','fe80::1']|ansible.utils.cidr_merge", ['10.0.0.0/8', 'fe80::/10']],
  ["[]|ansible.utils.cidr_merge('span')", null],
  [
    "'10.0.0.0/30'|ansible.utils.usable_range",
    { usable_ips: ['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3'], number_of_ips: 4 },
  ],
  ["'192.168.1.5'|ansible.utils.ip4_hex", 'c0a80105'],
  ["'192.168.1.5'|ansible.utils.ip4_hex(':')", 'c0:a8:01:05'],
  ["'52:54:00:42:02:15'|ansible.utils.hwaddr", '52:54:00:42:02:15'],
  ["'52:54:00:42:02:15'|ansible.utils.hwaddr('bare')", '525400420215'],
  ["'52:54:00:42:02:15'|ansible.utils.hwaddr('bool')", true],
  ["'52:54:00:42:02:15'|ansible.utils.hwaddr('cisco')", '5254.0042.0215'],
  ["'52:54:00:42:02:15'|ansible.utils.hwaddr('eui48')", '52-54-00-42-02-15'],
  ["'52:54:00:42:02:15'|ansible.utils.hwaddr('linux')", '52:54:00:42:02:15'],
  ["'52:54:00:42:02:15'|ansible.utils.hwaddr('pgsql')", '525400:420215'],
  ["'52:54:00:42:02:15'|ansible.utils.hwaddr('unix')", '52:54:0:42:2:15'],
  ["'5254.0042.0215'|ansible.utils.hwaddr('int')", 90520735056405],
  ["'52-54-0-42-2-15'|ansible.utils.macaddr('linux')", '52:54:00:42:02:15'],
  ["'x'|ansible.utils.hwaddr", null],
  ["'fdcf:1894:23b5:d38c::/64'|ansible.utils.slaac('c2:31:b3:83:bf:2b')", 'fdcf:1894:23b5:d38c:c031:b3ff:fe83:bf2b'],
  ["'10.0.0.0/8'|ansible.utils.slaac('c2:31:b3:83:bf:2b')", false],
];

test('filters of networks and hardware addresses behave as in Ansible', () => holdTo(recorded));

/** An expression, and why it fails. */
const bad: readonly (readonly [string, RegExp])[] = [
  ["'192.168.0.0/16' | ipsubnet(8)", /has no subnets of \/8/],
  ["'10.0.0.1' | ipsubnet('192.168.0.0/16')", /is not in 192\.168\.0\.0\/16/],
  ["'x' | ipmath(1)", /'x' is no address/],
  ["'10.0.0.1' | ipmath('many')", /whole number/],
  ["'255.255.255.255' | ipmath(1)", /outside of all addresses/],
  ["['x'] | cidr_merge", /must be an address or network/],
  ["['10.0.0.1', '::1'] | cidr_merge('span')", /no network in common/],
  ["'10.0.0.0/8' | usable_range", /too many addresses/],
  ["'x' | hwaddr('linux')", /no hardware address/],
  ["'::1' | ip4_hex", /no IPv4 address/],
];

test('filters of networks say what is wrong', () => {
  for (const [text, message] of bad) assert.match(errorOf(() => render(`{{ ${text} }}`)).message, message, text);
});
