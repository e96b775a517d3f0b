import { failSchema } from '../../../schemas/fail.ts';
import { action } from '../module.ts';

/** Fails with a message (Ansible: `ansible.builtin.fail`). */
export const fail = action({
  name: 'fail',
  schema: failSchema,
  check: 'runs',
  run: ({ msg }) => ({ changed: false, failed: true, msg }),
});
