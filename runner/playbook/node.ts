import type { Place } from '../diagnostics.ts';
import type { Locate } from './locate.ts';
import type { At, Written } from './types.ts';

/** A part of a YAML file: its value, and the place of every part inside. */
export interface Node {
  readonly value: Written;
  readonly place: Place;
  readonly items?: readonly Node[];
  readonly pairs?: readonly Pair[];
  /** For text: the place of a character of it. */
  readonly locate?: Locate;
}

/** A key and its value. `key` has its type: `1`, `true` and `null` may be keys too. */
export interface Pair {
  readonly key: Written;
  readonly place: Place;
  readonly node: Node;
}

/** A part of the value below `node`: the deepest one on `path` that exists, and its key if it has one. */
export function nodeAt(node: Node, path: readonly (string | number)[]): { node: Node; pair?: Pair; found: boolean } {
  let current: { node: Node; pair?: Pair } = { node };
  for (const part of path) {
    const pair = current.node.pairs?.find(({ key }) => key === part || String(key) === String(part));
    const next = pair ? { node: pair.node, pair } : { node: current.node.items?.[Number(part)] };
    if (next.node === undefined) return { ...current, found: false };
    current = { node: next.node, ...(pair ? { pair } : {}) };
  }
  return { ...current, found: true };
}

/** The node's value as keywords hold it. */
export function at<T = Written>(node: Node): At<T> {
  return {
    value: node.value as T,
    place: node.place,
    ...(node.locate ? { locate: node.locate } : {}),
    within: (path, of = 'value') => {
      const { node: part, pair, found } = nodeAt(node, path);
      return of === 'key' && pair && found ? pair.place : part.place;
    },
  };
}

/** The same place with another value; parts are looked up in the written one. */
export const withValue = <T>(written: At, value: T): At<T> => ({ value, place: written.place, within: written.within });

/** Value of a key that is text. */
export const child = (node: Node, name: string): Node | undefined => node.pairs?.find(({ key }) => key === name)?.node;

export const isMapping = (node: Node): node is Node & { readonly pairs: readonly Pair[] } => node.pairs !== undefined;
export const isList = (node: Node): node is Node & { readonly items: readonly Node[] } => node.items !== undefined;
