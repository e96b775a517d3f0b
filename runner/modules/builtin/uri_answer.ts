import type { Result } from '../module.ts';
import type { HttpAnswer } from './http_request.ts';

/** The headers as results have them: lower case, with underscores; and the cookies the server set. */
export function headerKeys({ headers, url }: HttpAnswer): Result {
  const keys: Result = {};
  for (const [name, value] of Object.entries(headers))
    keys[name.replaceAll('-', '_')] = Array.isArray(value) ? value.join(', ') : value;
  const cookies = (headers['set-cookie'] ?? []).map((cookie) => pair(cookie.split(';')[0]!));
  return {
    ...keys,
    ...(headers.location && { location: new URL(headers.location, url).href }),
    cookies: Object.fromEntries(cookies),
    cookies_string: cookies.map(([name, value]) => `${name}=${value}`).join('; '),
  };
}

function pair(cookie: string): [string, string] {
  const at = cookie.indexOf('=');
  return [cookie.slice(0, at).trim(), cookie.slice(at + 1).trim()];
}

/** Whether a content type means JSON: `application/json`, `application/problem+json; charset=…`. */
export function isJson(type: string | undefined): boolean {
  return /^[^/]+\/(?:[^;]*\+)?(?:json|javascript|x-json)\s*(?:;|$)/i.test(type ?? '');
}

/** The body as text, in the encoding the server names. */
export function textOf({ body, headers }: HttpAnswer): string {
  const charset = /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8');
  }
}
