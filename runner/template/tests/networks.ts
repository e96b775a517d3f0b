import { asText } from '../filters/read.ts';
import {
  isLoopback,
  isMapped,
  isMulticast,
  isPrivate,
  isReserved,
  isShared,
  isSixToFour,
  isTeredo,
} from '../net/kinds.ts';
import { bitsOf, contains, firstOf, type Network, parseAddress, parseNetwork } from '../net/network.ts';
import type { Table, Test } from '../plugin.ts';
import { iterate } from '../python/sequence.ts';
import type { Value } from '../python/types.ts';

/** A network as text or a lone address; without a host part, as Python's `ipaddress` wants them. */
function networkOf(value: Value): Network | undefined {
  const text = asText(value);
  if (!/^\d+\.\d+\.\d+\.\d+(?:\/|$)|:/.test(text) || /(?:^|\.)0\d/.test(text.split('/')[0]!)) return undefined;
  const net = parseNetwork(text);
  return net && net.value === firstOf(net) ? net : undefined;
}

function addressOf(value: Value): Network | undefined {
  const text = asText(value);
  const parsed = /(?:^|\.)0\d/.test(text) ? undefined : parseAddress(text);
  return parsed && { ...parsed, prefix: bitsOf(parsed) };
}

const ofAddress = (description: string, holds: (net: Network) => boolean): Test => ({
  description,
  run: (value) => {
    const net = addressOf(value);
    return net !== undefined && holds(net);
  },
});

const ofNetwork = (description: string, holds: (net: Network) => boolean): Test => ({
  description,
  run: (value) => {
    const net = networkOf(value);
    return net !== undefined && holds(net);
  },
});

function isIn(value: Value, network: Value): boolean {
  const [inner, outer] = [networkOf(value), networkOf(network)];
  return inner !== undefined && outer !== undefined && contains(outer, inner);
}

const inside = (description: string, param: string, run: (value: Value, other: Value) => boolean): Test => ({
  description,
  params: [param],
  run: (value, [other]) => run(value, other),
});

const howMany = (value: Value, networks: Value): number =>
  iterate(networks).filter((network) => isIn(value, network)).length;

const version = (number: 4 | 6) => (net: Network) => net.version === number;
const mac = /^(?:(?:[\da-f]{2}[:-]){5}[\da-f]{2}|[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}|[\da-f]{12})$/i;

/** Whether a mask in dots stands for a prefix: what it looks like inverted does not count. */
const isMask = (value: Value, ones: 'first' | 'last'): boolean => {
  const parsed = parseAddress(asText(value));
  if (parsed?.version !== 4) return false;
  const bits = parsed.value.toString(2).padStart(32, '0');
  return (ones === 'first' ? /^1+0*$/ : /^0+1+$/).test(bits);
};

/** Tests of addresses and networks. */
export const networkTests: Table<Test> = {
  ip: ofNetwork('an address or network', () => true),
  ip_address: ofAddress('an address', () => true),
  ipv4: ofNetwork('an IPv4 address or network', version(4)),
  ipv6: ofNetwork('an IPv6 address or network', version(6)),
  ipv4_address: ofAddress('an IPv4 address', version(4)),
  ipv6_address: ofAddress('an IPv6 address', version(6)),
  ipv4_netmask: { description: 'the netmask of an IPv4 network', run: (value) => isMask(value, 'first') },
  ipv4_hostmask: { description: 'the hostmask of an IPv4 network', run: (value) => isMask(value, 'last') },
  ipv6_ipv4_mapped: ofAddress('an IPv4 address written as IPv6', isMapped),
  ipv6_sixtofour: ofAddress('an address of 6to4', isSixToFour),
  ipv6_teredo: ofAddress('an address of Teredo', isTeredo),
  loopback: ofAddress('an address of this machine itself', isLoopback),
  mac: { description: 'a hardware address', run: (value) => mac.test(asText(value)) },
  multicast: ofAddress('an address of a group', isMulticast),
  private: ofAddress('an address that is not reachable from everywhere', isPrivate),
  public: ofAddress('an address that is reachable from everywhere', (net) => !isPrivate(net) && !isShared(net)),
  reserved: ofAddress('an address kept for the future', isReserved),
  unspecified: ofAddress('the address that means none', (net) => net.value === 0n),
  in_network: inside('an address or network inside another one', 'network', isIn),
  subnet_of: inside('a network inside another one', 'network_b', isIn),
  supernet_of: inside('a network around another one', 'network_b', (value, other) => isIn(other, value)),
  in_any_network: inside('inside one of several networks', 'networks', (value, list) => howMany(value, list) > 0),
  in_one_network: inside(
    'inside just one of several networks',
    'networks',
    (value, list) => howMany(value, list) === 1,
  ),
};
