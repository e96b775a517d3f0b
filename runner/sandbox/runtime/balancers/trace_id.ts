import { randomBytes } from 'node:crypto';

/** `1-` and the time and 24 digits, as AWS makes them. */
function newId(now: number): string {
  return `1-${Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
}

/** The `X-Amzn-Trace-Id` that a target gets: a new root, or the client's with a field of our own (User guide: request tracing). */
export function traceId(given: string | undefined, now: number, make = newId): string {
  const fields = (given ?? '')
    .split(';')
    .map((field) => field.trim())
    .filter((field) => field !== '' && !/^self=/i.test(field));
  const rooted = fields.some((field) => /^root=/i.test(field));
  return [`${rooted ? 'Self' : 'Root'}=${make(now)}`, ...fields].join(';');
}
