import { readFileSync } from 'node:fs';
import type { ActionContext } from '../module.ts';
import type { AttributeParams } from './file_attributes.ts';
import { type HttpAnswer, type HttpRequest, httpRequest } from './http_request.ts';
import { absolutePath } from './paths.ts';

/** The parameters that `uri` and `get_url` have in common. */
export interface HttpParams extends AttributeParams {
  readonly validate_certs: boolean;
  readonly ca_path?: string;
  readonly client_cert?: string;
  readonly client_key?: string;
  readonly ciphers?: readonly string[];
  readonly url_username?: string;
  readonly url_password?: string;
}

/** The address without the user name and password in it, and the header that says them. */
export function plainUrl(written: string): { url: URL; credentials: Record<string, string> } {
  const url = new URL(written);
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = url.password = '';
  return { url, credentials: username ? basic(username, password) : {} };
}

/** How an encrypted connection is made. */
export function tlsOptions(
  { validate_certs, ca_path, client_cert, client_key, ciphers }: HttpParams,
  context: ActionContext,
): HttpRequest['tls'] {
  const read = (path: string) => readFileSync(absolutePath(path, context), 'utf8');
  return {
    rejectUnauthorized: validate_certs,
    ...(ca_path !== undefined && { ca: read(ca_path) }),
    ...(ciphers && { ciphers: ciphers.join(':') }),
    ...(client_cert !== undefined && { cert: read(client_cert), key: read(client_key ?? client_cert) }),
  };
}

/** The header of basic authentication (RFC 7617). */
export const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

/** Unless forced, user name and password are sent to a server that asks for them. */
export async function withAuthentication(
  request: HttpRequest,
  { url_username, url_password = '' }: HttpParams,
): Promise<HttpAnswer> {
  const answer = await httpRequest(request);
  const asked = answer.status === 401 && /\bbasic\b/i.test(answer.headers['www-authenticate'] ?? '');
  if (!asked || url_username === undefined || 'authorization' in request.headers) return answer;
  if (answer.url.origin !== request.url.origin) return answer;
  return httpRequest({ ...request, headers: { ...request.headers, ...basic(url_username, url_password) } });
}

/** The parameters that say who owns a file and what may be done with it. */
export const attributesOf = ({ mode, owner, group }: AttributeParams) => ({
  ...(mode !== undefined && { mode }),
  ...(owner !== undefined && { owner }),
  ...(group !== undefined && { group }),
});
