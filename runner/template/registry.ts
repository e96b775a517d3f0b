import { nearest } from '../schema/distance.ts';
import type { Table } from './plugin.ts';
import { Fault } from './python/types.ts';

const collections = [
  'ansible.builtin.',
  'ansible.legacy.',
  'ansible.utils.',
  'ansible.netcommon.',
  'community.general.',
];

/** The name without its collection: `ansible.builtin.to_json` is `to_json`. */
export function shortName(name: string): string {
  const collection = collections.find((prefix) => name.startsWith(prefix));
  return collection ? name.slice(collection.length) : name;
}

/** The plug-in of that name, or undefined. */
export function lookUp<T>(table: Table<T>, name: string): T | undefined {
  const short = shortName(name);
  return Object.hasOwn(table, short) ? table[short] : undefined;
}

/** The plug-in of that name; a fault with the nearest name otherwise. */
export function findPlugin<T>(table: Table<T>, name: string, kind: 'filter' | 'test' | 'lookup'): T {
  const found = lookUp(table, name);
  if (found !== undefined) return found;
  throw unknownPlugin(table, name, kind);
}

export function unknownPlugin(table: Table<unknown>, name: string, kind: string): Fault {
  const near = nearest(shortName(name), Object.keys(table));
  return new Fault(`unknown ${kind} '${name}'`, {
    code: `${kind}-unknown`,
    hint: near === undefined ? `play doc --${kind}s lists them` : `did you mean '${near}'?`,
  });
}
