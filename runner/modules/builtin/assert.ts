import { assertSchema } from '../../../schemas/assert.ts';
import { PlayError } from '../../diagnostics.ts';
import { toBoolean } from '../../schema/scalars.ts';
import { containsUnknown, isTruthy } from '../../template/values.ts';
import { action, type Result } from '../module.ts';

/** Fails unless every expression holds (Ansible: `ansible.builtin.assert`). */
export const assert = action({
  name: 'assert',
  schema: assertSchema,
  check: 'runs',
  pure: true,
  run({ that, fail_msg, success_msg }, context) {
    let undecided: string | undefined;
    for (const assertion of Array.isArray(that) ? that : [that]) {
      const value = truthOf(context.evaluate(assertion), assertion);
      if (containsUnknown(value)) undecided ??= String(assertion);
      else if (!isTruthy(value)) return failure(assertion, fail_msg);
    }
    if (undecided !== undefined)
      return {
        changed: false,
        msg: `cannot be decided before it is known: ${undecided}`,
        _ansible_undecided: true,
      };
    return { changed: false, msg: success_msg ?? 'All assertions passed' };
  },
});

/** Text made of data is no expression: it holds when it is a word for true. */
function truthOf(value: unknown, assertion: unknown): unknown {
  if (typeof assertion === 'string' || typeof value !== 'string') return value;
  const word = toBoolean(value);
  if (word !== undefined) return word;
  throw new PlayError({
    code: 'condition',
    message: `"that" is given the text "${value}", which is data: it is not evaluated`,
    hint: 'write the expression itself, without {{ }}',
  });
}

function failure(assertion: unknown, message: unknown): Result {
  return {
    changed: false,
    failed: true,
    assertion: typeof assertion === 'boolean' ? assertion : String(assertion),
    evaluated_to: false,
    msg: message ?? 'Assertion failed',
  };
}
