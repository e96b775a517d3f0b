import http from 'node:http';
import { isIP } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';

type Environment = Readonly<Record<string, string>>;

/** The proxy that the environment names for an address; undefined when there is none or `no_proxy` excludes it. */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  const read = (name: string) => environment[name] || environment[name.toUpperCase()];
  const scheme = url.protocol.slice(0, -1);
  const proxy = read(`${scheme}_proxy`) || read('all_proxy');
  if (!proxy || isExcluded(url, read('no_proxy') ?? '')) return undefined;
  return new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}

function isExcluded(url: URL, list: string): boolean {
  return list
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    )
    .filter(Boolean)
    .some(
      (entry) => entry === '*' || url.hostname === entry || url.host === entry || url.hostname.endsWith(`.${entry}`),
    );
}

export interface TunnelOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly tls: tls.ConnectionOptions;
}

/** An encrypted connection to a server, through a proxy that passes bytes on (RFC 9110, CONNECT). */
export function tunnel(url: URL, proxy: URL, { timeoutMs, signal, tls: options }: TunnelOptions): Promise<TLSSocket> {
  const target = `${url.hostname}:${url.port || 443}`;
  const request = http.request({
    method: 'CONNECT',
    host: proxy.hostname,
    port: proxy.port || 80,
    path: target,
    headers: { host: target, ...credentials(proxy) },
    signal,
    timeout: timeoutMs,
    agent: false,
  });
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error(`the proxy ${proxy.host} did not answer`)));
    request.on('connect', (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`the proxy ${proxy.host} answered ${response.statusCode} ${response.statusMessage}`));
        return;
      }
      const server = isIP(url.hostname) ? { host: url.hostname } : { host: url.hostname, servername: url.hostname };
      const secure = tls.connect({ ...options, ...server, socket });
      secure.once('error', reject);
      secure.once('secureConnect', () => resolve(secure));
    });
    request.end();
  });
}

function credentials(proxy: URL): Record<string, string> {
  if (!proxy.username) return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
