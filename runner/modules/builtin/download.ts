import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PlayError } from '../../diagnostics.ts';
import { toText } from '../../template/values.ts';
import type { ActionContext } from '../module.ts';
import { basic, type HttpParams, plainUrl, tlsOptions, withAuthentication } from './http_options.ts';
import type { HttpAnswer } from './http_request.ts';

/** How a file is downloaded, by the names of the parameters of `get_url`. */
export interface DownloadParams extends HttpParams {
  readonly http_agent: string;
  readonly timeout: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly unredirected_headers?: readonly string[];
  readonly force_basic_auth?: boolean;
  readonly use_proxy?: boolean;
  readonly decompress?: boolean;
  readonly force?: boolean;
}

/** What came back, from a server or from this machine. */
export interface Fetched {
  readonly status?: number;
  readonly reason?: string;
  readonly body: Buffer;
  readonly headers: HttpAnswer['headers'];
}

/** Asks for the file of an address. An error that is returned is one of the connection. */
export async function fetchFile(
  address: string,
  params: DownloadParams,
  context: ActionContext,
  { method = 'GET', since }: { method?: 'GET' | 'HEAD'; since?: string | undefined } = {},
): Promise<Fetched | Error> {
  const { url, credentials } = plainUrl(address);
  try {
    if (url.protocol === 'file:') return { body: readFileSync(fileURLToPath(url)), headers: {} };
    const { url_username, url_password = '', force_basic_auth, decompress = true } = params;
    const given = Object.entries(params.headers ?? {}).map(([name, value]) => [name.toLowerCase(), toText(value)]);
    const request = {
      url,
      method,
      headers: {
        'user-agent': params.http_agent,
        accept: '*/*',
        ...(decompress && { 'accept-encoding': 'gzip' }),
        ...(params.force && { 'cache-control': 'no-cache' }),
        ...(since !== undefined && { 'if-modified-since': since }),
        ...credentials,
        ...(force_basic_auth && url_username !== undefined && basic(url_username, url_password)),
        ...Object.fromEntries(given),
      },
      body: undefined,
      redirects: 'urllib2' as const,
      timeoutMs: params.timeout * 1000,
      decompress,
      signal: context.signal,
      proxies: params.use_proxy !== false ? context.environment : undefined,
      unredirected: (params.unredirected_headers ?? []).map((name) => name.toLowerCase()),
      tls: tlsOptions(params, context),
    };
    return await withAuthentication(request, params);
  } catch (error) {
    if (context.signal.aborted || error instanceof PlayError || !(error instanceof Error)) throw error;
    return error;
  }
}

/** What went wrong with a connection. */
export const reason = (error: Error): string =>
  error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0].message : error.message;

/** The name the server gives the file, or the last part of its address. No name leads out of the folder. */
export function fileName({ headers }: Fetched, url: string): string {
  const disposition = headers['content-disposition'] ?? '';
  const [, quoted, bare] = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const name = (quoted ?? bare ?? '').split(/[/\\]/).at(-1)!;
  return name === '' || name === '.' || name === '..' ? lastPart(url) : name;
}

/** The last part of an address. */
export function lastPart(url: string): string {
  const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1)!).split('/').at(-1)!;
  return name === '' || name === '..' ? 'index.html' : name;
}
