import type { Case } from './case.ts';
import type { Params } from './variety.ts';

/** Makes a failing case smaller for as long as it goes on failing: fewer tasks beforehand, fewer options, shorter lists. */
export async function shrink(failing: Case, fails: (smaller: Case) => Promise<boolean>): Promise<Case> {
  let smallest = failing;
  for (let tries = 400; tries > 0; ) {
    const before = tries;
    for (const smaller of smallerCases(smallest)) {
      tries -= 1;
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      break;
    }
    const found = smallest !== failing;
    failing = smallest;
    if (!found || tries === before) return smallest;
  }
  return smallest;
}

function* smallerCases({ before, cut, goal, ...rest }: Case): Generator<Case> {
  const cutShort = cut === undefined ? {} : { cut };
  for (const index of before.keys())
    yield { ...rest, before: before.filter((_, each) => each !== index), ...cutShort, goal };
  if (cut !== undefined) yield { ...rest, before, goal };
  for (const name of new Set([goal, ...before].flatMap((params) => Object.keys(params))))
    yield { ...rest, before: before.map((params) => leaveOut(params, name)), ...cutShort, goal: leaveOut(goal, name) };
  for (const smaller of smallerParams(goal)) yield { ...rest, before, ...cutShort, goal: smaller };
  for (const [index, params] of before.entries())
    for (const smaller of smallerParams(params))
      yield { ...rest, before: before.with(index, smaller), ...cutShort, goal };
}

function* smallerParams(params: Params): Generator<Params> {
  for (const [name, value] of Object.entries(params)) {
    yield leaveOut(params, name);
    for (const smaller of smallerValues(value)) yield { ...params, [name]: smaller };
  }
}

function* smallerValues(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.filter((_, each) => each !== index);
    for (const [index, each] of value.entries())
      for (const smaller of smallerValues(each)) yield value.with(index, smaller);
  } else if (typeof value === 'object' && value !== null) yield* smallerParams(value as Params);
}

function leaveOut(params: Params, name: string): Params {
  const { [name]: _, ...rest } = params;
  return rest;
}
