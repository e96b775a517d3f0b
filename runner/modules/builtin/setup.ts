import { setupSchema } from '../../../schemas/setup.ts';
import { gather } from '../facts/gather.ts';
import { action } from '../module.ts';

/** Gathers facts about this machine (Ansible: `ansible.builtin.setup`). */
export const setup = action({
  name: 'setup',
  schema: setupSchema,
  check: 'runs',
  pure: true,
  run: (params, context) => gather(params, context),
});
