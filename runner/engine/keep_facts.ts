import type { Result } from '../modules/module.ts';
import { findModule } from '../modules/registry.ts';
import { Template } from '../template/template.ts';
import { dictEntries, isDict, newDict } from '../template/values.ts';
import { Vaulted } from '../template/vaulted.ts';
import { hasTemplates } from '../template/written.ts';
import type { Running } from './conclude.ts';

/**
 * Puts `ansible_facts` of a result where its module's facts belong: what `set_fact` sets, `include_vars` loads, others gather.
 * Returns the result as data, in which templates that `include_vars` loaded are text.
 */
export function keepFacts({ task, frame }: Running, result: Result): Result {
  const facts = result['ansible_facts'];
  if (facts === undefined || result['failed'] || result['skipped'] || !isDict(facts)) return result;
  const { run } = frame.play;
  const name = findModule(task.module.value)?.name;
  const level = name === 'set_fact' ? run.facts : name === 'include_vars' ? run.included : run.gathered;
  for (const [key, value] of dictEntries(facts)) level.set(String(key), value);
  return hasTemplates(facts) ? { ...result, ansible_facts: asText(facts) } : result;
}

function asText(value: unknown): unknown {
  if (value instanceof Template) return value.text;
  if (value instanceof Vaulted) return String(value);
  if (Array.isArray(value)) return value.map(asText);
  return isDict(value) ? newDict(dictEntries(value).map(([key, each]) => [key, asText(each)])) : value;
}
