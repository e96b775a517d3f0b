import { groupBySchema } from '../../../schemas/group_by.ts';
import { action } from '../module.ts';
import { needKnown } from './need_known.ts';

/** Puts this machine into a group by a name made of its facts (Ansible: `ansible.builtin.group_by`). */
export const groupBy = action({
  name: 'group_by',
  schema: groupBySchema,
  check: 'runs',
  pure: true,
  run({ key, parents }, { hosts }) {
    needKnown({ key, parents });
    const [group, above] = [groupName(key), parents.map(groupName)];
    return { changed: hosts.addGroup(group, above), add_group: group, parent_groups: above };
  },
});

const groupName = (name: string) => name.replaceAll(' ', '-');
