import {
  addressText,
  bitsOf,
  cidrOf,
  contains,
  firstOf,
  lastOf,
  maxOf,
  type Network,
  networkText,
  parseAddress,
  parseNetwork,
  sizeOf,
  usableOf,
} from '../net/network.ts';
import { isAddress, subjectOf } from '../net/subject.ts';
import type { Filter, Table } from '../plugin.ts';
import { int } from '../python/number.ts';
import { iterate } from '../python/sequence.ts';
import { toText } from '../python/text.ts';
import { Fault, use, type Value } from '../python/types.ts';
import { asText } from './read.ts';

const netOf = (value: Value): Network | undefined => subjectOf(value)?.net;

function networkAt(value: Value, what: string): Network {
  const net = netOf(value);
  if (!net) throw new Fault(`${what} must be an address or network, not ${toText(value, 'repr')}`);
  return net;
}

function whole(value: Value, what: string): bigint {
  const text = toText(use(value));
  if (typeof value === 'boolean' || !/^[-+]?\d{1,40}$/.test(text)) throw new Fault(`${what} must be a whole number`);
  return BigInt(text.replace('+', ''));
}

/** Subnets of a network: how many, the n-th one, or where in a larger network it stands. */
function ipSubnet(value: Value, [query, index]: readonly Value[]): Value {
  const given = netOf(value);
  if (!given) return false;
  const net = cidrOf(given);
  const asked = toText(query);
  if (asked === '') return networkText(net);
  if (!/^\d+$/.test(asked)) return positionIn(net, networkAt(query, 'the network'));
  const prefix = Number(asked);
  if (prefix > bitsOf(net)) return false;
  const at = index === null ? undefined : BigInt(toText(index));
  return isAddress(net) ? superNet(net, prefix, at ?? 0n) : subNet(net, prefix, at);
}

/** Networks around the network, from the given size down to its own. */
function superNet(net: Network, prefix: number, index: bigint): Value {
  const count = BigInt(net.prefix - prefix);
  const at = index < 0n ? index + count : index;
  return at < 0n || at >= count ? false : networkText(cidrOf({ ...net, prefix: prefix + Number(at) }));
}

function subNet(net: Network, prefix: number, index: bigint | undefined): Value {
  if (prefix < net.prefix)
    throw new Fault(`a network of /${net.prefix} has no subnets of /${prefix}`, { hint: 'ask for a larger number' });
  const count = 1n << BigInt(prefix - net.prefix);
  if (index === undefined) return String(count);
  const at = index < 0n ? index + count : index;
  if (at < 0n || at >= count) return false;
  return networkText({ ...net, prefix, value: net.value + (at << BigInt(bitsOf(net) - prefix)) });
}

/** The how-manieth subnet of its size it is in the larger network, counted from 1. */
function positionIn(net: Network, around: Network): string {
  if (!contains(around, net)) throw new Fault(`${networkText(net)} is not in ${networkText(cidrOf(around))}`);
  return String((net.value - firstOf(around)) / sizeOf(net) + 1n);
}

function ipMath(value: Value, [amount]: readonly Value[]): Value {
  const text = asText(value);
  const net = text.includes('/') ? parseNetwork(text) : parseAddress(text);
  if (!net) throw new Fault(`${toText(text, 'repr')} is no address`);
  const sum = net.value + whole(amount, 'the amount');
  if (sum < 0n || sum > maxOf(net)) throw new Fault('the result is outside of all addresses');
  return addressText(net.version, sum);
}

function nthHost(value: Value, [query]: readonly Value[]): Value {
  const net = netOf(value);
  if (!net || !/^-?\d+$/.test(toText(query))) return false;
  const [size, index] = [sizeOf(net), BigInt(toText(query))];
  if (index >= size || index < -size) return false;
  return addressText(net.version, (index < 0n ? lastOf(net) + 1n : firstOf(net)) + index);
}

const nthUsable =
  (sign: 1n | -1n): Filter['run'] =>
  (value, [offset]) => {
    const net = netOf(value);
    if (!net) return false;
    const at = net.value + sign * whole(offset, 'the offset');
    const range = usableOf(net);
    return range && range[0] <= at && at <= range[1] ? addressText(net.version, at) : null;
  };

type Range = readonly [first: bigint, last: bigint];
const fullRange = (net: Network): Range => [firstOf(net), lastOf(net)];
const within = ([first, last]: Range, [low, high]: Range): boolean => low <= first && last <= high;

const isWithin =
  (rangeOf: (net: Network) => Range): Filter['run'] =>
  (value, [test]) => {
    const [outer, inner] = [netOf(value), netOf(test)];
    return (
      outer !== undefined &&
      inner !== undefined &&
      outer.version === inner.version &&
      within(fullRange(inner), rangeOf(outer))
    );
  };

