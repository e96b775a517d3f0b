import { PlayError } from '../diagnostics.ts';
import type { At } from '../playbook/types.ts';
import { type Condition, conditionOf } from '../template/condition.ts';
import type { Scope } from '../template/scope.ts';
import { Unknown } from '../template/values.ts';

/** Whether conditions hold; `unknown` when check mode cannot tell yet. */
export interface Verdict {
  readonly holds: boolean | 'unknown';
  /** The condition that does not hold, as written. */
  readonly failing?: unknown;
}

const compiled = new WeakMap<At, Condition>();

/** Evaluates conditions in order until one does not hold; all of them must. */
export function decide(conditions: readonly At[], scope: Scope): Verdict {
  let holds: Verdict['holds'] = true;
  for (const at of conditions) {
    const result = holds === true ? compiledOf(at).test(scope) : lenient(at, scope);
    if (result === false) return { holds: false, failing: textOf(at.value) };
    if (result instanceof Unknown) holds = 'unknown';
  }
  return { holds };
}

/** What a condition that is not decided yet guards may not be there to ask about. */
function lenient(at: At, scope: Scope): boolean | Unknown {
  try {
    return compiledOf(at).test(scope);
  } catch (error) {
    if (error instanceof PlayError) return true;
    throw error;
  }
}

/** The condition of a keyword, compiled once. */
export function compiledOf(at: At): Condition {
  let condition = compiled.get(at);
  if (!condition) {
    condition = conditionOf(at.value, at.place, at.locate);
    compiled.set(at, condition);
  }
  return condition;
}

function textOf(written: unknown): unknown {
  return typeof written === 'object' && written !== null && 'text' in written ? written.text : written;
}
