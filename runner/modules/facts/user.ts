import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Facts } from './fact.ts';

/** Who runs the playbook. */
export const userFacts: Facts = {
  effective_group_id: () => process.getegid?.(),
  effective_user_id: () => process.geteuid?.(),
  real_group_id: () => process.getgid?.(),
  real_user_id: () => process.getuid?.(),
  user_dir: () => userInfo().homedir,
  user_gecos: () => fullName(),
  user_gid: () => userInfo().gid,
  user_id: () => userInfo().username,
  user_shell: () => userInfo().shell ?? '',
  user_uid: () => userInfo().uid,
};

function fullName(): string {
  const { username } = userInfo();
  try {
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
    return lines.map((line) => line.split(':')).find(([name]) => name === username)?.[4] ?? '';
  } catch {
    return '';
  }
}
