import { isDeepStrictEqual } from 'node:util';
import { type Dict, dictGet, dictKeys, dictSize, isDict, Unknown } from '../template/values.ts';
import { naturalKey } from './natural_keys.ts';

/** One property that differs, and nothing around it. */
export interface Change {
  /** `tags.Owner`, `containers[web].cpu`, `ingress[tcp/80 0.0.0.0/0]`. */
  readonly path: string;
  /** Left out where there was nothing. */
  readonly before?: unknown;
  /** Left out where there is nothing any more. */
  readonly after?: unknown;
}

/**
 * Exactly the properties that differ between two states. Things of a list are told apart by what names them (a container's name, a
 * rule's priority); a list of texts is a set, unless its order means something. JSON in a text is compared as what it says. What is
 * not known yet differs from all that is.
 */
export function changesOf(before: unknown, after: unknown): readonly Change[] {
  const found = compare(before, after, '');
  // A thing that comes or goes says of much that it is empty: that is no news.
  return isNothing(before) || isNothing(after) ? found.filter((each) => !isBlank(each)) : found;
}

const isBlank = ({ path, before, after }: Change): boolean => !/[.[]/.test(path) && (before ?? after) === '';

function compare(before: unknown, after: unknown, path: string): Change[] {
  if (isNothing(before) && isNothing(after)) return [];
  const found = compareMeaning(decoded(before), decoded(after), path);
  // The same JSON in other words.
  const isRespelt = typeof before === 'string' && typeof after === 'string' && before !== after;
  return found.length === 0 && isRespelt ? [change(path, before, after)] : found;
}

function compareMeaning(before: unknown, after: unknown, path: string): Change[] {
  const [was, is] = alike(before, after);
  if (fits(was, isDict) && fits(is, isDict)) return compareDicts(was ?? {}, is ?? {}, path);
  if (fits(was, Array.isArray) && fits(is, Array.isArray)) return compareLists(was ?? [], is ?? [], path);
  return isDeepStrictEqual(was, is) && !(is instanceof Unknown) ? [] : [change(path, was, is)];
}

/** Null is AWS's word for nothing; an empty list or dict holds nothing. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isDict(value) && dictSize(value) === 0;
}

const fits = <T>(value: unknown, is: (value: unknown) => value is T): value is T | undefined =>
  value === undefined || value === null || is(value);

/** What a text says, if it is JSON; IAM answers such texts URL-encoded. */
function decoded(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*(?:[[{]|%7B|%5B)/i.test(value)) return value;
  try {
    return JSON.parse(/^\s*%/.test(value) ? decodeURIComponent(value) : value);
  } catch {
    // A text that only begins like JSON.
    return value;
  }
}

/** JSON in one text and something else in the other are compared as they are; one value is also a list of one. */
function alike(was: unknown, is: unknown): [unknown, unknown] {
  if (Array.isArray(was) && isScalar(is)) return [was, [is]];
  return Array.isArray(is) && isScalar(was) ? [[was], is] : [was, is];
}

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function compareDicts(was: Dict, is: Dict, path: string): Change[] {
  const names = new Set([...dictKeys(was), ...dictKeys(is)]);
  return [...names].flatMap((name) => compare(dictGet(was, name), dictGet(is, name), below(path, String(name))));
}

/** Lists whose order means something, by the name of the property. */
const ordered = new Set(
  'command entryPoint certificates alpn_policy dnsServers dnsSearchDomains actions default_actions placement_strategy'.split(
    ' ',
  ),
);

function compareLists(was: readonly unknown[], is: readonly unknown[], path: string): Change[] {
  const inOrder = ordered.has(/[^.[\]]*$/.exec(path)![0]);
  if (![...was, ...is].some(isDict)) return inOrder ? compareOrder(was, is, path) : compareSets(was, is, path);
  const key = !inOrder && was.every(isDict) && is.every(isDict) ? naturalKey(was, is) : undefined;
  return key ? compareNamed(was as Dict[], is as Dict[], path, key) : compareUnnamed(was, is, path, inOrder);
}

const compareOrder = (was: readonly unknown[], is: readonly unknown[], path: string): Change[] =>
  isDeepStrictEqual(was, is) ? [] : [change(path, some(was), some(is))];

const some = (list: readonly unknown[]) => (list.length > 0 ? list : undefined);

function compareSets(was: readonly unknown[], is: readonly unknown[], path: string): Change[] {
  const [gone, come] = leftOver(was, is);
  return [
    ...gone.map((value) => change(`${path}[${value}]`, value, undefined)),
    ...come.map((value) => change(`${path}[${value}]`, undefined, value)),
  ];
}

function compareNamed(was: Dict[], is: Dict[], path: string, key: (item: Dict) => string): Change[] {
  const before = new Map(was.map((item) => [key(item), item]));
  const after = new Map(is.map((item) => [key(item), item]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) =>
    compareItems(before.get(name), after.get(name), `${path}[${name}]`),
  );
}

/** Without names, what is equal belongs together; of what is left, the first to the first if there are as many. */
function compareUnnamed(was: readonly unknown[], is: readonly unknown[], path: string, inOrder: boolean): Change[] {
  const [gone, come] = inOrder ? [was, is] : leftOver(was, is);
  if (inOrder || gone.length === come.length) {
    const numbers = [...Array(Math.max(gone.length, come.length)).keys()];
    return numbers.flatMap((index) => compareItems(gone[index], come[index], `${path}[${index}]`));
  }
  return [
    ...gone.map((item) => change(`${path}[${was.indexOf(item)}]`, item, undefined)),
    ...come.map((item) => change(`${path}[${is.indexOf(item)}]`, undefined, item)),
  ];
}

/** A thing that comes or goes is one change, however much it says. */
const compareItems = (was: unknown, is: unknown, path: string): Change[] =>
  was === undefined || is === undefined ? [change(path, was, is)] : compare(was, is, path);

/** What each list has that the other has not, counting how often. */
function leftOver(was: readonly unknown[], is: readonly unknown[]): [unknown[], unknown[]] {
  const come = [...is];
  const gone = was.filter((value) => {
    const index = come.findIndex((each) => !(each instanceof Unknown) && compare(value, each, '').length === 0);
    if (index >= 0) come.splice(index, 1);
    return index < 0;
  });
  return [gone, come];
}

function change(path: string, before: unknown, after: unknown): Change {
  return {
    path,
    ...(before !== undefined && before !== null && { before }),
    ...(after !== undefined && after !== null && { after }),
  };
}

/** A name with a dot in it would read as two. */
function below(path: string, name: string): string {
  if (name === '' || /[.[\]\s]/.test(name)) return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}
