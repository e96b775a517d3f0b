import { isDeepStrictEqual } from 'node:util';
import { Template } from '../template/template.ts';
import type { At, Keywords, RoleUse } from './types.ts';

/**
 * What makes two uses of a role the same one to Ansible ("Running a role multiple times in one play"): folder, files, and what
 * was written on the use itself. Tags and conditions of the role it depends on do not count.
 */
export function roleIdentity(
  path: string,
  files: object,
  own: { readonly keywords: Keywords; readonly params: Readonly<Record<string, At>> },
): string {
  const { vars = {}, when, tags, environment } = own.keywords;
  const parts = [path, files, record(own.params), record(vars), [when, tags, environment].map(values)];
  return JSON.stringify(parts, (_, value) => {
    return typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value;
  });
}

/**
 * Leaves out the second of two same uses, unless the role allows duplicates. The one that stays answers to the tags of both; under
 * different conditions both stay.
 */
export function dropDuplicates(uses: readonly RoleUse[]): readonly RoleUse[] {
  const kept: RoleUse[] = [];
  for (const use of uses) {
    const first = use.role.allow_duplicates ? -1 : kept.findIndex((earlier) => isSame(earlier, use));
    if (first === -1) kept.push(use);
    else kept[first] = { ...kept[first]!, tags: joinTags(kept[first]!.tags, use.tags) };
  }
  return kept;
}

const isSame = (a: RoleUse, b: RoleUse) =>
  a.identity === b.identity && isDeepStrictEqual(a.when.map(textOf), b.when.map(textOf));

const textOf = ({ value }: At) => (value instanceof Template ? value.text : value);

const joinTags = (a: readonly At[], b: readonly At[]) => [
  ...a,
  ...b.filter((tag) => !a.some((other) => textOf(other) === textOf(tag))),
];

const values = (list: readonly At[]) => list.map(({ value }) => value);
const record = (vars: Readonly<Record<string, At>>) =>
  Object.keys(vars)
    .sort()
    .map((name) => [name, vars[name]!.value]);
