/** What belongs to a unit of a play, or (without one) to none: then everything before it stays before it. */
interface OfUnit {
  readonly unit?: number | undefined;
}

/** What was told as it happened, in the order of the playbook: by unit between what belongs to none. */
export function inPlaybookOrder<T>(told: readonly T[], of: (each: T) => OfUnit): readonly T[] {
  const ordered: T[] = [];
  let open: T[] = [];
  const close = () => {
    ordered.push(...open.sort((a, b) => of(a).unit! - of(b).unit!));
    open = [];
  };
  for (const each of told) {
    if (of(each).unit !== undefined) open.push(each);
    else {
      close();
      ordered.push(each);
    }
  }
  close();
  return ordered;
}
