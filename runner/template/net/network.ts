import { Address4, Address6 } from 'ip-address';

/** An address with the size of the network it is in. A lone address is a network of one. */
export interface Network {
  readonly version: 4 | 6;
  /** The address as a number, host part included. */
  readonly value: bigint;
  readonly prefix: number;
}

export const bitsOf = ({ version }: Pick<Network, 'version'>): 32 | 128 => (version === 4 ? 32 : 128);
export const sizeOf = (net: Network): bigint => 1n << BigInt(bitsOf(net) - net.prefix);
export const firstOf = (net: Network): bigint => net.value - (net.value % sizeOf(net));
export const lastOf = (net: Network): bigint => firstOf(net) + sizeOf(net) - 1n;
/** The network without its host part. */
export const cidrOf = (net: Network): Network => ({ ...net, value: firstOf(net) });
export const netmaskOf = (net: Network): bigint => maxOf(net) - sizeOf(net) + 1n;
export const hostmaskOf = (net: Network): bigint => sizeOf(net) - 1n;
export const maxOf = (net: Pick<Network, 'version'>): bigint => (1n << BigInt(bitsOf(net))) - 1n;

export const contains = (outer: Network, inner: Network): boolean =>
  outer.version === inner.version &&
  outer.prefix <= inner.prefix &&
  firstOf(outer) <= inner.value &&
  inner.value <= lastOf(outer);

/** The addresses hosts may have; a network of two (RFC 3021) uses both, a lone address has none to choose from. */
export function usableOf(net: Network): readonly [first: bigint, last: bigint] | undefined {
  const size = sizeOf(net);
  if (size === 1n) return undefined;
  return size === 2n ? [firstOf(net), lastOf(net)] : [firstOf(net) + 1n, lastOf(net) - 1n];
}

/** The address as text, in its shortest form; IPv4 inside IPv6 keeps its dots. */
export function addressText(version: 4 | 6, value: bigint): string {
  if (version === 4) return Address4.fromBigInt(value).correctForm();
  const high = value >> 32n;
  if (high === 0xffffn || (high === 0n && value > 0xffffn)) {
    const tail = addressText(4, value & 0xffff_ffffn);
    return high === 0n ? `::${tail}` : `::ffff:${tail}`;
  }
  return Address6.fromBigInt(value).correctForm();
}

export const hostText = ({ version, value }: Network): string => addressText(version, value);
export const networkText = (net: Network): string => `${hostText(net)}/${net.prefix}`;

/** The number of an address written out; undefined when it is none. */
export function parseAddress(text: string): Pick<Network, 'version' | 'value'> | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && Address4.isValid(text))
    return { version: 4, value: new Address4(text).bigInt() };
  return /^[\da-f:.]*:[\da-f:.]*$/i.test(text) && Address6.isValid(text)
    ? { version: 6, value: new Address6(text).bigInt() }
    : undefined;
}

/** `10.1` is short for `10.1.0.0`. */
function parsePartial(text: string): Pick<Network, 'version' | 'value'> | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){0,3}$/.test(text)) return undefined;
  const parts = [...text.split('.').map(Number), 0, 0, 0].slice(0, 4);
  return parseAddress(parts.join('.'));
}

/** An address, maybe with a prefix, a netmask or a hostmask behind a slash; undefined when it is none. */
export function parseNetwork(text: string): Network | undefined {
  const [address, mask, ...more] = text.split('/') as [string, string?, ...string[]];
  const parsed = parseAddress(address) ?? parsePartial(address);
  if (!parsed || more.length > 0) return undefined;
  const prefix = mask === undefined ? bitsOf(parsed) : prefixOf(mask, parsed.version);
  return prefix === undefined ? undefined : { ...parsed, prefix };
}

function prefixOf(mask: string, version: 4 | 6): number | undefined {
  const bits = bitsOf({ version });
  if (/^\d{1,3}$/.test(mask)) return Number(mask) <= bits ? Number(mask) : undefined;
  const parsed = parseAddress(mask);
  if (parsed?.version !== version) return undefined;
  const isPowerOfTwo = (number: bigint) => (number & (number - 1n)) === 0n;
  const zeros = maxOf(parsed) - parsed.value + 1n;
  if (isPowerOfTwo(zeros)) return bits - (zeros.toString(2).length - 1);
  return isPowerOfTwo(parsed.value + 1n) ? bits - ((parsed.value + 1n).toString(2).length - 1) : undefined;
}
