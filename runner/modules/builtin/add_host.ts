import { addHostSchema } from '../../../schemas/add_host.ts';
import { action } from '../module.ts';
import { needKnown } from './need_known.ts';

/** Puts this machine into groups (Ansible: `ansible.builtin.add_host`). */
export const addHost = action({
  name: 'add_host',
  schema: addHostSchema,
  check: 'runs',
  pure: true,
  run({ name, groups = [], ...vars }, { hosts }) {
    needKnown({ name, groups });
    const changed = hosts.addHost(name, groups, vars);
    return { changed, add_host: { host_name: name, groups, host_vars: vars } };
  },
});
