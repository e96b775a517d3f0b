import { compile, TreeInterpreter } from '@jmespath-community/jmespath';
import type { Filter, Table } from '../plugin.ts';
import { dictEntries, isDict, newDict } from '../python/dict.ts';
import { int } from '../python/number.ts';
import { toText } from '../python/text.ts';
import { Fault, Float, Thing, use, type Value } from '../python/types.ts';
import { asText } from './read.ts';

/** The functions of JMESPath as json_query has them in Ansible. The library knows more; Ansible's users cannot. */
const functions = new Set(
  'abs avg ceil contains ends_with floor join keys length map max max_by merge min min_by not_null reverse sort sort_by starts_with sum to_array to_number to_string type values'.split(
    ' ',
  ),
);

interface Node {
  readonly type?: string;
  readonly name?: unknown;
}

/**
 * Refuses what only the library knows, and names that every object of JavaScript has: the library reads them without asking whose
 * they are.
 */
function guard(node: unknown, query: string): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, name } = node as Node;
  if (type === 'Function' && !functions.has(String(name)))
    throw new Fault(`JMESPath has no function ${String(name)}()`, { hint: `known: ${[...functions].join(', ')}` });
  if ((type === 'Field' || type === 'KeyValuePair') && typeof name === 'string' && name in Object.prototype)
    throw new Fault(`the query '${query}' cannot ask for the key '${name}'`);
  if (type === 'LetExpression' || type === 'Variable')
    throw new Fault(`the query '${query}' uses a variable, which JMESPath in Ansible has not`);
  for (const member of Object.values(node)) guard(member, query);
}

/** Plain data, in objects that inherit nothing. */
function asJson(value: Value): unknown {
  use(value);
  if (typeof value === 'bigint' || value instanceof Float) return Number(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (value instanceof Thing) return value.text();
  if (!isDict(value)) return value;
  const made = Object.create(null) as Record<string, unknown>;
  for (const [key, member] of dictEntries(value)) made[toText(key)] = asJson(member);
  return made;
}

function asValue(found: unknown): Value {
  if (Array.isArray(found)) return found.map(asValue);
  if (typeof found === 'number' && Number.isInteger(found)) return int(found);
  if (typeof found === 'object' && found !== null)
    return newDict(Object.entries(found).map(([key, member]) => [key, asValue(member)]));
  return typeof found === 'function' || found === undefined ? null : found;
}

type Tree = Parameters<typeof TreeInterpreter.search>[0];
const trees = new Map<string, Tree>();
const maxTrees = 1_000;

function treeOf(query: string): Tree {
  const known = trees.get(query);
  if (known) return known;
  const tree = asked(() => compile(query), query);
  guard(tree, query);
  if (trees.size >= maxTrees) trees.delete(trees.keys().next().value!);
  trees.set(query, tree);
  return tree;
}

function asked<T>(run: () => T, query: string): T {
  try {
    return run();
  } catch (error) {
    throw new Fault(`the query '${query}' fails: ${(error as Error).message}`);
  }
}

/** Queries over data. */
export const queryFilters: Table<Filter> = {
  json_query: {
    description: 'what a JMESPath query finds in the data',
    params: ['expr'],
    run: (value, [expression]) => {
      const query = asText(expression);
      const tree = treeOf(query);
      const data = asJson(value) as Parameters<typeof TreeInterpreter.search>[1];
      return asValue(asked(() => TreeInterpreter.search(tree, data), query));
    },
  },
};
