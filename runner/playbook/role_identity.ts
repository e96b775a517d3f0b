import type { At, Keywords, RoleUse } from './types.ts';

/**
 * What makes two uses of a role the same one to Ansible ("Running a role multiple times in one play"): folder, files, and what
 * was written on the use itself. Tags and conditions of the role it depends on do not count, nor do those of the task that
 * includes or imports it; and such a use is never the same as one of `roles:`.
 */
export function roleIdentity(
  path: string,
  files: object,
  own: { readonly keywords: Keywords; readonly params: Readonly<Record<string, At>> },
  origin: RoleUse['origin'],
): string {
  const { vars = {}, when, tags } = own.keywords;
  const isTask = origin === 'include_role' || origin === 'import_role';
  const written = isTask ? ['task'] : [when, tags].map(values);
  const parts = [path, files, record(own.params), record(vars), written];
  return JSON.stringify(parts, (_, value) => {
    return typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value;
  });
}

const values = (list: readonly At[]) => list.map(({ value }) => value);
const record = (vars: Readonly<Record<string, At>>) =>
  Object.keys(vars)
    .sort()
    .map((name) => [name, vars[name]!.value]);
