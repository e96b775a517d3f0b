/**
 * State as JSON and back: what JSON has no word for is written as an object with the key `$`, and an object that is met
 * twice is written once, so that what shared it shares it again.
 */
type Encoded = null | boolean | number | string | readonly Encoded[] | { readonly [key: string]: Encoded };

/** Writes down plain data: Maps, Sets, Dates, bytes and bigints among it. */
export function encodeState(value: unknown): string {
  return JSON.stringify(encode(value, { shared: sharedObjects(value), ids: new Map() }, []));
}

/** Reads what `encodeState` wrote. */
export function decodeState(text: string): unknown {
  return decode(JSON.parse(text) as Encoded, new Map());
}

interface Encoding {
  readonly shared: ReadonlySet<object>;
  readonly ids: Map<object, number>;
}

function sharedObjects(root: unknown): Set<object> {
  const [met, shared] = [new Set<object>(), new Set<object>()];
  const pending = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (met.has(value)) shared.add(value);
    else pending.push(...childrenOf(value));
    met.add(value);
  }
  return shared;
}

function childrenOf(value: object): unknown[] {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return [...value];
  if (value instanceof Uint8Array || value instanceof Date) return [];
  return Object.values(value);
}

function encode(value: unknown, encoding: Encoding, path: readonly string[]): Encoded {
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
  if (value === null || ['string', 'boolean', 'number'].includes(typeof value)) return value as Encoded;
  if (typeof value !== 'object') throw notData(value, path);
  if (!encoding.shared.has(value)) return encodeObject(value, encoding, path);
  const known = encoding.ids.get(value);
  if (known !== undefined) return { $: 'ref', id: known };
  const id = encoding.ids.size;
  encoding.ids.set(value, id);
  return { $: 'shared', id, v: encodeObject(value, encoding, path) };
}

function encodeObject(value: object, encoding: Encoding, path: readonly string[]): Encoded {
  const inside = (each: unknown, key: string | number) => encode(each, encoding, [...path, String(key)]);
  if (Array.isArray(value)) return value.map(inside);
  if (value instanceof Date) return { $: 'date', v: inside(value.getTime(), 'time') };
  if (value instanceof Uint8Array) return { $: 'bytes', v: Buffer.from(value).toString('base64') };
  if (value instanceof Map)
    return { $: 'map', v: [...value].map(([key, each]) => [inside(key, 'key'), inside(each, String(key))]) };
  if (value instanceof Set) return { $: 'set', v: [...value].map(inside) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw notData(value, path);
  const members = Object.entries(value).map(([key, each]): [string, Encoded] => [key, inside(each, key)]);
  // As a list where an object would be taken for one of ours, or for a change of prototype.
  return members.some(([key]) => key === '$' || key === '__proto__')
    ? { $: 'object', v: members }
    : Object.fromEntries(members);
}

function notData(value: unknown, path: readonly string[]): Error {
  const kind = typeof value === 'object' ? `an instance of ${value?.constructor?.name ?? 'nothing'}` : typeof value;
  return new Error(`the sandbox's state holds ${kind}, which is no plain data, at ${path.join(' › ')}`);
}

type Known = Map<number, unknown>;
type Marked = { readonly $: string; readonly v: Encoded; readonly id: number };

function decode(value: Encoded, known: Known, id?: number): unknown {
  const keep = <T>(made: T): T => {
    if (id !== undefined) known.set(id, made);
    return made;
  };
  if (Array.isArray(value)) {
    const list: unknown[] = keep([]);
    for (const each of value as readonly Encoded[]) list.push(decode(each, known));
    return list;
  }
  if (typeof value !== 'object' || value === null) return value;
  if ('$' in value) return decodeMarked(value as unknown as Marked, known, keep);
  const object: Record<string, unknown> = keep({});
  for (const [key, each] of Object.entries(value)) object[key] = decode(each, known);
  return object;
}

function decodeMarked({ $: kind, v, id }: Marked, known: Known, keep: <T>(made: T) => T): unknown {
  switch (kind) {
    case 'shared':
      return decode(v, known, id);
    case 'ref':
      return known.get(id);
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(v as string);
    case 'number':
      return Number(v);
    case 'date':
      return keep(new Date(decode(v, known) as number));
    case 'bytes':
      return keep(new Uint8Array(Buffer.from(v as string, 'base64')));
    default:
      return decodeContainer(kind, v, known, keep);
  }
}

function decodeContainer(kind: string, v: Encoded, known: Known, keep: <T>(made: T) => T): unknown {
  if (kind === 'set') {
    const set = keep(new Set<unknown>());
    for (const each of v as readonly Encoded[]) set.add(decode(each, known));
    return set;
  }
  const pairs = v as readonly (readonly [Encoded, Encoded])[];
  if (kind === 'map') {
    const map = keep(new Map<unknown, unknown>());
    for (const [key, each] of pairs) map.set(decode(key, known), decode(each, known));
    return map;
  }
  if (kind !== 'object') throw new Error(`${kind} is no kind of data that the sandbox writes`);
  const object: object = keep({});
  for (const [key, each] of pairs) {
    const member = { value: decode(each, known), enumerable: true, writable: true, configurable: true };
    Object.defineProperty(object, key as string, member);
  }
  return object;
}
