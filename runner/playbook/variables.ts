import type { Frame } from './context.ts';
import { hideLeaves } from './encrypted.ts';
import { at, child, isList, isMapping, type Node } from './node.ts';
import { describe, report } from './read_keywords.ts';
import type { At } from './types.ts';

const reserved = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** Whether a name can be a variable: letters, digits and underscores, not first a digit, and no word of Python's. */
export const isVariableName = (name: unknown): name is string =>
  typeof name === 'string' && /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name);

/** Why a name cannot be a variable, as a hint. */
export function variableNameHint(name: unknown): string {
  if (typeof name === 'boolean') return 'an unquoted yes, no, on or off is true or false in YAML; choose another name';
  if (reserved.has(String(name))) return 'the word is reserved in expressions; choose another name';
  return 'use letters, digits and underscores, and no digit first';
}

/** A mapping of variables (`vars:`, a vars file); a list of mappings is merged, as older playbooks have it. Those of an encrypted file are secret. */
export function readVars(node: Node, frame: Frame): Record<string, At> {
  if (frame.context.sources.get(frame.file)?.encrypted) hideLeaves(node.value, frame.context.keyring);
  if (isList(node) && node.items.every(isMapping))
    return Object.assign({}, ...node.items.map((item) => readVars(item, frame)));
  const vars: Record<string, At> = {};
  if (!isMapping(node)) {
    if (node.value !== null)
      report(
        frame,
        'vars-type',
        `variables must be a mapping of names to values, not ${describe(node.value)}`,
        node.place,
      );
    return vars;
  }
  for (const { key, place, node: value } of node.pairs) {
    if (isVariableName(key)) vars[key] = at(value);
    else report(frame, 'variable-name', `"${String(key)}" cannot be a variable's name`, place, variableNameHint(key));
  }
  return vars;
}

/** The text of a child, when it is plain text. */
export function textOf(node: Node, name: string): string | undefined {
  const value = child(node, name)?.value;
  return typeof value === 'string' ? value : undefined;
}
