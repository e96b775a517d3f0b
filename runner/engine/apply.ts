import type { At, Keywords } from '../playbook/types.ts';
import { dictEntries, isDict } from '../template/values.ts';
import { valueIn } from './keyword_values.ts';
import type { VariableScope } from './scope.ts';

const lists = new Set(['tags', 'when', 'environment', 'module_defaults']);

/** The keywords that `apply` of an include puts on everything inside. */
export function appliedKeywords(apply: At, scope: VariableScope): Keywords {
  const written = isDict(apply.value) ? apply.value : valueIn(apply, scope);
  const none: Keywords = { tags: [], when: [], environment: [], module_defaults: [] };
  if (!isDict(written)) return none;
  const entries = dictEntries(written).map(([key, value]) => {
    const name = String(key);
    const at = partOf(apply, [name], value);
    if (name === 'vars') return [name, varsOf(at)] as const;
    return [name, lists.has(name) ? listOf(at) : at] as const;
  });
  return { ...none, ...Object.fromEntries(entries) };
}

function listOf(at: At): readonly At[] {
  return Array.isArray(at.value) ? at.value.map((value, index) => partOf(at, [index], value)) : [at];
}

function varsOf(at: At): Record<string, At> {
  if (!isDict(at.value)) return {};
  return Object.fromEntries(
    dictEntries(at.value).map(([key, value]) => [String(key), partOf(at, [String(key)], value)]),
  );
}

function partOf(at: At, path: readonly (string | number)[], value: unknown): At {
  const place = at.within(path);
  return { value, place, within: (more, of) => at.within([...path, ...more], of) };
}
