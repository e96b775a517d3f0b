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
const harmless = 10_000_000;

/**
 * Whether a search may go on for very long: a repeated group can be gone through in exponentially many ways, and every repetition
 * multiplies the ways by the length of the text.
 */
function isRisky({ source }: RegExp, length: number): boolean {
  const repetitions = source.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  if (repetitions === 0) return false;
  if (/\)(?:[*+]|\{\d+,)/.test(source) && length > 12) return true;
  return length ** (repetitions + 1) > harmless;
}

function bounded<T>(expression: RegExp, text: string, search: () => T): T {
  if (!isRisky(expression, text.length)) return search();
  let found: { readonly value: T } | undefined;
  const ended = withinTime(() => {
    found = { value: search() };
  });
  if (ended && found) return found.value;
  throw new Fault(`the regular expression takes more than ${limit / 1000} s on a text of ${text.length} characters`, {
    hint: 'repetitions inside of repetitions, or side by side, can match in too many ways',
  });
}

/** Whether the expression matches; a playbook's expressions are only ever run through these three. */
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
