import type { IncomingMessage } from 'node:http';

/** A request as far as rules and redirects look at it. */
export interface Asked {
  readonly method: string;
  /** The path as it was sent, without the query. */
  readonly path: string;
  /** What stands after the `?`; empty when there is none. */
  readonly query: string;
  /** What the client calls the load balancer, with the port if it said one. */
  readonly host: string;
  /** All values of each header, by its name in small letters. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /** The address it came from. */
  readonly address: string;
}

/** A name without its port: `[::1]:80` is `[::1]`. */
export function hostName(host: string): string {
  return host.replace(/:\d*$/, '');
}

/** The parts of a request that came in; the target may be a whole URL, whose host then counts (RFC 9112, 3.2.2). */
export function askedOf(request: Pick<IncomingMessage, 'method' | 'url' | 'headersDistinct' | 'socket'>): Asked {
  const target = request.url ?? '/';
  const whole = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(target);
  const origin = whole ? whole[2] || '/' : target;
  const mark = origin.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? origin : origin.slice(0, mark) || '/',
    query: mark < 0 ? '' : origin.slice(mark + 1),
    host: whole?.[1] ?? request.headersDistinct['host']?.[0] ?? '',
    headers: request.headersDistinct,
    address: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}
