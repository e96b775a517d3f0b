import type { Attributes } from '../../services/elbv2/attributes.ts';
import type { Asked } from './asked.ts';
import { passedOn, type RawHeaders } from './hop_by_hop.ts';
import { traceId } from './trace_id.ts';

/** What the headers for a target are made from. */
export interface Incoming {
  readonly raw: RawHeaders;
  readonly asked: Asked;
  readonly clientPort: number | undefined;
  readonly listener: { readonly port: number; readonly protocol: string };
  readonly attributes: Attributes;
  /** The machine's time, for new trace ids. */
  readonly now: number;
}

/** Methods whose requests usually have no body: the others say so when they have none. */
const BODILESS = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);

/** How the body of a request is delimited. */
export type Framing = 'none' | 'length' | 'chunked';

/** The framing that a request came with, which its copy gets, too. */
export function framingOf(headers: Asked['headers']): Framing {
  if (headers['transfer-encoding']) return 'chunked';
  return Number(headers['content-length']?.[0] ?? 0) > 0 ? 'length' : 'none';
}

/** Ours to write, or answered here: the balancer itself says `100 Continue` (User guide: HTTP connections). */
const OURS = new Set(['host', 'expect', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id']);

function forwardedFor({ asked, clientPort, attributes }: Incoming): string[] {
  const mode = attributes['routing.http.xff_header_processing.mode'] ?? 'append';
  const given = asked.headers['x-forwarded-for'] ?? [];
  if (mode === 'remove') return [];
  if (mode === 'preserve') return given.flatMap((value) => ['X-Forwarded-For', value]);
  const withPort = attributes['routing.http.xff_client_port.enabled'] === 'true' && clientPort !== undefined;
  return ['X-Forwarded-For', [...given, withPort ? `${asked.address}:${clientPort}` : asked.address].join(', ')];
}

/** The name that the target is told: the client's, with the listener's port when that is an unusual one. */
function hostOf({ asked, listener, attributes }: Incoming): string {
  const kept = attributes['routing.http.preserve_host_header.enabled'] === 'true';
  if (kept || listener.port === 80 || listener.port === 443 || /:\d+$/.test(asked.host)) return asked.host;
  return `${asked.host}:${listener.port}`;
}

/**
 * The headers of a request as its target gets them (User guide: HTTP headers and application load balancers). A client
 * never says itself what the load balancer vouches for, save for `X-Forwarded-For` as the attribute tells.
 */
export function requestHeaders(incoming: Incoming): string[] {
  const { raw, asked, listener, attributes } = incoming;
  const strict = attributes['routing.http.drop_invalid_header_fields.enabled'] === 'true';
  const dropped = (name: string) => OURS.has(name) || (strict && !/^[-a-z0-9]+$/.test(name));
  const headers = ['Host', hostOf(incoming), ...forwardedFor(incoming)];
  headers.push('X-Forwarded-Proto', listener.protocol.toLowerCase(), 'X-Forwarded-Port', String(listener.port));
  headers.push('X-Amzn-Trace-Id', traceId(asked.headers['x-amzn-trace-id']?.[0], incoming.now));
  headers.push(...passedOn(raw, dropped));
  const framing = framingOf(asked.headers);
  if (framing === 'chunked') headers.push('Transfer-Encoding', 'chunked');
  if (framing === 'none' && !asked.headers['content-length'] && !BODILESS.has(asked.method)) {
    headers.push('Content-Length', '0');
  }
  return headers;
}
