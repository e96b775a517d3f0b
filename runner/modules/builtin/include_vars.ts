import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { includeVarsSchema } from '../../../schemas/include_vars.ts';
import { PlayError } from '../../diagnostics.ts';
import { dictEntries, isDict, newDict, toText, type Value } from '../../template/values.ts';
import { type ActionContext, action } from '../module.ts';
import { lookAt } from './look_at.ts';
import { needKnown } from './need_known.ts';
import { variableFiles } from './variable_files.ts';
import { isVariableName } from './variable_name.ts';

/** Loads variables from files (Ansible: `ansible.builtin.include_vars`). Their values stay templates until they are used. */
export const includeVars = action({
  name: 'include_vars',
  schema: includeVarsSchema,
  check: 'runs',
  pure: true,
  run(params, context) {
    needKnown(params);
    const { name, hash_behaviour } = params;
    if (name !== undefined && !isVariableName(name))
      throw new PlayError({
        code: 'variable-name',
        message: `"${name}" cannot be the name of a variable`,
        hint: 'check "name"',
      });
    const written = params.file ?? params._raw_params;
    const files =
      params.dir === undefined
        ? [readable(context.findFile('vars', written ?? ''))]
        : variableFiles(params.dir, params, context);
    let loaded: Value = {};
    for (const file of files) loaded = combine(loaded, load(file, context), hash_behaviour === 'merge');
    const facts = name === undefined ? namesToText(loaded) : { [name]: loaded };
    return {
      changed: false,
      ansible_facts: hash_behaviour === 'merge' ? mergedIntoVariables(facts, context) : facts,
      ansible_included_var_files: files,
    };
  },
});

function load(file: string, context: ActionContext): Value {
  const value = context.parseYaml(readFileSync(file, 'utf8'), file);
  if (value === null || value === undefined) return {};
  if (isDict(value)) return value;
  throw new PlayError({
    code: 'vars-file',
    message: `${file} does not hold variables`,
    place: { file, line: 1, column: 1 },
    hint: 'write one `name: value` per line',
  });
}

function readable(file: string): string {
  if (!lookAt(file)?.isDirectory()) return file;
  throw new PlayError({
    code: 'vars-file',
    message: `${file} is a folder`,
    hint: `load all files in it with "dir: ${basename(file)}${extname(file)}"`,
  });
}

/** Names of variables are text, whatever YAML makes of a key like `1`. */
function namesToText(loaded: Value): Record<string, Value> {
  return Object.fromEntries(isDict(loaded) ? dictEntries(loaded).map(([key, value]) => [toText(key), value]) : []);
}

function mergedIntoVariables(facts: Record<string, Value>, context: ActionContext): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const now = context.variable(name);
      return [name, isDict(now) && isDict(value) ? combine(now, value, true) : value];
    }),
  );
}

/** The second wins; with `deep`, dictionaries under the same key are combined in the same way. */
function combine(one: Value, other: Value, deep: boolean): Value {
  if (!isDict(one) || !isDict(other)) return other;
  const merged = new Map(dictEntries(one));
  for (const [key, value] of dictEntries(other))
    merged.set(key, deep && merged.has(key) ? combine(merged.get(key), value, deep) : value);
  return newDict([...merged]);
}
