import type { ServiceError } from './wire/errors.ts';

/** One page of a listing, and the token of the next one. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | undefined;
}

/** Cuts a listing as AWS does. The token is opaque to clients; one that we never gave out is `refused`. */
export function page<T>(
  items: readonly T[],
  asked: { readonly size?: number | undefined; readonly token?: string | undefined },
  refused: (token: string) => ServiceError,
): Page<T> {
  const start = asked.token === undefined ? 0 : offsetOf(asked.token);
  if (start === undefined) throw refused(asked.token ?? '');
  const end = start + (asked.size ?? items.length);
  return { items: items.slice(start, end), next: end < items.length ? tokenOf(end) : undefined };
}

function tokenOf(offset: number): string {
  return Buffer.from(`page/${offset}`).toString('base64url');
}

function offsetOf(token: string): number | undefined {
  const match = /^page\/(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  return match ? Number(match[1]) : undefined;
}
