import { Unknown } from '../template/values.ts';

/**
 * A list parameter as a list. Under `--check` a whole parameter may be unknown: then it counts as a list with something
 * unknown in it. What is left out counts as empty.
 */
export function listOf<T>(value: readonly T[] | undefined): T[] {
  if (value === undefined || value === null) return [];
  if ((value as unknown) instanceof Unknown) return [value as unknown as T];
  return [...value];
}
