import { isInternal, isLinkLocal, isLoopback, isMulticast, isSixToFour } from '../net/kinds.ts';
import {
  addressText,
  bitsOf,
  cidrOf,
  contains,
  firstOf,
  hostmaskOf,
  hostText,
  lastOf,
  type Network,
  netmaskOf,
  networkText,
  sizeOf,
  usableOf,
} from '../net/network.ts';
import { isAddress, type Subject, subjectOf } from '../net/subject.ts';
import type { Filter, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { int } from '../python/number.ts';
import { toText } from '../python/text.ts';
import { Fault, type Value } from '../python/types.ts';

/** What `ipaddr('name')` asks of an address or network; null when it has no answer. */
type Query = (subject: Subject) => Value;

const at = ({ version }: Network, value: bigint): string => addressText(version, value);
const lone = (net: Network): Network => ({ ...net, prefix: bitsOf(net) });

/** The value itself when its address is of a kind. */
const when =
  (holds: (net: Network) => boolean): Query =>
  ({ net, text }) =>
    holds(net) ? text : null;

/** A question that only makes sense of something written as a network. */
const ofNetwork =
  (query: (net: Network) => Value): Query =>
  ({ net, hasPrefix, text }) => {
    if (!hasPrefix) throw new Fault(`'${text}' is an address, not a network`, { hint: 'write its prefix: /24' });
    return query(net);
  };

const usable = (query: (range: readonly [bigint, bigint], net: Network) => Value): Query =>
  ofNetwork((net) => {
    const range = usableOf(net);
    return range ? query(range, net) : null;
  });

const neighbour = (distance: 1n | -1n): Query =>
  usable(([first, last], net) => {
    const other = net.value + distance;
    return first <= other && other <= last ? at(net, other) : null;
  });

const addressAndPrefix: Query = ({ net }) =>
  sizeOf(net) > 2n && (net.value === firstOf(net) || net.value === lastOf(net)) ? false : networkText(net);

/** An IPv4 network of one or two has no broadcast address. */
const hasBroadcast = (net: Network): boolean => net.version === 6 || sizeOf(net) > 2n;
const isHost = (net: Network): boolean => net.value !== firstOf(net) || !hasBroadcast(net);

const address: Query = ({ net }) => (sizeOf(net) === 1n || isHost(net) || net.version === 6 ? hostText(net) : null);

const peer = ofNetwork((net) => {
  const size = sizeOf(net);
  if (size !== 2n && size !== 4n) throw new Fault(`'${networkText(net)}' is no point-to-point network`);
  if (size === 4n && !isHostOfFour(net))
    throw new Fault(`'${networkText(net)}' is no host of its network: it has no peer`);
  return at(net, net.value ^ (size - 1n));
});
const isHostOfFour = ({ value }: Network) => value % 4n === 1n || value % 4n === 2n;

const sixToFour: Query = ({ net, text, hasPrefix }) => {
  if (net.version === 6) return isSixToFour(lone(net)) && (!hasPrefix || net.value !== firstOf(net)) ? text : false;
  if (!isAddress(net) || !(isPublic(net) || isInternal(lone(net)))) return false;
  const hex = net.value.toString(16).padStart(8, '0');
  return `2002:${hex.slice(0, 4)}:${hex.slice(4)}::1/48`;
};

const isMask = (number: bigint) => (number & (number - 1n)) === 0n;
function isPublic(net: Network): boolean {
  const own = lone(net);
  const inverted = ((1n << BigInt(bitsOf(net))) - 1n) ^ net.value;
  return !isMulticast(own) && !isInternal(own) && !isLoopback(own) && !isMask(inverted + 1n) && !isMask(net.value + 1n);
}

function toVersion4({ net, text }: Subject): Value {
  if (net.version === 4) return text;
  const value = net.value >= 1n << 32n ? net.value - 0xffff_0000_0000n : net.value;
  if (value < 0n || value >= 1n << 32n || net.prefix < 96) return false;
  return networkText({ version: 4, value, prefix: net.prefix - 96 });
}

const toVersion6: Query = ({ net, text }) =>
  net.version === 6 ? text : networkText({ version: 6, value: net.value + 0xffff_0000_0000n, prefix: net.prefix + 96 });

function reverseName(net: Network): string {
  if (net.version === 4) return `${hostText(net).split('.').reverse().join('.')}.in-addr.arpa.`;
  return `${[...net.value.toString(16).padStart(32, '0')].reverse().join('.')}.ip6.arpa.`;
}

const both =
  (separator: string, part: (net: Network) => bigint): Query =>
  ({ net }) =>
    `${at(net, firstOf(net))}${separator}${at(net, part(net))}`;

const loopback = when((net) => isLoopback(lone(net)));
const hostmask: Query = ({ net }) => at(net, hostmaskOf(net));
const network: Query = ({ net }) => at(net, firstOf(net));
const subnet: Query = ({ net }) => networkText(cidrOf(net));

/** Everything `ipaddr` can be asked, by name. */
export const queries: Readonly<Record<string, Query>> = {
  '': ({ net, hasPrefix }) => (hasPrefix ? networkText(net) : hostText(net)),
  '6to4': sixToFour,
  address,
  'address/prefix': addressAndPrefix,
  bool: () => true,
  broadcast: ({ net }) => (sizeOf(net) > 2n ? at(net, lastOf(net)) : null),
  cidr: ({ net }) => networkText(net),
  first_usable: usable(([first], net) => at(net, first)),
  gateway: addressAndPrefix,
  gw: addressAndPrefix,
  host: ({ net }) => (sizeOf(net) === 1n || isHost(net) ? networkText(net) : null),
  'host/prefix': addressAndPrefix,
  hostmask,
  hostnet: addressAndPrefix,
  int: ({ net, hasPrefix }) => (hasPrefix ? `${net.value}/${net.prefix}` : int(net.value)),
  ip: address,
  'ip/prefix': ({ net }) => (sizeOf(net) === 2n || net.value !== firstOf(net) ? networkText(net) : null),
  ip_netmask: ({ net }) =>
    sizeOf(net) === 2n || net.value !== firstOf(net) ? `${hostText(net)} ${at(net, netmaskOf(net))}` : null,
  ipv4: toVersion4,
  ipv6: toVersion6,
  last_usable: usable(([, last], net) => at(net, last)),
  'link-local': when((net) => isLinkLocal(lone(net))),
  lo: loopback,
  loopback,
  multicast: when(isMulticast),
  net: ({ net }) => (isAddress(net) ? null : networkText(net)),
  netmask: ({ net }) => at(net, netmaskOf(net)),
  network,
  network_id: network,
  'network/prefix': subnet,
  network_netmask: both(' ', netmaskOf),
  network_wildcard: both(' ', hostmaskOf),
  next_usable: neighbour(1n),
  peer,
  prefix: ({ net }) => net.prefix,
  previous_usable: neighbour(-1n),
  private: when(isInternal),
  public: when(isPublic),
  range_usable: usable(([first, last], net) => `${at(net, first)}-${at(net, last)}`),
  revdns: ({ net }) => reverseName(net),
  router: addressAndPrefix,
  size: ({ net }) => int(sizeOf(net)),
  size_usable: ({ net }) => int(sizeOf(net) > 2n ? sizeOf(net) - 2n : sizeOf(net) === 2n ? 2n : 0n),
  subnet,
  type: ({ net }) => (isAddress(net) ? 'address' : 'network'),
  unicast: when((net) => !isMulticast(net)),
  v4: toVersion4,
  v6: toVersion6,
  version: ({ net }) => net.version,
  wildcard: hostmask,
  wrap: ({ net, hasPrefix, text }) =>
    net.version === 4 ? text : hasPrefix ? `[${hostText(net)}]/${net.prefix}` : `[${hostText(net)}]`,
};

/** The n-th address of the network, with its prefix; counted from the end when negative. */
function nth({ net, hasPrefix }: Subject, index: bigint): Value {
  const size = sizeOf(net);
  if (size === 1n) return hasPrefix ? networkText(net) : hostText(net);
  if (index >= size || index < -size) return false;
  return `${at(net, (index < 0n ? lastOf(net) + 1n : firstOf(net)) + index)}/${net.prefix}`;
}

/** What a value answers to a query; false when it is no address or network (of that version). */
export function ask(value: Value, query: string, version?: 4 | 6): Value {
  if (Array.isArray(value)) return value.map((item) => ask(item, query, version)).filter(isTruthy);
  const subject = subjectOf(value, version);
  if (!subject || (version !== undefined && subject.net.version !== version)) return false;
  const known = Object.hasOwn(queries, query) ? queries[query] : undefined;
  if (known) return known(subject);
  if (/^-?\d+$/.test(query)) return nth(subject, BigInt(query));
  const range = subjectOf(query);
  if (!range)
    throw new Fault(`unknown query '${query}'`, {
      hint: `known: a network, a number, ${Object.keys(queries).slice(1).join(', ')}`,
    });
  return contains(range.net, subject.net) ? subject.text : null;
}

const asking = (description: string, version?: 4 | 6): Filter => ({
  description,
  params: [['query', '']],
  run: (value, [query]) => ask(value, toText(query), version),
});

function wrap(value: Value, query: string): Value {
  if (Array.isArray(value)) return value.map((item) => wrap(item, query));
  const found = ask(value, query);
  return isTruthy(found) ? ask(found, 'wrap') : value;
}

/** The filters that ask about addresses and networks. */
export const ipaddrFilters: Table<Filter> = {
  ipaddr: asking('the address or network itself, or what a query asks of it; false when it is none'),
  ipv4: asking('as ipaddr, of IPv4 only', 4),
  ipv6: asking('as ipaddr, of IPv6 only', 6),
  ipwrap: {
    description: 'IPv6 addresses in brackets, as URLs want them; anything else as it is',
    params: [['query', '']],
    run: (value, [query]) => wrap(value, toText(query)),
  },
};
