import { Unknown } from '../template/values.ts';

/** Tags as playbooks write them. */
export type Tags = Readonly<Record<string, string>>;

/** A tag as EC2, IAM and most services spell it, or as ECS does. */
export interface ListedTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

/** Tags of any service's answer as a dict, in order of their keys: AWS lists them in any order. */
export function tagsFromList(list: readonly ListedTag[] | undefined): Record<string, string> {
  const pairs = (list ?? []).map((tag) => [tag.Key ?? tag.key ?? '', tag.Value ?? tag.value ?? ''] as const);
  return sortTags(Object.fromEntries(pairs));
}

/** Tags as most services want them. */
export function tagsToList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as ECS wants them. */
export function tagsToLowerCaseList(tags: Tags): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/**
 * The tags a thing should end up with. Without `tags` nothing is said about them, so what is there stays; without `purge`
 * the others stay. Tags that AWS itself sets (`aws:…`) stay in any case: nobody else may remove them. So do
 * those by which Play knows what it made (`play:…`).
 */
export function wantedTags(now: Tags | undefined, tags: Tags | undefined, purge: boolean): Record<string, string> {
  // Nothing can be said of tags that are not known yet.
  if (tags === undefined || tags instanceof Unknown) return { ...now };
  const kept = purge ? reserved(now) : (now ?? {});
  return sortTags({ ...kept, ...tags });
}

/** What to set and what to remove, to get from one set of tags to the other. */
export interface TagChanges {
  readonly set: Record<string, string>;
  readonly remove: readonly string[];
}

/** The changes from `now` to `want`; undefined when they agree. */
export function diffTags(now: Tags | undefined, want: Tags): TagChanges | undefined {
  const set = Object.fromEntries(Object.entries(want).filter(([key, value]) => now?.[key] !== value));
  const remove = Object.keys(now ?? {}).filter((key) => !Object.hasOwn(want, key) && !isReserved(key));
  return Object.keys(set).length > 0 || remove.length > 0 ? { set, remove } : undefined;
}

/** What a step's title says of tag changes: `Name, stage (removed: owner)`. */
export function describeTagChanges({ set, remove }: TagChanges): string {
  const parts = [Object.keys(set).join(', '), remove.length > 0 ? `(removed: ${remove.join(', ')})` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

function reserved(tags: Tags | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => isReserved(key)));
}

const isReserved = (key: string): boolean => /^(?:aws|play):/i.test(key);

function sortTags(tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
