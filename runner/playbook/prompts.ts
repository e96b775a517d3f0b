import { didYouMean } from '../schema/distance.ts';
import { toBoolean } from '../schema/scalars.ts';
import type { Frame } from './context.ts';
import { child, isMapping, type Node } from './node.ts';
import { describe, report } from './read_keywords.ts';
import { isVariableName, variableNameHint } from './variables.ts';

const known = ['name', 'prompt', 'default', 'private', 'confirm', 'encrypt', 'salt', 'salt_size', 'unsafe'];

/** Reports what is wrong with the questions of `vars_prompt`. */
export function checkPrompts(node: Node | undefined, frame: Frame): void {
  for (const item of node?.items ?? []) checkPrompt(item, frame);
}

function checkPrompt(node: Node, frame: Frame): void {
  if (!isMapping(node)) {
    const message = `a vars_prompt must be a mapping with a name, not ${describe(node.value)}`;
    report(frame, 'prompt-type', message, node.place, 'write it as "- name: VARIABLE"');
    return;
  }
  const name = child(node, 'name');
  if (!name) report(frame, 'prompt-type', 'this vars_prompt has no name', node.place, 'add name: VARIABLE');
  else if (!isVariableName(name.value)) {
    const message = `${describe(name.value)} cannot be a variable's name`;
    report(frame, 'variable-name', message, name.place, variableNameHint(name.value));
  }
  for (const { key, place } of node.pairs) {
    if (known.includes(String(key))) continue;
    report(
      frame,
      'keyword-unknown',
      `"${String(key)}" is not known to vars_prompt`,
      place,
      didYouMean(String(key), known),
    );
  }
  const encrypt = child(node, 'encrypt');
  if (!encrypt || encrypt.value === null || toBoolean(encrypt.value) === false) return;
  const filter = `{{ ${String(name?.value ?? 'ANSWER')} | password_hash('sha512') }}`;
  report(frame, 'prompt-encrypt', 'vars_prompt does not encrypt answers', encrypt.place, `use the answer as ${filter}`);
}
