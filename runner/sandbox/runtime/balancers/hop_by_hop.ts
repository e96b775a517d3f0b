/** Headers that belong to one connection and are never passed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Never dropped because a `Connection` header names it: a peer could change where a message goes, or where it ends. */
const KEPT = new Set(['content-length', 'host']);

/** Name and value in turn, as they came. */
export type RawHeaders = readonly string[];

/** The pairs of raw headers. */
export function* pairs(raw: RawHeaders): Generator<[name: string, value: string]> {
  for (let at = 0; at + 1 < raw.length; at += 2) yield [raw[at]!, raw[at + 1]!];
}

/** Headers without those of the connection and those that `drop` (in small letters) tells to leave out. */
export function passedOn(raw: RawHeaders, drop: (name: string) => boolean = () => false): string[] {
  const named = new Set<string>();
  for (const [name, value] of pairs(raw)) {
    if (name.toLowerCase() !== 'connection') continue;
    for (const each of value.split(',')) named.add(each.trim().toLowerCase());
  }
  const out: string[] = [];
  for (const [name, value] of pairs(raw)) {
    const key = name.toLowerCase();
    if (HOP_BY_HOP.has(key) || (named.has(key) && !KEPT.has(key)) || drop(key)) continue;
    out.push(name, value);
  }
  return out;
}
