import { PlayError } from '../diagnostics.ts';
import { Template } from '../template/template.ts';
import type { Frame } from './context.ts';
import { isMapping, type Node } from './node.ts';
import { report } from './read_keywords.ts';
import { staticScope } from './static_scope.ts';
import type { At } from './types.ts';
import { readVars } from './variables.ts';

/**
 * The module that `action` names. It may be a template of what is written: `-e`, variables of the play and of the task. All modules
 * are known before the run, so what only the run knows is refused.
 */
export function moduleName({ value, place }: At, vars: Node | undefined, frame: Frame): string | undefined {
  const text = value instanceof Template ? value.text : String(value);
  if (!/\{[{%]/.test(text)) return text;
  try {
    const template = new Template(text, { place, kind: 'yaml' });
    return String(template.render(staticScope(withVars(vars, frame)))).trim();
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    const message = `the module "${text}" cannot be known before the run: ${error.message}`;
    const hint =
      'name it by -e or by vars of the play or the task, or write one task for each module, each with a "when"';
    report(frame, 'module-dynamic', message, place, hint);
    return undefined;
  }
}

/** The task's own variables come first; what is wrong with them is told when the task is read. */
function withVars(own: Node | undefined, frame: Frame): Frame {
  if (!own || !isMapping(own)) return frame;
  const quiet = { ...frame, context: { ...frame.context, diagnostics: [] } };
  return { ...frame, vars: [readVars(own, quiet), ...frame.vars] };
}
