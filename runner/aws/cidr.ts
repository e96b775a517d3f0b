interface Network {
  readonly bits: 32 | 128;
  readonly base: bigint;
  readonly prefix: number;
}

/** The network as AWS writes it back: without host bits, IPv6 in its short form. What is no network stays as it is. */
export function canonicalCidr<T>(text: T): T | string {
  const network = typeof text === 'string' ? parseCidr(text) : undefined;
  return network ? `${formatAddress(network)}/${network.prefix}` : text;
}

/** Whether `inner` lies wholly inside `outer`. */
export function cidrContains(outer: string, inner: string): boolean {
  const out = parseCidr(outer);
  const within = parseCidr(inner);
  if (!out || !within || out.bits !== within.bits || out.prefix > within.prefix) return false;
  return masked(within.base, out.bits, out.prefix) === out.base;
}

/** Number of addresses in a network; 0 when the text is none. */
export function addressCount(text: string): number {
  const network = parseCidr(text);
  return network ? 2 ** (network.bits - network.prefix) : 0;
}

/** Whether the text is an IPv6 network or address. */
export const isIpv6 = (text: string): boolean => text.includes(':');

function parseCidr(text: string): Network | undefined {
  const [address = '', length] = text.trim().split('/');
  const bits = isIpv6(address) ? 128 : 32;
  const value = bits === 128 ? parseIpv6(address) : parseIpv4(address);
  const prefix = length === undefined ? bits : Number(length);
  if (value === undefined || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) return undefined;
  return { bits, base: masked(value, bits, prefix), prefix };
}

function masked(value: bigint, bits: number, prefix: number): bigint {
  const host = BigInt(bits - prefix);
  return (value >> host) << host;
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

function formatAddress({ bits, base }: Network): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (base >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (base >> BigInt(112 - index * 16)) & 65_535n);
  // The URL parser of the platform knows the short form (RFC 5952).
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1);
}
