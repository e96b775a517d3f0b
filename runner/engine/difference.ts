import { isDeepStrictEqual } from 'node:util';
import type { Result } from '../modules/module.ts';
import { containsUnknown, type Dict, dictGet, dictKeys, isDict } from '../template/values.ts';
import { type Change, changesOf } from './changes.ts';

/** What a task changes: the two sides as in Ansible's `diff`, and each property by itself. */
export interface Difference {
  readonly before: Result;
  readonly after: Result;
  readonly changes: readonly Change[];
}

/** Nothing differs. */
export const noDifference: Difference = { before: {}, after: {}, changes: [] };

/**
 * From what was to what was asked for. Of what became of it in the end only what could not be known before is told: counters and
 * events that AWS keeps are no change anybody asked for.
 */
export function differenceOf(
  now: object | undefined,
  want: object | undefined,
  after: object | undefined,
  moving: readonly string[] = [],
): Difference {
  const was = now && without(now as Result, moving);
  const asked = want && without(filledIn(want as Result, (after ?? {}) as Result), moving);
  const [before = {}, since = {}] = apart(was ?? {}, asked ?? {}) as [Result?, Result?];
  return { before, after: since, changes: changesOf(was, asked) };
}

const without = (state: Result, names: readonly string[]): Result =>
  names.length === 0 ? state : Object.fromEntries(Object.entries(state).filter(([name]) => !names.includes(name)));

function filledIn(want: Result, after: Result): Result {
  return Object.fromEntries(
    Object.entries(want).map(([name, value]) => [name, containsUnknown(value) ? (after[name] ?? value) : value]),
  );
}

/** The parts of two values that differ, as deep as there are dicts. */
function apart(was: unknown, is: unknown): [unknown, unknown] {
  if (!isDict(was) || !isDict(is)) return [was, is];
  const names = [...new Set([...dictKeys(was), ...dictKeys(is)])].map(String);
  const parts = names
    .map((name) => [name, dictGet(was, name), dictGet(is, name)] as const)
    .filter(([, before, after]) => !isDeepStrictEqual(before, after))
    .map(([name, before, after]) => [name, ...apart(before, after)] as const);
  const side = (index: 1 | 2): Dict =>
    Object.fromEntries(parts.filter((part) => part[index] !== undefined).map((part) => [part[0], part[index]]));
  return [side(1), side(2)];
}
