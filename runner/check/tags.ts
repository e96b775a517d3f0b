import type { Diagnostic } from '../diagnostics.ts';
import type { At, Keywords } from '../playbook/types.ts';
import { didYouMean } from '../schema/distance.ts';
import { Template } from '../template/template.ts';
import type { Walk } from './sites.ts';

const special = new Set(['all', 'tagged', 'untagged', 'always', 'never']);

/** Tags asked for that stand nowhere. Includes that only the run resolves, and tags that are templates, may bring more: then it is not certain. */
export function unknownTags(
  walk: Walk,
  asked: readonly string[],
): { readonly found: readonly Diagnostic[]; readonly certain: boolean } {
  const known = new Set<string>();
  let certain = walk.dynamic.length === 0;
  const add = (tags: readonly At[]) => {
    for (const { value } of tags) {
      if (value instanceof Template) certain = false;
      else known.add(String(value));
    }
  };
  const nodes = new Set<Keywords>([
    ...walk.roles.flatMap(({ use, play }) => [use, play]),
    ...walk.sites.flatMap(({ task, parents }) => [task, ...parents.map(({ node }) => node)]),
  ]);
  for (const node of nodes) add(node.tags);
  for (const { task } of walk.sites) add(appliedTags(task.args));
  const missing = [...new Set(asked)].filter((tag) => !known.has(tag) && !special.has(tag));
  const found = missing.map((tag) => {
    const hint = didYouMean(tag, known) ?? 'play --list-tags shows them all';
    return { code: 'tag-unknown', message: `no task has the tag "${tag}"`, hint };
  });
  return { found, certain };
}

/** `apply: { tags: … }` of an include. */
function appliedTags(args: At): readonly At[] {
  const tags = (args.value as { apply?: { tags?: unknown } } | null)?.apply?.tags;
  if (tags === undefined) return [];
  const list = Array.isArray(tags)
    ? tags
    : typeof tags === 'string'
      ? tags.split(',').map((tag) => tag.trim())
      : [tags];
  return list.map((value) => ({ value, place: args.place, within: args.within }));
}
