/** An IPv4 range: the first address as a number, and the length of the prefix. */
export interface Range {
  readonly first: number;
  readonly prefix: number;
}

/** `10.0.0.0/16` as a range, or undefined when it is not written as one. */
export function parseCidr(text: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((byte) => byte > 255) || prefix > 32) return undefined;
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
}

/** How many addresses a range has. */
export function sizeOf({ prefix }: Range): number {
  return 2 ** (32 - prefix);
}

/** The range with its host bits cleared: what AWS stores for `10.0.0.7/24`. */
export function canonical(range: Range): Range {
  return { first: range.first - (range.first % sizeOf(range)), prefix: range.prefix };
}

/** A range as text. */
export function formatCidr(range: Range): string {
  return `${formatAddress(range.first)}/${range.prefix}`;
}

/** An address as text. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** Whether `outer` holds all of `inner`. */
export function contains(outer: Range, inner: Range): boolean {
  return inner.first >= outer.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}

/** Whether two ranges share an address. */
export function overlaps(a: Range, b: Range): boolean {
  return a.first < b.first + sizeOf(b) && b.first < a.first + sizeOf(a);
}
