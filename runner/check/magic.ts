/**
 * Names every task can use (Ansible's page "Special variables"). Everything that starts with `ansible_` counts too: facts are known only
 * while running.
 */
const names = new Set(
  `environment group_names groups hostvars inventory_hostname inventory_hostname_short omit play_hosts playbook_dir role_names
   vars`.split(/\s+/),
);

/** Names that exist inside a role only. */
const inRoles = new Set(['role_name', 'role_path', 'role_uuid']);

/** Whether a name is there without anyone defining it. */
export const isMagic = (name: string, insideRole: boolean): boolean =>
  names.has(name) || name.startsWith('ansible_') || (insideRole && inRoles.has(name));

/** Magic names, for did-you-mean. */
export const magicNames: readonly string[] = [...names, ...inRoles];

/** Names a template file can use besides (Ansible's page on the `template` module). */
export const templateFileNames: ReadonlySet<string> = new Set(
  'ansible_managed template_destpath template_fullpath template_host template_mtime template_path template_run_date template_uid'.split(
    ' ',
  ),
);
