import type { Tag } from '@aws-sdk/client-iam';
import { invalidInput, limitExceeded } from './refuse.ts';

/** Tags as a Map, when they are ones that IAM takes: at most 50, keys unique without regard to case. */
export function requireTags(tags: readonly Tag[] | undefined): Map<string, string> {
  const out = new Map<string, string>();
  for (const { Key = '', Value = '' } of tags ?? []) {
    if (/^aws:/i.test(Key)) throw invalidInput('System tags cannot be added/updated/removed by a user');
    if (Key.length < 1 || Key.length > 128) throw invalidInput('Tag keys must have 1 to 128 characters');
    if (Value.length > 256) throw invalidInput('Tag values must have at most 256 characters');
    if ([...out.keys()].some((other) => other.toLowerCase() === Key.toLowerCase())) {
      throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
    }
    out.set(Key, Value);
  }
  if (out.size > 50) throw limitExceeded('The number of tags has exceeded the limit: 50');
  return out;
}

/** Adds tags; a key that differs only by case is replaced. */
export function addTags(target: Map<string, string>, tags: readonly Tag[] | undefined): void {
  const added = requireTags(tags);
  for (const [key, value] of added) {
    for (const other of target.keys()) if (other.toLowerCase() === key.toLowerCase()) target.delete(other);
    target.set(key, value);
  }
  if (target.size > 50) throw limitExceeded('The number of tags has exceeded the limit: 50');
}

/** Takes tags away; unknown keys are passed over. */
export function removeTags(target: Map<string, string>, keys: readonly string[] | undefined): void {
  for (const key of keys ?? []) {
    for (const other of target.keys()) if (other.toLowerCase() === key.toLowerCase()) target.delete(other);
  }
}

/** Tags as IAM lists them. */
export function tagList(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
