import { page as cut } from '../../page.ts';
import { invalid } from './errors.ts';

/** One page of a list, and the marker of the next; AWS gives 400 at once. */
export function page<T>(
  all: readonly T[],
  { Marker, PageSize }: { readonly Marker?: string | undefined; readonly PageSize?: number | undefined },
): { items: T[]; next: { NextMarker?: string } } {
  const { items, next } = cut(all, { size: PageSize ?? 400, token: Marker }, (token) =>
    invalid(`Invalid marker '${token}'`),
  );
  return { items, next: next === undefined ? {} : { NextMarker: next } };
}
