import { shellPattern } from '../builtin/glob.ts';
import { absolutePath } from '../builtin/paths.ts';
import type { ActionContext, Result } from '../module.ts';
import { machineFacts } from './machine.ts';
import { wantedGroups } from './subset.ts';

/** The parameters of `setup` and `gather_facts`. */
export interface GatherParams {
  readonly gather_subset: readonly string[];
  readonly filter: readonly string[];
  readonly fact_path: string;
}

/** Facts as both modules return them: by names with the prefix, and only those that some filter matches. */
export function gather({ gather_subset, filter, fact_path }: GatherParams, context: ActionContext): Result {
  const source = { environment: context.environment, factPath: absolutePath(fact_path, context) };
  const machine = machineFacts(source, wantedGroups(gather_subset));
  const patterns = filter.filter(Boolean).map((pattern) => [shellPattern(pattern), shellPattern(`ansible_${pattern}`)]);
  const isWanted = (name: string) => patterns.length === 0 || patterns.flat().some((pattern) => pattern.test(name));
  const facts: Result = {};
  for (const name of machine.names) {
    if (!isWanted(`ansible_${name}`)) continue;
    const value = machine.get(name);
    if (value !== undefined && value !== null) facts[`ansible_${name}`] = value;
  }
  const about = patterns.length === 0 ? { gather_subset: [...gather_subset], module_setup: true } : {};
  return { changed: false, ansible_facts: { ...facts, ...about } };
}
