import type { Value } from './python/types.ts';
import type { Scope } from './scope.ts';
import { Template } from './template.ts';
import { dictValues, isDict } from './values.ts';
import { Renderable, type Written } from './written.ts';

/** Names that stand for what the playbook says, though no one has written them as variables. */
const ofThePlaybook = new Set(['inventory_hostname', 'inventory_hostname_short', 'role_name', 'ansible_check_mode']);

/** What brings in text from outside of the playbook. */
const readsOutside = (text: string): boolean =>
  /\b(lookup|query|q)\s*\(|%-?\s*(include|import|from|extends)\b|\b(fileglob|unvault)\b/.test(text);

/**
 * Whether everything that goes into a written value comes from the playbook's author: no result of a task, no fact, no file, no
 * lookup. Only such text may be read as an expression (`that: "{{ a }} == 1"`); anything else is data.
 */
export function isAuthored(written: Written, scope: Scope, seen: ReadonlySet<string> = new Set()): boolean {
  if (written instanceof Template) {
    if (readsOutside(written.text) || written.readsAnyVariable()) return false;
    return written.freeVariables().every(({ name }) => isAuthoredVariable(name, scope, seen));
  }
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
