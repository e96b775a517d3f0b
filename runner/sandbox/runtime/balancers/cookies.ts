/** The cookies of a request by name; of two with one name the first. */
export function cookiesOf(values: readonly string[] | undefined): Map<string, string> {
  const out = new Map<string, string>();
  for (const pair of (values ?? []).flatMap((value) => value.split(';'))) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    if (name !== '' && !out.has(name)) out.set(name, pair.slice(equals + 1).trim());
  }
  return out;
}

/** A `Set-Cookie` for the whole site that lasts so many seconds from `now`. */
export function setCookie(name: string, value: string, seconds: number, now: number, more = ''): string {
  return `${name}=${value}; Expires=${new Date(now + seconds * 1000).toUTCString()}; Path=/${more}`;
}

/** Clients must not look into these values; on AWS they are encrypted. */
export function sealed(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** What `sealed` took. */
export function unsealed(value: string): string {
  return Buffer.from(value, 'base64url').toString('utf8');
}
