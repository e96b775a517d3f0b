/** What `--tags` and `--skip-tags` ask for. */
export interface TagSelection {
  readonly only: ReadonlySet<string>;
  readonly skip: ReadonlySet<string>;
}

/** The selection for the options as given; without `--tags` everything is asked for. */
export function tagSelection(tags: readonly string[] = [], skipTags: readonly string[] = []): TagSelection {
  return { only: new Set(tags.length > 0 ? tags : ['all']), skip: new Set(skipTags) };
}

/** Whether a task with these tags, inherited ones included, runs (Ansible's "Tags" page). */
export function isSelected(tags: ReadonlySet<string>, { only, skip }: TagSelection): boolean {
  return isAskedFor(tags, only) && !isLeftOut(tags, skip);
}

/** Whether the selection leaves out anything that a plain run would run. */
export function isPartial({ only, skip }: TagSelection): boolean {
  return skip.size > 0 || !only.has('all');
}

function isAskedFor(tags: ReadonlySet<string>, only: ReadonlySet<string>): boolean {
  if (tags.has('always')) return true;
  const never = tags.has('never');
  if (only.has('all') && !never) return true;
  if (tags.size === 0 ? only.has('untagged') : meet(tags, only)) return true;
  return only.has('tagged') && tags.size > 0 && !never;
}

function isLeftOut(tags: ReadonlySet<string>, skip: ReadonlySet<string>): boolean {
  if (skip.size === 0) return false;
  if (skip.has('all')) return !tags.has('always') || skip.has('always');
  return tags.size === 0 ? skip.has('untagged') : skip.has('tagged') || meet(tags, skip);
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const each of a) if (b.has(each)) return true;
  return false;
}
