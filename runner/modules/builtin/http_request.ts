import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { proxyFor, tunnel } from './http_proxy.ts';

export type Redirects = 'all' | 'none' | 'safe' | 'urllib2';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly redirects: Redirects;
  readonly timeoutMs: number;
  readonly decompress: boolean;
  readonly signal: AbortSignal;
  readonly socketPath?: string | undefined;
  /** Proxies are looked up in here; left out, there are none. */
  readonly proxies?: Readonly<Record<string, string>> | undefined;
  readonly tls: {
    readonly rejectUnauthorized: boolean;
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly ciphers?: string;
  };
  /** Headers that are not for where a redirect points, in lower case. */
  readonly unredirected?: readonly string[];
}

export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly url: URL;
  readonly redirected: boolean;
}

const maxRedirects = 10;

/** Sends a request, follows redirects as far as allowed, and reads the whole answer. Rejects when there is none. */
export async function httpRequest(request: HttpRequest): Promise<HttpAnswer> {
  let current = request;
  for (let redirects = 0; ; redirects++) {
    const answer = await exchange(current);
    const next = redirects < maxRedirects ? redirected(current, answer) : undefined;
    if (!next) return { ...answer, url: current.url, redirected: redirects > 0 };
    current = next;
  }
}

type Exchange = Omit<HttpAnswer, 'url' | 'redirected'>;

async function exchange(request: HttpRequest): Promise<Exchange> {
  const response = await send(request);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return {
    status: response.statusCode ?? 0,
    reason: response.statusMessage ?? '',
    headers: response.headers,
    body: request.decompress ? await unpacked(body, response.headers['content-encoding']) : body,
  };
}

async function send(request: HttpRequest): Promise<http.IncomingMessage> {
  const { url, method, headers, body, timeoutMs, signal, socketPath, tls } = request;
  const secure = url.protocol === 'https:';
  const proxy = socketPath || !request.proxies ? undefined : proxyFor(url, request.proxies);
  const options: https.RequestOptions = {
    method,
    headers: { ...headers, ...(body && { 'content-length': String(body.length) }) },
    signal,
    agent: false,
    ...(socketPath && { socketPath }),
    ...(secure && tls),
  };
  if (proxy && !secure) return over(http.request(viaProxy(url, proxy, options)), body, timeoutMs);
  if (proxy) {
    const socket = await tunnel(url, proxy, { timeoutMs, signal, tls });
    // An agent, even none, would make a connection of its own.
    return over(https.request(url, { ...options, agent: undefined, createConnection: () => socket }), body, timeoutMs);
  }
  return over((secure ? https : http).request(url, options), body, timeoutMs);
}

function viaProxy(url: URL, proxy: URL, options: https.RequestOptions): http.RequestOptions {
  const headers = { ...(options.headers as Record<string, string>), host: url.host };
  return { ...options, headers, host: proxy.hostname, port: proxy.port || 80, path: url.href };
}

function over(request: http.ClientRequest, body: Buffer | undefined, timeoutMs: number): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.setTimeout(timeoutMs, () => request.destroy(new Error(`no answer in ${timeoutMs / 1000} seconds`)));
    request.on('error', reject);
    request.on('response', resolve);
    request.end(body);
  });
}

async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (body.length === 0) return body;
  if (encoding === 'gzip' || encoding === 'x-gzip') return promisify(gunzip)(body);
  return encoding === 'deflate' ? promisify(inflate)(body) : body;
}

/** The request that a redirect asks for, or undefined when it is none or may not be followed. */
function redirected(request: HttpRequest, { status, headers }: Exchange): HttpRequest | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || !headers.location) return undefined;
  if (!mayFollow(request, status)) return undefined;
  const url = new URL(headers.location, request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const becomesGet =
    request.method !== 'HEAD' && (status === 302 || status === 303 || (status === 301 && request.method === 'POST'));
  const withoutBody = becomesGet ? ['content-type', 'content-length', 'transfer-encoding'] : [];
  // A password is for the server it was given to, not for wherever that one points.
  const foreign = url.origin === request.url.origin ? [] : ['authorization', 'cookie', 'host'];
  return {
    ...request,
    url,
    method: becomesGet ? 'GET' : request.method,
    body: becomesGet ? undefined : request.body,
    headers: without(request.headers, [...withoutBody, ...foreign, ...(request.unredirected ?? [])]),
  };
}

function mayFollow({ redirects, method }: HttpRequest, status: number): boolean {
  if (redirects === 'all') return true;
  if (redirects === 'none') return false;
  return method === 'GET' || method === 'HEAD' || (redirects === 'urllib2' && method === 'POST' && status < 307);
}

function without(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name.toLowerCase())));
}
