import { createContext, Script } from 'node:vm';
import { Fault } from './types.ts';

/** Milliseconds that a regular expression may take; more is a mistake or an attack. */
const limit = 2_000;

const box: { run: () => void } = { run: () => {} };
let watched: { readonly script: Script; readonly context: object } | undefined;

/** Runs something that only the clock can end. */
function withinTime(run: () => void): boolean {
  watched ??= { script: new Script('run()'), context: createContext(box) };
  box.run = run;
  try {
    watched.script.runInContext(watched.context, { timeout: limit });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}

/** Steps that are over before a watch would have been set up. */
const harmless = 100_000;

const ways = new WeakMap<RegExp, (length: number) => number>();

/**
 * In how many ways at most an expression can go through a text of some length, from every place in it: each repetition may end
 * anywhere, each alternative may be taken. A repeated group multiplies what is inside of it without end.
 */
function waysThrough({ source }: RegExp): (length: number) => number {
  const bare = source.replace(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/g, 'x');
  if (/\)(?:[*+]|\{)/.test(bare)) return () => Number.POSITIVE_INFINITY;
  const open = bare.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  const bounded = [...bare.matchAll(/\{(\d+),(\d+)\}/g)].reduce(
    (product, [, , most]) => product * (Number(most) + 1),
    1,
  );
  const branches = 2 ** (bare.match(/\||(?<!\()\?/g)?.length ?? 0);
  // A search that fails at one place starts again at the next; what has no repetition is over after a few characters.
  return (length) => (length + 1) ** (open + 1) * bounded * branches * (bare.length + 1);
}

function isRisky(expression: RegExp, length: number): boolean {
  let counted = ways.get(expression);
  if (!counted) {
    counted = waysThrough(expression);
    ways.set(expression, counted);
  }
  return counted(length) > harmless;
}

/** What a search with the expression gives; a fault when it takes too long. */
export function bounded<T>(expression: RegExp, text: string, search: () => T): T {
  let found: { readonly value: T } | undefined;
  const run = () => {
    found = { value: search() };
  };
  try {
    if (!isRisky(expression, text.length)) return search();
    withinTime(run);
  } catch (error) {
    // V8 compiles an expression when it is first used.
    throw error instanceof Error && /too large|too many/i.test(error.message)
      ? new Fault('the regular expression is too large', { hint: 'repetitions inside of repetitions multiply' })
      : error;
  }
  if (found) return found.value;
  throw new Fault(`the regular expression takes more than ${limit / 1000} s on a text of ${text.length} characters`, {
    hint: 'repetitions inside of repetitions, or side by side, can match in too many ways',
  });
}

/** Whether the expression matches; a playbook's expressions are only ever run through these. */
export const isMatch = (expression: RegExp, text: string): boolean =>
  bounded(expression, text, () => {
    expression.lastIndex = 0;
    return expression.test(text);
  });

/** The first match. */
export const firstMatch = (expression: RegExp, text: string): RegExpExecArray | null =>
  bounded(expression, text, () => {
    expression.lastIndex = 0;
    return expression.exec(text);
  });

/** All matches, in order. */
export const allMatches = (expression: RegExp, text: string): RegExpExecArray[] =>
  bounded(expression, text, () => [...text.matchAll(expression)]);
