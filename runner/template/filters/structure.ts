import type { Filter, Table } from '../plugin.ts';
import { isMatch } from '../python/bounded.ts';
import { isTruthy } from '../python/compare.ts';
import { type Dict, dictEntries, dictHas, dictSize, isDict, newDict } from '../python/dict.ts';
import { regex } from '../python/regex.ts';
import { iterate } from '../python/sequence.ts';
import { checkSize } from '../python/size.ts';
import { toText } from '../python/text.ts';
import { Fault, type Named, noneNamed, type Value } from '../python/types.ts';
import { asList, asText, itemOrUndefined } from './read.ts';

const step = /\.?([\p{L}_][\p{L}\p{N}_]*)|\[(-?\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/uy;

/** The steps of `a.b[0]['c d']`. */
function stepsOf(path: string): Value[] {
  const steps: Value[] = [];
  for (let at = 0; at < path.length; ) {
    step.lastIndex = at;
    const found = step.exec(path);
    if (!found) throw new Fault(`'${path}' is no path`, { hint: "like a.b[0]['c']" });
    const [all, name, index, single, double] = found;
    steps.push(index === undefined ? (name ?? single ?? double) : Number(index));
    at += all.length;
  }
  return steps;
}

function getPath(value: Value, [path, wantList]: readonly Value[]): Value {
  const found = stepsOf(asText(path)).reduce<Value>(
    (current, key) =>
      Array.isArray(current) && typeof key === 'number' ? current.at(key) : itemOrUndefined(current, key),
    value,
  );
  return isTruthy(wantList) && !Array.isArray(found) ? [found] : found;
}

function toPaths(value: Value, [prepend, wantList]: readonly Value[]): Value {
  const paths: [Value, Value][] = [];
  const visit = (part: Value, name: string) => {
    if (isDict(part) && dictSize(part) > 0)
      for (const [key, member] of dictEntries(part)) visit(member, joined(name, toText(key)));
    else if (Array.isArray(part) && part.length > 0)
      for (const [index, member] of part.entries()) visit(member, `${name}[${index}]`);
    else if (name !== '' || !(isDict(part) || Array.isArray(part))) paths.push([name, part]);
  };
  checkSize(value);
  visit(value, prepend === null ? '' : asText(prepend));
  const made = newDict(paths);
  return isTruthy(wantList) ? [made] : made;
}

const joined = (name: string, key: string): string =>
  name === '' ? key : /^[a-z_]\w*$/i.test(key) ? `${name}.${key}` : `${name}['${key}']`;

type Matches = (key: string, wanted: string) => boolean;

const matching: Readonly<Record<string, Matches>> = {
  equality: (key, wanted) => key === wanted,
  starts_with: (key, wanted) => key.startsWith(wanted),
  ends_with: (key, wanted) => key.endsWith(wanted),
  regex: (key, wanted) => isMatch(regex(wanted, { atStart: true }), key),
};

function matcher(parameter: Value): Matches {
  const name = asText(parameter);
  const found = Object.hasOwn(matching, name) ? matching[name] : undefined;
  if (!found)
    throw new Fault(`unknown matching_parameter '${name}'`, { hint: `known: ${Object.keys(matching).join(', ')}` });
  return found;
}

function container(value: Value, what: string): Value {
  if (!isDict(value) && !Array.isArray(value)) throw new Fault(`${what} needs a dict or a list`);
  checkSize(value);
  return value;
}

const isEmpty = (value: Value): boolean =>
  (Array.isArray(value) && value.length === 0) || (isDict(value) && dictSize(value) === 0);

function keep(value: Value, wanted: (key: string) => boolean): Value {
  if (Array.isArray(value)) return value.map((item) => keep(item, wanted));
  if (!isDict(value)) return value;
  const kept = dictEntries(value).flatMap(([key, member]): [Value, Value][] => {
    if (!isDict(member) && !Array.isArray(member)) return wanted(toText(key)) ? [[key, member]] : [];
    const inner = keep(member, wanted);
    const rest = Array.isArray(inner) ? inner.filter((item) => !isEmpty(item)) : inner;
    if (isEmpty(rest) || (Array.isArray(rest) && rest.every((item) => typeof item === 'string'))) return [];
    return [[key, rest]];
  });
  return newDict(kept);
}

/** Lists lose what is empty or false once keys are gone, as in ansible.utils. */
function remove(value: Value, unwanted: (key: string) => boolean): Value {
  if (Array.isArray(value))
    return value.filter((item) => isTruthy(remove(item, unwanted))).map((item) => remove(item, unwanted));
  if (!isDict(value)) return value;
  return newDict(
    dictEntries(value).flatMap(([key, member]): [Value, Value][] =>
      unwanted(toText(key)) ? [] : [[key, remove(member, unwanted)]],
    ),
  );
}

function rename(value: Value, nameOf: (key: string) => string | undefined): Value {
  if (Array.isArray(value)) return value.map((item) => rename(item, nameOf));
  if (!isDict(value)) return value;
  const entries = dictEntries(value).map(([key, member]): [Value, Value] => [
    nameOf(toText(key)) ?? key,
    rename(member, nameOf),
  ]);
  // Renamed keys come last, as in ansible.utils.
  const isKept = ([key]: readonly [Value, Value]) => dictHas(value, key);
  return newDict([...entries.filter(isKept), ...entries.filter((entry) => !isKept(entry))]);
}

function replaceKeys(value: Value, [target, parameter]: readonly Value[]): Value {
  const matches = matcher(parameter);
  const pairs = asList(target, 'target').map((pair) => ({
    before: asText(itemOrUndefined(pair, 'before')),
    after: asText(itemOrUndefined(pair, 'after')),
  }));
  return rename(container(value, 'replace_keys'), (key) => pairs.find(({ before }) => matches(key, before))?.after);
}

function indexOf(value: Value, [test, other, key, failOnMissing, wantList]: readonly Value[], context: Tests): Value {
  const negated = /^(?:!|not )\s*(.*)$/.exec(asText(test))?.[1];
  const name = negated === '=' ? '==' : (negated ?? asText(test));
  const right = name === 'in' && !Array.isArray(other) ? [other] : other;
  const holds = (item: Value) =>
    context.test(name, item, right === null ? [] : [right], noneNamed) === (negated === undefined);
  const found = asList(value).flatMap((item, index) => {
    if (key === null) return holds(item) ? [index] : [];
    if (!isDict(item)) throw new Fault('with a key, every element must be a dict');
    const member = memberOf(item, key);
    if (member === undefined && isTruthy(failOnMissing))
      throw new Fault(`the element at ${index} has no key ${toText(key, 'repr')}`);
    return member !== undefined && holds(member) ? [index] : [];
  });
  return found.length === 1 && !isTruthy(wantList) ? found[0] : found;
}

interface Tests {
  test(name: string, value: Value, args: readonly Value[], named: Named): boolean;
}

const memberOf = (dict: Dict, key: Value): Value | undefined =>
  dictEntries(dict).find(([name]) => toText(name) === toText(key))?.[1];

const byKeys = (
  description: string,
  name: string,
  run: (value: Value, matches: (key: string) => boolean) => Value,
): Filter => ({
  description,
  params: ['target', ['matching_parameter', 'equality']],
  run: (value, [target, parameter]) => {
    const matches = matcher(parameter);
    const wanted = iterate(target).map(asText);
    return run(container(value, name), (key) => wanted.some((each) => matches(key, each)));
  },
});

/** Filters that look into nested data. */
export const structureFilters: Table<Filter> = {
  get_path: {
    description: "what stands at a path like a.b[0]['c']",
    params: ['path', ['wantlist', false]],
    run: getPath,
  },
  to_paths: {
    description: 'a flat dict of the paths of all values',
    params: [
      ['prepend', null],
      ['wantlist', false],
    ],
    run: toPaths,
  },
  keep_keys: byKeys('the data with these keys only, at any depth', 'keep_keys', keep),
  remove_keys: byKeys('the data without these keys, at any depth', 'remove_keys', remove),
  replace_keys: {
    description: 'the data with keys renamed, at any depth',
    params: ['target', ['matching_parameter', 'equality']],
    run: replaceKeys,
  },
  index_of: {
    description: 'the positions of the elements that pass a test',
    params: ['test', ['value', null], ['key', null], ['fail_on_missing', false], ['wantlist', false]],
    run: indexOf,
  },
};
