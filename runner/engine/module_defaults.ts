import { findModule } from '../modules/registry.ts';
import { ownNames } from '../schema/coerce.ts';
import { asData, isAuthored } from '../template/authored.ts';
import { force } from '../template/lazy.ts';
import { type Dict, dictEntries, dictGet, dictKeys, isDict, newDict } from '../template/values.ts';
import type { Frame } from './frame.ts';
import { valueIn } from './keyword_values.ts';
import type { LoadedModule } from './load_module.ts';
import type { VariableScope } from './scope.ts';

type Entries = readonly (readonly [string, unknown])[];

const none: Entries = [];
const groups: Readonly<Record<string, readonly string[]>> = {
  aws: ['amazon.aws', 'community.aws', 'play.aws'],
  'amazon.aws.aws': ['amazon.aws', 'community.aws', 'play.aws'],
  'community.aws.aws': ['amazon.aws', 'community.aws', 'play.aws'],
  docker: ['community.docker'],
  'community.docker.docker': ['community.docker'],
};

/**
 * Parameters that `module_defaults` give a module, those the task writes itself left out. The innermost entry of a name
 * replaces the outer ones whole; entries of a group stand below those of the module.
 */
export function moduleDefaults(frame: Frame, module: LoadedModule, scope: VariableScope, given: Dict): Entries {
  if (frame.module_defaults.length === 0) return none;
  const found = new Map<string, unknown>();
  for (const at of frame.module_defaults) {
    const written = isDict(at.value) ? at.value : ofTemplate(at.value, valueIn(at, scope), scope);
    if (!isDict(written)) continue;
    for (const key of dictKeys(written)) {
      const target = targetOf(String(key), module);
      if (target !== undefined) found.set(target, dictGet(written, key));
    }
  }
  const own = ownNames(module.schema.properties);
  const taken = new Set(dictKeys(given).map((key) => own.get(String(key)) ?? String(key)));
  return ['group', 'module']
    .flatMap((target) => entriesOf(found.get(target), scope))
    .filter(([name]) => !taken.has(own.get(name) ?? name));
}

function targetOf(key: string, { name, schema }: LoadedModule): 'group' | 'module' | undefined {
  if (key.startsWith('group/'))
    return groups[key.slice('group/'.length)]?.includes(schema.collection) ? 'group' : undefined;
  return findModule(key)?.name === name ? 'module' : undefined;
}

function entriesOf(written: unknown, scope: VariableScope): Entries {
  const value = isDict(written) ? written : ofTemplate(written, force(written ?? null, scope), scope);
  return isDict(value) ? dictEntries(value).map(([key, each]) => [String(key), each] as const) : none;
}

/** Parameters that a template gives are data, unless the author of the playbook wrote all of it. */
function ofTemplate(written: unknown, value: unknown, scope: VariableScope): unknown {
  return isAuthored(written, scope) ? value : asDataDeep(value);
}

const asDataDeep = (value: unknown): unknown =>
  isDict(value) ? newDict(dictEntries(value).map(([key, each]) => [key, asDataDeep(each)])) : asData(value);
