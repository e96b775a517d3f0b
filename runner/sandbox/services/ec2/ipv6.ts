/** An IPv6 range: the first address as a number, and the length of the prefix. */
export interface Ipv6Range {
  readonly first: bigint;
  readonly prefix: number;
}

/** `2001:db8::/32` as a range with its host bits cleared, or undefined when it is not written as one. */
export function parseIpv6Cidr(text: string): Ipv6Range | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const first = parseAddress(address.toLowerCase());
  if (first === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > 128) return undefined;
  const hostBits = BigInt(128 - Number(length));
  return { first: (first >> hostBits) << hostBits, prefix: Number(length) };
}

/** A range as text, in the form of RFC 5952: the longest row of zeros is left out. */
export function formatIpv6Cidr({ first, prefix }: Ipv6Range): string {
  const groups = Array.from({ length: 8 }, (_, index) => (first >> BigInt(112 - index * 16)) & 0xffffn);
  const written = groups.map((group) => group.toString(16)).join(':');
  const [zeros] = [...written.matchAll(/\b0(:0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  if (!zeros) return `${written}/${prefix}`;
  const [before, after] = [written.slice(0, zeros.index), written.slice(zeros.index + zeros[0].length)];
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}/${prefix}`;
}

/** Whether `outer` holds all of `inner`. */
export function containsIpv6(outer: Ipv6Range, inner: Ipv6Range): boolean {
  return inner.prefix >= outer.prefix && (inner.first ^ outer.first) >> BigInt(128 - outer.prefix) === 0n;
}

function parseAddress(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
