import { filters } from '../filters/index.ts';
import { globals } from '../globals/index.ts';
import { lookups } from '../lookups/index.ts';
import { paramNames, type Signature, type Table, tooMany } from '../plugin.ts';
import { lookUp, unknownPlugin } from '../registry.ts';
import type { Arguments, Expression } from '../syntax/ast.ts';
import { tests } from '../tests/index.ts';

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly at: number;
  readonly width: number;
}

/** Mistakes in a syntax tree: names of plug-ins that do not exist, and arguments they do not take. */
export function collectProblems(part: unknown): Problem[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(collectProblems);
  const node = part as Partial<Expression>;
  return [...ownProblems(node), ...Object.values(node).flatMap(collectProblems)];
}

function ownProblems(node: Partial<Expression>): Problem[] {
  if (node.kind === 'filter') return filterProblems(node as Expression & { kind: 'filter' });
  if (node.kind === 'test') return pluginProblems(tests, 'test', node as Expression & { kind: 'test' });
  return node.kind === 'call' ? callProblems(node as Expression & { kind: 'call' }) : [];
}

type Used = { readonly name: string; readonly args: Arguments; readonly at: number; readonly width: number };

function pluginProblems(table: Table<Signature>, kind: 'filter' | 'test', used: Used): Problem[] {
  const plugin = lookUp(table, used.name);
  if (!plugin) return [unknownName(table, kind, used.name, used)];
  return argumentProblems(plugin, used.args, `${kind} '${used.name}'`, used);
}

function unknownName(
  table: Table<unknown>,
  kind: string,
  name: string,
  { at, width }: { at: number; width: number },
): Problem {
  const { code, message, hint } = unknownPlugin(table, name, kind);
  return { code, message, at, width, ...(hint === undefined ? {} : { hint }) };
}

/** Filters that take another filter's or a test's name: where it stands. */
const namesFilter: Readonly<Record<string, { table: 'filter' | 'test'; argument: number }>> = {
  map: { table: 'filter', argument: 0 },
  select: { table: 'test', argument: 0 },
  reject: { table: 'test', argument: 0 },
  selectattr: { table: 'test', argument: 1 },
  rejectattr: { table: 'test', argument: 1 },
};

function filterProblems(node: Expression & { kind: 'filter' }): Problem[] {
  const own = pluginProblems(filters, 'filter', node);
  const naming = Object.hasOwn(namesFilter, node.name) ? namesFilter[node.name] : undefined;
  const argument = naming && node.args.positional[naming.argument];
  if (argument?.kind !== 'literal' || typeof argument.value !== 'string') return own;
  const table: Table<unknown> = naming!.table === 'filter' ? filters : tests;
  return lookUp(table, argument.value) ? own : [...own, unknownName(table, naming!.table, argument.value, argument)];
}

function callProblems(node: Expression & { kind: 'call' }): Problem[] {
  const { callee, args } = node;
  if (callee.kind !== 'name' || !Object.hasOwn(globals, callee.name)) return [];
  const own = argumentProblems(globals[callee.name]!, args, `${callee.name}()`, node);
  const [name] = args.positional;
  const isLookup = ['lookup', 'query', 'q'].includes(callee.name);
  if (!isLookup || name?.kind !== 'literal' || typeof name.value !== 'string' || lookUp(lookups, name.value))
    return own;
  return [...own, unknownName(lookups, 'lookup', name.value, name)];
}

function argumentProblems(
  signature: Signature,
  args: Arguments,
  what: string,
  { at, width }: { at: number; width: number },
): Problem[] {
  const { positional, named, star, doubleStar } = args;
  const { params = [], rest, named: anyNamed } = signature;
  const known = paramNames(signature);
  const problem = (message: string, hint?: string): Problem => ({
    code: 'template-arguments',
    message,
    at,
    width,
    ...(hint === undefined ? {} : { hint }),
  });
  if (!rest && positional.length > params.length) return [problem(tooMany(what, params.length, positional.length))];
  const takes = known.length > 0 ? `it takes: ${known.join(', ')}` : undefined;
  const odd = named.find(([name]) => !anyNamed && !known.includes(name));
  if (odd) return [problem(`${what} has no argument '${odd[0]}'`, takes)];
  if (star || doubleStar) return [];
  const missing = params.find(
    (param, index) =>
      typeof param === 'string' && index >= positional.length && !named.some(([name]) => name === param),
  );
  return missing === undefined ? [] : [problem(`${what} needs its argument '${missing as string}'`)];
}
