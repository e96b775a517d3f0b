import { PlayError } from '../diagnostics.ts';
import type { At } from '../playbook/types.ts';
import { toBoolean } from '../schema/scalars.ts';
import { force } from '../template/lazy.ts';
import { writtenText } from '../template/literal.ts';
import type { Scope } from '../template/scope.ts';
import { Template } from '../template/template.ts';
import { Unknown } from '../template/values.ts';

/** The value of a keyword, rendered. */
export function valueIn(at: At, scope: Scope): unknown {
  return isPlain(at.value) ? at.value : force(at.value, scope);
}

/** A name as it can be shown: rendered, or the template itself where something in it is not known here. */
export function textIn(at: At, scope: Scope): string {
  if (typeof at.value === 'string') return at.value;
  try {
    const value = valueIn(at, scope);
    if (value instanceof Unknown) return at.value instanceof Template ? at.value.text : String(value);
    return writtenText(value);
  } catch (error) {
    if (error instanceof PlayError && at.value instanceof Template) return at.value.text;
    throw error;
  }
}

/** Names written as text, as `a,b`, or as a list of them. */
export function namesIn(written: readonly At[], scope: Scope): string[] {
  return written.flatMap((at) => splitNames(valueIn(at, scope)));
}

/** A keyword that is true or false. What check mode cannot know yet counts as `unknown`. */
export function booleanIn(at: At | undefined, scope: Scope, unless = false): boolean {
  if (at === undefined) return unless;
  const value = valueIn(at, scope);
  if (value === null || value === '' || value instanceof Unknown) return unless;
  const decided = toBoolean(value);
  if (decided !== undefined) return decided;
  throw new PlayError({
    code: 'keyword-type',
    message: `expected true or false, not "${String(value)}"`,
    place: at.place,
  });
}

/** A keyword that is a number. */
export function numberIn(at: At | undefined, scope: Scope): number | undefined {
  if (at === undefined) return undefined;
  const value = valueIn(at, scope);
  if (value === null || value === '' || value instanceof Unknown) return undefined;
  const number = Number(value);
  if (!Number.isNaN(number)) return number;
  throw new PlayError({ code: 'keyword-type', message: `expected a number, not "${String(value)}"`, place: at.place });
}

function splitNames(value: unknown): string[] {
  // Which names they will be is told by nothing yet.
  if (value === null || value === undefined || value instanceof Unknown) return [];
  if (Array.isArray(value)) return value.flatMap(splitNames);
  return String(value)
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
