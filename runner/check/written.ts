import type { Diagnostic, Place } from '../diagnostics.ts';
import type { At } from '../playbook/types.ts';
import { Expression } from '../template/expression.ts';
import { Template } from '../template/template.ts';
import { dictEntries, isDict } from '../template/values.ts';

/** A template or expression in the playbook, as far as the checks look at it. */
export interface Code {
  readonly text: string;
  readonly place: Place | undefined;
  problems(): readonly Diagnostic[];
  freeVariables(): ReturnType<Template['freeVariables']>;
}

/** Every template inside a written value. */
export function templatesIn(value: unknown): Template[] {
  if (value instanceof Template) return [value];
  if (Array.isArray(value)) return value.flatMap(templatesIn);
  return isDict(value) ? dictEntries(value).flatMap(([, each]) => templatesIn(each)) : [];
}

/** A condition as code: text is an expression, a template is itself; a boolean holds nothing to check. */
export function conditionCode(written: At): Expression | Template | undefined {
  const { value, place, locate } = written;
  if (value instanceof Template) return value;
  return typeof value === 'string' && value.trim() !== ''
    ? new Expression(value, { place, ...(locate ? { locate } : {}) })
    : undefined;
}

/** Names a condition is sure of when it holds. */
export const assuredBy = (code: Expression | Template | undefined): ReadonlySet<string> =>
  code instanceof Expression ? code.assures() : new Set();

/** All text inside a written value, templates as they are written. */
export function textIn(value: unknown): string {
  if (value instanceof Template) return value.text;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textIn).join('\n');
  return isDict(value)
    ? dictEntries(value)
        .map(([, each]) => textIn(each))
        .join('\n')
    : '';
}
