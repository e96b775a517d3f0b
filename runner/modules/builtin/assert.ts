import { assertSchema } from '../../../schemas/assert.ts';
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
      const value = context.evaluate(assertion);
      if (containsUnknown(value)) undecided ??= String(assertion);
      else if (!isTruthy(value)) return failure(assertion, fail_msg);
    }
    if (undecided !== undefined) return { changed: false, msg: `cannot be decided before it is known: ${undecided}` };
    return { changed: false, msg: success_msg ?? 'All assertions passed' };
  },
});

function failure(assertion: unknown, message: unknown): Result {
  return {
    changed: false,
    failed: true,
    assertion: typeof assertion === 'boolean' ? assertion : String(assertion),
    evaluated_to: false,
    msg: message ?? 'Assertion failed',
  };
}
