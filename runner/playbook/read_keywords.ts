import type { Diagnostic, Place } from '../diagnostics.ts';
import { didYouMean } from '../schema/distance.ts';
import { toBoolean } from '../schema/scalars.ts';
import { Template } from '../template/template.ts';
import type { Frame } from './context.ts';
import { type Keyword, keywords, keywordsAt, type Level } from './keywords.ts';
import { at, isList, isMapping, type Node, type Pair } from './node.ts';
import type { At, Keywords } from './types.ts';
import { readVars } from './variables.ts';

const shared = [
  'name',
  'no_log',
  'ignore_errors',
  'ignore_unreachable',
  'check_mode',
  'diff',
  'any_errors_fatal',
  'run_once',
  'delegate_to',
  'delegate_facts',
  'become',
  'timeout',
  'throttle',
] as const;

/** Pairs of a mapping by key; keys that are no text are mistakes and left out. */
export function pairsByName(node: Node, frame: Frame): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const pair of node.pairs ?? []) {
    if (typeof pair.key === 'string') pairs.set(pair.key, pair);
    else report(frame, 'keyword-unknown', `${String(pair.key)} is not a keyword`, pair.place, 'a keyword is text');
  }
  return pairs;
}

/** What plays, roles, blocks and tasks share, read from the pairs of one of them. */
export function readKeywords(pairs: ReadonlyMap<string, Pair>, frame: Frame): Keywords {
  const node = (name: string) => pairs.get(name)?.node;
  const vars = node('vars');
  const single = shared.flatMap((name) => {
    const written = node(name);
    return written && written.value !== null ? [[name, at(written)] as const] : [];
  });
  return {
    ...(Object.fromEntries(single) as Partial<Keywords>),
    ...(vars ? { vars: readVars(vars, frame) } : {}),
    tags: names(node('tags')),
    when: conditions(node('when')),
    environment: mappings(node('environment')),
    module_defaults: mappings(node('module_defaults')),
  };
}

/** Text, `a,b`, or a list of them, one by one. */
export function names(node: Node | undefined): readonly At[] {
  if (!node || node.value === null) return [];
  if (isList(node)) return node.items.flatMap(names);
  if (typeof node.value !== 'string' || !node.value.includes(',')) return [at(node)];
  let start = 0;
  return node.value.split(',').flatMap((part) => {
    const offset = start + part.length - part.trimStart().length;
    start += part.length + 1;
    const place = node.locate?.(offset, part.trim().length) ?? node.place;
    return part.trim() === '' ? [] : [{ value: part.trim(), place, within: () => place }];
  });
}

/** One expression, or a list of them of which all must hold. */
export function conditions(node: Node | undefined): readonly At[] {
  if (!node || node.value === null) return [];
  return isList(node) ? node.items.map((item) => at(item)) : [at(node)];
}

/** A mapping or a list of mappings; later ones win. */
export function mappings(node: Node | undefined): readonly At[] {
  if (!node || node.value === null) return [];
  return isList(node) ? node.items.map((item) => at(item)) : [at(node)];
}

/** Reports keywords that do not belong at this level and values that cannot be what the keyword takes. */
export function checkKeywords(pairs: ReadonlyMap<string, Pair>, level: Level, frame: Frame): void {
  for (const [name, { place, node }] of pairs) {
    const known = keywords[name];
    if (known === undefined) unknownKeyword(name, place, level, frame);
    else if (!known.levels.includes(level)) misplaced(name, known, place, level, frame);
    else if (level !== 'role' || !known.ignored) checkType(name, known, node, frame);
  }
}

function unknownKeyword(name: string, place: Place, level: Level, frame: Frame): void {
  const noun = level === 'import_playbook' ? 'an import of a playbook' : `a ${level}`;
  report(frame, 'keyword-unknown', `"${name}" is not a keyword of ${noun}`, place, didYouMean(name, keywordsAt(level)));
}

function misplaced(name: string, { levels }: Keyword, place: Place, level: Level, frame: Frame): void {
  const noun = level === 'import_playbook' ? 'an import of a playbook' : `a ${level}`;
  const hint = `it may stand on: ${levels.join(', ')}`;
  report(frame, 'keyword-misplaced', `"${name}" cannot stand on ${noun}`, place, hint);
}

function checkType(name: string, { type, choices }: Keyword, node: Node, frame: Frame): void {
  const { value } = node;
  if (value === null || value instanceof Template) return;
  if (fits[type](node)) {
    if (choices && !choices.includes(String(value))) {
      const message = `"${name}" must be one of ${choices.join(', ')}, not ${describe(value)}`;
      report(frame, 'keyword-choice', message, node.place, didYouMean(String(value), choices));
    }
    return;
  }
  report(frame, 'keyword-type', `"${name}" must be ${wanted[type]}, not ${describe(value)}`, node.place);
}

const isText = ({ value }: Node) =>
  value instanceof Template || ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
const isNumber = ({ value }: Node) =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)));

const fits: Record<Keyword['type'], (node: Node) => boolean> = {
  any: () => true,
  boolean: ({ value }) => toBoolean(value) !== undefined,
  conditions: (node) => (isList(node) ? node.items.every(isText) : isText(node)),
  entries: isList,
  integer: (node) => isNumber(node) && Number.isInteger(Number(node.value)),
  list: isList,
  mapping: isMapping,
  mappings: (node) => isMapping(node) || (isList(node) && node.items.every((item) => isMapping(item) || isText(item))),
  names: (node) => (isList(node) ? node.items.every((item) => isText(item) || isList(item)) : isText(node)),
  number: isNumber,
  text: isText,
};

const wanted: Record<Keyword['type'], string> = {
  any: 'a value',
  boolean: 'true or false',
  conditions: 'an expression or a list of expressions',
  entries: 'a list of tasks',
  integer: 'a whole number',
  list: 'a list',
  mapping: 'a mapping',
  mappings: 'a mapping or a list of mappings',
  names: 'text or a list of texts',
  number: 'a number',
  text: 'text',
};

/** A value in the words of a message: its kind, and itself when it is short. */
export function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Template) return `"${value.text}"`;
  if (typeof value === 'object' && !('toJSON' in value)) return 'a mapping';
  const text = String(value);
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

/** Notes a mistake and goes on, so that all of them come out together. */
export function report(frame: Frame, code: string, message: string, place: Place, hint?: string): void {
  const diagnostic: Diagnostic = { code, message, place, ...(hint === undefined ? {} : { hint }) };
  frame.context.diagnostics.push(diagnostic);
}
