import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Diagnostic, PlayError } from '../diagnostics.ts';
import { splitText } from '../schema/split.ts';
import { Template } from '../template/template.ts';
import { dictEntries, isDict, type Value } from '../template/values.ts';
import { type Keyring, noKeyring } from '../vault/keyring.ts';
import { hideLeaves } from './encrypted.ts';
import { expandHome } from './find_file.ts';
import { isTemplateText } from './scalar_node.ts';
import { parseSource } from './source.ts';
import { isVariableName, variableNameHint } from './variables.ts';

/**
 * The variables of all `-e` values, the last one winning: `a=1 b='two words'` gives text, JSON and YAML keep their types, `@file`
 * reads a file, which may be encrypted. Throws PlayError.
 */
export function parseExtraVars(values: readonly string[], keyring: Keyring = noKeyring): Record<string, Value> {
  const vars: Record<string, Value> = {};
  for (const value of values) for (const [name, each] of parseOne(value, keyring)) vars[name] = each;
  return vars;
}

function parseOne(written: string, keyring: Keyring): [string, Value][] {
  const value = written.trim();
  if (value.startsWith('@')) return fromFile(value.slice(1), keyring);
  if (/^[[{]/.test(value)) return fromYaml(value, '-e', keyring);
  return fromPairs(value);
}

function fromFile(name: string, keyring: Keyring): [string, Value][] {
  const path = resolve(expandHome(name));
  if (!existsSync(path)) throw wrong(`no file "${name}"`, `looked for ${path}`);
  return fromYaml(readFileSync(path, 'utf8'), path, keyring);
}

function fromYaml(text: string, file: string, keyring: Keyring): [string, Value][] {
  const { root, diagnostics, encrypted } = parseSource(file, text, keyring);
  const [mistake] = diagnostics;
  if (mistake) throw new PlayError({ ...mistake, code: mistake.code === 'vault' ? 'vault' : 'extra-vars' });
  if (encrypted) hideLeaves(root?.value, keyring);
  if (root?.value === null || root === undefined) return [];
  if (!isDict(root.value)) throw wrong(`${file} must hold a mapping of names to values`, 'e.g. -e \'{"port": 80}\'');
  return dictEntries(root.value).map(([name, value]) => [checkedName(name), value]);
}

function fromPairs(value: string): [string, Value][] {
  try {
    return splitText(value).map(({ key, text }) => {
      if (key === undefined)
        throw wrong(`"${text}" is not name=value`, 'give -e name=value, -e \'{"name": …}\' or -e @file');
      return [
        checkedName(key),
        isTemplateText(text) ? new Template(text, { place: { file: '-e', line: 1, column: 1 }, kind: 'yaml' }) : text,
      ];
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong(`"${value}": ${error.message}`, 'close it, or escape it with \\');
    throw error;
  }
}

function checkedName(name: unknown): string {
  if (isVariableName(name)) return name;
  throw wrong(`"${String(name)}" cannot be a variable's name`, variableNameHint(name));
}

const wrong = (message: string, hint: string): PlayError =>
  new PlayError({ code: 'extra-vars', message, hint } satisfies Diagnostic);
