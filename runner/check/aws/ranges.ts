/** The addresses of an IPv4 network. */
export interface Range {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

/** The first and last address of an IPv4 range, as numbers; undefined when the value is none. */
export function rangeOf(value: unknown): Range | undefined {
  const match =
    typeof value === 'string'
      ? /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(value.trim())
      : null;
  if (!match) return undefined;
  const [a, b, c, d] = match.slice(1, 5).map(Number) as [number, number, number, number];
  const size = 2 ** (32 - Number(match[5] ?? 32));
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = Math.floor(address / size) * size;
  return { text: value as string, first, last: first + size - 1 };
}

export const overlap = (a: Range, b: Range): boolean => a.first <= b.last && b.first <= a.last;

export const isInside = (inner: Range, outer: Range): boolean => inner.first >= outer.first && inner.last <= outer.last;