/** A range of addresses as the fewest networks. */
function* networksOf(version: 4 | 6, first: bigint, last: bigint): Generator<Network> {
  const bits = bitsOf({ version });
  for (let value = first; value <= last; ) {
    let prefix = bits;
    const fits = (candidate: Network) => firstOf(candidate) === value && lastOf(candidate) <= last;
    while (prefix > 0 && fits({ version, value, prefix: prefix - 1 })) prefix--;
    yield { version, value, prefix };
    value += 1n << BigInt(bits - prefix);
  }
}

function merge(nets: readonly Network[]): string[] {
  return ([4, 6] as const).flatMap((version) => {
    const merged: [bigint, bigint][] = [];
    for (const [first, last] of nets
      .filter((net) => net.version === version)
      .map(fullRange)
      .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
      const before = merged.at(-1);
      if (before && first <= before[1] + 1n) before[1] = last > before[1] ? last : before[1];
      else merged.push([first, last]);
    }
    return merged.flatMap(([first, last]) => [...networksOf(version, first, last)].map(networkText));
  });
}

/** The smallest network that has all of them. */
function span(nets: readonly Network[]): string {
  const [first, ...rest] = nets as [Network, ...Network[]];
  if (rest.some(({ version }) => version !== first.version))
    throw new Fault('IPv4 and IPv6 networks have no network in common');
  let around = rest.length === 0 ? first : cidrOf(first);
  while (!nets.every((net) => contains(around, net))) around = cidrOf({ ...around, prefix: around.prefix - 1 });
  return networkText(around);
}

function cidrMerge(value: Value, [action]: readonly Value[]): Value {
  const nets = iterate(value).map((item) => networkAt(item, 'every element'));
  if (action === 'merge') return merge(nets);
  if (action !== 'span') throw new Fault(`unknown action ${toText(action, 'repr')}`, { hint: 'known: merge, span' });
  return nets.length === 0 ? null : span(nets);
}

/** Addresses that a list may have; more is a mistake. */
const maxAddresses = 1n << 20n;

function usableRange(value: Value): Value {
  const net = parseNetwork(asText(value));
  if (!net || net.value !== firstOf(net)) throw new Fault(`${toText(value, 'repr')} is no network`);
  if (sizeOf(net) > maxAddresses) throw new Fault(`a network of /${net.prefix} has too many addresses to list`);
  const count = Number(sizeOf(net));
  const addresses = Array.from({ length: count }, (_, index) => addressText(net.version, net.value + BigInt(index)));
  return { usable_ips: addresses, number_of_ips: int(sizeOf(net)) };
}

/** Filters that calculate with addresses and networks. */
export const networkFilters: Table<Filter> = {
  ipsubnet: {
    description: 'how many subnets of a size a network has, one of them, or which one of a larger network it is',
    params: [
      ['query', ''],
      ['index', null],
    ],
    run: ipSubnet,
  },
  ipmath: { description: 'the address so many addresses on', params: ['amount'], run: ipMath },
  nthhost: { description: 'the n-th address of a network', params: [['query', '']], run: nthHost },
  next_nth_usable: {
    description: 'the address so many on in its network; none beyond its end',
    params: ['offset'],
    run: nthUsable(1n),
  },
  previous_nth_usable: {
    description: 'the address so many back in its network; none before its start',
    params: ['offset'],
    run: nthUsable(-1n),
  },
  network_in_network: {
    description: 'whether a network has all of another one',
    params: ['test'],
    run: isWithin(fullRange),
  },
  network_in_usable: {
    description: 'whether a network can give its hosts all addresses of another one',
    params: ['test'],
    run: isWithin((net) => usableOf(net) ?? fullRange(net)),
  },
  reduce_on_network: {
    description: 'those of a list that are in a network',
    params: ['network'],
    run: (value, [network], context) =>
      iterate(value).filter((item) => context.filter('network_in_network', network, [item], new Map())),
  },
  cidr_merge: {
    description: 'the fewest networks for all addresses of a list, or the smallest one around them (span)',
    params: [['action', 'merge']],
    run: cidrMerge,
  },
  usable_range: { description: 'all addresses of a network, and how many there are', run: usableRange },
  ip4_hex: {
    description: 'the IPv4 address in hexadecimal',
    params: [['delimiter', '']],
    run: (value, [delimiter]) => {
      const address = parseAddress(asText(value));
      if (address?.version !== 4) throw new Fault(`${toText(value, 'repr')} is no IPv4 address`);
      return address.value.toString(16).padStart(8, '0').match(/../g)!.join(asText(delimiter));
    },
  },
};
