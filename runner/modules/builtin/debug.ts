import { debugSchema } from '../../../schemas/debug.ts';
import { PlayError } from '../../diagnostics.ts';
import { Undefined } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';

/** Prints a message or a variable (Ansible: `ansible.builtin.debug`). */
export const debug = action({
  name: 'debug',
  schema: debugSchema,
  check: 'runs',
  pure: true,
  run({ msg, var: shown, verbosity }, context) {
    if (context.verbosity < verbosity)
      return { changed: false, skipped: true, skipped_reason: 'Verbosity threshold not met.' };
    return { changed: false, ...(shown === undefined ? { msg } : shownValue(shown, context)) };
  },
});

/** What was written keeps its text as the key; a value that is no text is named by its type, as Ansible names it. */
function shownValue(shown: unknown, context: ActionContext): Result {
  if (typeof shown === 'object' && shown !== null && isData(shown))
    return { [`<class '${Array.isArray(shown) ? 'list' : 'dict'}'>`]: shown };
  return { [String(shown)]: evaluated(shown, context) };
}

function isData(shown: object): boolean {
  return Array.isArray(shown) || shown instanceof Map || Object.getPrototypeOf(shown) === Object.prototype;
}

function evaluated(shown: unknown, context: ActionContext): unknown {
  const undefinedText = 'VARIABLE IS NOT DEFINED!';
  try {
    const value = context.evaluate(shown);
    return value instanceof Undefined ? undefinedText : value;
  } catch (error) {
    if (error instanceof PlayError && error.code === 'variable-undefined') return undefinedText;
    throw error;
  }
}
