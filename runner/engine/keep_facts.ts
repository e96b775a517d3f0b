import type { Result } from '../modules/module.ts';
import { findModule } from '../modules/registry.ts';
import { dictEntries, isDict } from '../template/values.ts';
import type { Running } from './conclude.ts';

/** Puts `ansible_facts` of a result where its module's facts belong: what `set_fact` sets, `include_vars` loads, others gather. */
export function keepFacts({ task, frame }: Running, result: Result): void {
  const facts = result['ansible_facts'];
  if (facts === undefined || result['failed'] || result['skipped'] || !isDict(facts)) return;
  const { run } = frame.play;
  const name = findModule(task.module.value)?.name;
  const level = name === 'set_fact' ? run.facts : name === 'include_vars' ? run.included : run.gathered;
  for (const [key, value] of dictEntries(facts)) level.set(String(key), value);
}
