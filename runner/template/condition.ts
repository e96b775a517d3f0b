import { type Diagnostic, type Place, PlayError } from '../diagnostics.ts';
import type { FreeVariable } from './analyse.ts';
import { isAuthored } from './authored.ts';
import { Expression } from './expression.ts';
import type { SourceOptions } from './origin.ts';
import { isTruthy } from './python/compare.ts';
import { toText } from './python/text.ts';
import { Unknown, UnknownReached, unknown, type Value } from './python/types.ts';
import type { Scope } from './scope.ts';
import { Template } from './template.ts';
import type { Written } from './written.ts';

/** What `when`, `until`, `changed_when` and the like come to: whether it holds in a scope. */
export interface Condition {
  /** Unknown when it depends on a value known only after apply. */
  test(scope: Scope): boolean | Unknown;
  /** The first part that does not hold, as written; undefined when all hold (or it is not known). */
  failing(scope: Scope): string | undefined;
  freeVariables(): readonly FreeVariable[];
  readsAnyVariable(): boolean;
  /** Names that are defined when it holds. */
  assures(): ReadonlySet<string>;
  problems(): readonly Diagnostic[];
}

/** A condition as written: an expression, a template, a boolean, or a list of them that must all hold. Empty means true. */
export function conditionOf(written: Written, place?: Place, locate?: SourceOptions['locate']): Condition {
  if (Array.isArray(written)) return all(written.map((part) => conditionOf(part, place)));
  if (written instanceof Expression || written instanceof Template) return single(written, place);
  if (typeof written === 'string' && written.trim() !== '')
    return single(new Expression(written, { place, locate }), place);
  const isBlank = typeof written === 'string' && written.trim() === '';
  return constant(written === null || written === undefined || isBlank || isTruthy(written), written);
}

function single(part: Expression | Template, place: Place | undefined): Condition {
  const test = (scope: Scope) =>
    part instanceof Expression ? part.test(scope) : decided(part.render(scope), part, scope, part.place ?? place);
  return {
    test,
    failing: (scope) => (test(scope) === false ? part.text : undefined),
    freeVariables: () => part.freeVariables(),
    readsAnyVariable: () => part.readsAnyVariable(),
    assures: () => (part instanceof Expression ? part.assures() : new Set()),
    problems: () => part.problems(),
  };
}

const constant = (value: boolean, written: Written): Condition => ({
  test: () => value,
  failing: () => (value ? undefined : toText(written)),
  freeVariables: () => [],
  readsAnyVariable: () => false,
  assures: () => new Set(),
  problems: () => [],
});

const words: ReadonlyMap<string, boolean> = new Map([
  ['', true],
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0', 'none'].map((word) => [word, false] as const),
]);

/**
 * What a template gives is data, never an expression to run: text must be a word for true or false. Only when all of it comes from
 * the playbook's author is it read as the expression that the author meant: `{{ a }} == 1`.
 */
function decided(value: Value, part: Template, scope: Scope, place: Place | undefined): boolean | Unknown {
  if (value instanceof Unknown) return value;
  if (typeof value !== 'string') return isTruthy(value);
  const word = words.get(value.trim().toLowerCase());
  if (word !== undefined) return word;
  if (isAuthored(part, scope)) return new Expression(value, { place }).test(scope);
  throw new PlayError({
    code: 'condition',
    message: `the condition gives the text ${toText(value, 'repr')}, which is neither true nor false, and is data: it is not evaluated`,
    ...(place ? { place } : {}),
    hint: 'write the expression itself, without {{ }}',
  });
}

/** All of them in order: a false one ends it, also after an unknown one; what an unknown one guards is not asked for. */
function all(parts: readonly Condition[]): Condition {
  const test = (scope: Scope): boolean | Unknown => {
    let undecided = false;
    for (const part of parts) {
      const result: boolean | Unknown = undecided ? lenient(part, scope) : part.test(scope);
      if (result === false) return false;
      undecided ||= result !== true;
    }
    return undecided ? unknown : true;
  };
  return {
    test,
    failing: (scope) => {
      for (const part of parts) {
        const failing = part.failing(scope);
        if (failing !== undefined) return failing;
      }
      return undefined;
    },
    freeVariables: () => guardedReads(parts),
    readsAnyVariable: () => parts.some((part) => part.readsAnyVariable()),
    assures: () => new Set(parts.flatMap((part) => [...part.assures()])),
    problems: () => parts.flatMap((part) => part.problems()),
  };
}

/** After an unknown part the next ones may rely on what it would have made sure of. */
function lenient(part: Condition, scope: Scope): boolean | Unknown {
  try {
    return part.test(scope);
  } catch (error) {
    if (error instanceof PlayError || error instanceof UnknownReached) return unknown;
    throw error;
  }
}

/** A name that an earlier part tests with `is defined` is guarded in the later ones. */
function guardedReads(parts: readonly Condition[]): FreeVariable[] {
  const sure = new Set<string>();
  return parts.flatMap((part) => {
    const reads = part.freeVariables().map((read) => ({ ...read, guarded: read.guarded || sure.has(read.name) }));
    for (const name of part.assures()) sure.add(name);
    return reads;
  });
}
