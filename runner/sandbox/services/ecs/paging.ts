import { page as cut } from '../../page.ts';
import { invalid } from './errors.ts';

/** One page of a list and the token of the next; ECS gives `usual` at once when not told. */
export function page<T>(
  all: readonly T[],
  { nextToken, maxResults }: { readonly nextToken?: string | undefined; readonly maxResults?: number | undefined },
  usual = 100,
): { items: T[]; next: { nextToken?: string } } {
  const { items, next } = cut(all, { size: maxResults ?? usual, token: nextToken }, () =>
    invalid('Invalid token in request.'),
  );
  return { items, next: next === undefined ? {} : { nextToken: next } };
}
