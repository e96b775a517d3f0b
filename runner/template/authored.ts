import { globals } from './globals/index.ts';
import { lookupGlobals } from './globals/lookup.ts';
import type { Value } from './python/types.ts';
import type { Scope } from './scope.ts';
import { Template } from './template.ts';
import { dictValues, isDict } from './values.ts';
import { Renderable, type Written } from './written.ts';

/** Names that stand for what the playbook says, though no one has written them as variables. */
const ofThePlaybook = new Set(['inventory_hostname', 'inventory_hostname_short', 'role_name', 'ansible_check_mode']);

/** Statements and filters that bring in text from outside of the playbook. */
const outside = /%[-+]?\s*(?:include|import|from|extends)\b|\b(?:fileglob|unvault|expandvars|expanduser|realpath)\b/;
const lookupFunctions: ReadonlySet<string> = new Set(Object.keys(lookupGlobals));
const functions = new RegExp(`\\b(?:${Object.keys(globals).join('|')})\\b`, 'g');

/** A function's name, called or not, may stand for the function or for a variable that hides it. */
function usesData(text: string, scope: Scope, seen: ReadonlySet<string>): boolean {
  if (outside.test(text)) return true;
  return [...new Set(text.match(functions))].some((name) =>
    scope.has(name) ? !isAuthoredVariable(name, scope, seen) : lookupFunctions.has(name),
  );
}

/**
 * Whether everything that goes into a written value comes from the playbook's author: no result of a task, no fact, no file, no
 * lookup. Only such text may be read as an expression (`that: "{{ a }} == 1"`); anything else is data.
 */
export function isAuthored(written: Written, scope: Scope, seen: ReadonlySet<string> = new Set()): boolean {
  if (written instanceof Template) {
    if (usesData(written.text, scope, seen) || written.readsAnyVariable()) return false;
    return written.freeVariables().every(({ name }) => isAuthoredVariable(name, scope, seen));
  }
  if (written instanceof DataText) return false;
  if (written instanceof Renderable) return true;
  if (Array.isArray(written)) return written.every((part) => isAuthored(part, scope, seen));
  return !isDict(written) || dictValues(written).every((part) => isAuthored(part, scope, seen));
}

function isAuthoredVariable(name: string, scope: Scope, seen: ReadonlySet<string>): boolean {
  if (seen.has(name) || ofThePlaybook.has(name) || !scope.has(name)) return true;
  const written = scope.written?.(name);
  return written !== undefined && isAuthored(written, scope, new Set([...seen, name]));
}

/** Text that a template made of data, where an expression is wanted. It is shown and compared, never read as an expression. */
export class DataText extends Renderable {
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override value(): Value {
    return this.text;
  }
  override toString(): string {
    return this.text;
  }
}

/** Values that a template gave, where parameters are written: what is text stays text. */
export function asData(value: Value): Value {
  if (Array.isArray(value)) return value.map(asData);
  return typeof value === 'string' ? new DataText(value) : value;
}
