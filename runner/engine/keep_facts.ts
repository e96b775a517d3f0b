import type { Result } from '../modules/module.ts';
import { findModule } from '../modules/registry.ts';
import { isAuthored } from '../template/authored.ts';
import { Template } from '../template/template.ts';
import { dictEntries, dictGet, dictKeys, isDict, newDict } from '../template/values.ts';
import { Vaulted } from '../template/vaulted.ts';
import { hasTemplates } from '../template/written.ts';
import type { Running } from './conclude.ts';
import { booleanIn, valueIn } from './keyword_values.ts';
import { markAuthored } from './layer.ts';
import type { VariableScope } from './scope.ts';

/**
 * Puts `ansible_facts` of a result where its module's facts belong: what `set_fact` sets, `include_vars` loads, others gather.
 * Returns the result as data, in which templates that `include_vars` loaded are text.
 */
export function keepFacts({ task, frame }: Running, scope: VariableScope, result: Result): Result {
  const facts = result['ansible_facts'];
  if (facts === undefined || result['failed'] || result['skipped'] || !isDict(facts)) return result;
  if (isForElsewhere({ frame, scope })) return result;
  const { run } = frame.play;
  const name = findModule(task.module.value)?.name;
  const level = name === 'set_fact' ? run.facts : name === 'include_vars' ? run.included : run.gathered;
  for (const [key, value] of dictEntries(facts)) {
    const fact = String(key);
    level.set(fact, value);
    if (level !== run.gathered)
      markAuthored(level, fact, isOfAuthor(task.args.value, fact, name === 'set_fact', scope));
  }
  return level === run.included && hasTemplates(facts) ? { ...result, ansible_facts: asText(facts) } : result;
}

/** With `delegate_facts` they are the other name's, even of this machine: to Ansible `127.0.0.1` is not `localhost`. */
function isForElsewhere({ frame: { nearest }, scope }: Pick<Running, 'frame' | 'scope'>): boolean {
  if (!nearest.delegate_facts || !nearest.delegate_to || !booleanIn(nearest.delegate_facts, scope)) return false;
  const host = valueIn(nearest.delegate_to, scope);
  return typeof host === 'string' && host !== 'localhost';
}

/** Whether the author of the playbook wrote all that a variable is made of. */
function isOfAuthor(written: unknown, name: string, isFact: boolean, scope: Running['scope']): boolean {
  // Free text may name anything; what is merged into variables holds what they held.
  if (!isDict(written)) return !isFact && typeof written === 'string';
  const keys = dictKeys(written).map(String);
  if (!isFact) return !keys.includes('hash_behaviour') && !keys.includes('_variable_params');
  if (keys.some((key) => key === '_variable_params' || key.includes('{'))) return false;
  const own = dictGet(written, name);
  return own !== undefined && isAuthored(own, scope);
}

function asText(value: unknown): unknown {
  if (value instanceof Template) return value.text;
  if (value instanceof Vaulted) return String(value);
  if (Array.isArray(value)) return value.map(asText);
  return isDict(value) ? newDict(dictEntries(value).map(([key, each]) => [key, asText(each)])) : value;
}
