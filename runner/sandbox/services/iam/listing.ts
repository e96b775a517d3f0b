import { page } from '../../page.ts';
import { ServiceError } from '../../wire/errors.ts';
import { constraint } from './refuse.ts';

interface Asked {
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

/** A page of an IAM listing, with the members that say whether there is more. */
export function iamPage<T>(items: readonly T[], { MaxItems = 100, Marker }: Asked) {
  if (MaxItems < 1 || MaxItems > 1000) {
    throw constraint(String(MaxItems), 'maxItems', 'Member must have value between 1 and 1000');
  }
  const found = page(items, { size: MaxItems, token: Marker }, () => {
    return new ServiceError('ValidationError', 'Invalid Marker.');
  });
  return { items: found.items, IsTruncated: found.next !== undefined, Marker: found.next };
}
