import type { Fields, Value } from '../template/value.ts';

/** A tag, as most services write it. */
export interface PlainTag {
  readonly Key: string;
  readonly Value: string;
}

/** The tags of a resource's properties. */
export function tagsOf(properties: Fields): PlainTag[] {
  return ((properties['Tags'] ?? []) as readonly Value[]).map((tag) => tag as unknown as PlainTag);
}

/** Tags to set, and keys to take away. */
export function tagChanges(before: Fields, after: Fields): { readonly set: PlainTag[]; readonly drop: string[] } {
  const [old, wanted] = [tagsOf(before), tagsOf(after)];
  return {
    set: wanted.filter((tag) => !old.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value)),
    drop: old.map(({ Key }) => Key).filter((key) => !wanted.some(({ Key }) => Key === key)),
  };
}
