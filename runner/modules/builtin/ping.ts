import { pingSchema } from '../../../schemas/ping.ts';
import { action } from '../module.ts';

/** Answers what it is given (Ansible: `ansible.builtin.ping`). */
export const ping = action({
  name: 'ping',
  schema: pingSchema,
  check: 'runs',
  pure: true,
  run({ data }) {
    return data === 'crash' ? { failed: true, msg: 'boom: asked to crash' } : { changed: false, ping: data };
  },
});
