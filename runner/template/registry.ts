import { nearest } from '../schema/distance.ts';
import { shortName } from './collections.ts';
import { insteadOfPlugin } from './left_out.ts';
import type { Table } from './plugin.ts';
import { Fault } from './python/types.ts';

export { shortName };

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
  const instead = insteadOfPlugin(kind, name);
  if (instead !== undefined)
    return new Fault(`Play leaves the ${kind} '${name}' out`, { code: `${kind}-unknown`, hint: instead });
  const near = nearest(shortName(name), Object.keys(table));
  return new Fault(`unknown ${kind} '${name}'`, {
    code: `${kind}-unknown`,
    hint: near === undefined ? `play doc --${kind}s lists them` : `did you mean '${near}'?`,
  });
}
