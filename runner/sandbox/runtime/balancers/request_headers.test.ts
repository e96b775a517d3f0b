import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOAD_BALANCER_ATTRIBUTES } from '../../services/elbv2/attributes.ts';
import { pairs } from './hop_by_hop.ts';
import { requestHeaders } from './request_headers.ts';

interface Sent {
  readonly raw: string[];
  readonly attributes?: Record<string, string>;
  readonly port?: number;
  readonly protocol?: string;
  readonly method?: string;
}

/** The headers of the target as an object; names in small letters, several values in a list. */
function forwarded({ raw, attributes = {}, port = 80, protocol = 'HTTP', method = 'GET' }: Sent) {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of pairs(raw)) headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), value];
  const asked = { method, path: '/', query: '', host: headers['host']?.[0] ?? '', headers, address: '192.0.2.1' };
  const out: Record<string, string | string[]> = {};
  const made = requestHeaders({
    raw,
    asked,
    clientPort: 5555,
    listener: { port, protocol },
    attributes: { ...LOAD_BALANCER_ATTRIBUTES, ...attributes },
    now: 0x5f000000 * 1000,
  });
  for (const [name, value] of pairs(made)) {
    const key = name.toLowerCase();
    out[key] = key in out ? [out[key]!, value].flat() : value;
  }
  return out;
}

const xff = (mode: string) => ({ 'routing.http.xff_header_processing.mode': mode });

const cases: [title: string, sent: Sent, expected: Record<string, unknown>][] = [
  ['the client is told', { raw: ['Host', 'a'] }, { 'x-forwarded-for': '192.0.2.1' }],
  [
    'the client is appended to those before it',
    { raw: ['Host', 'a', 'X-Forwarded-For', '203.0.113.9', 'X-Forwarded-For', '203.0.113.10'] },
    { 'x-forwarded-for': '203.0.113.9, 203.0.113.10, 192.0.2.1' },
  ],
  [
    'the client is appended with its port when that is asked for',
    { raw: ['Host', 'a'], attributes: { 'routing.http.xff_client_port.enabled': 'true' } },
    { 'x-forwarded-for': '192.0.2.1:5555' },
  ],
  [
    'preserve leaves the header as it was',
    { raw: ['Host', 'a', 'X-Forwarded-For', '203.0.113.9'], attributes: xff('preserve') },
    { 'x-forwarded-for': '203.0.113.9' },
  ],
  ['preserve makes no header', { raw: ['Host', 'a'], attributes: xff('preserve') }, { 'x-forwarded-for': undefined }],
  [
    'remove drops the header',
    { raw: ['Host', 'a', 'X-Forwarded-For', '203.0.113.9'], attributes: xff('remove') },
    { 'x-forwarded-for': undefined },
  ],
  [
    "the protocol and the port are the listener's, whatever the client says",
    { raw: ['Host', 'a', 'X-Forwarded-Proto', 'gopher', 'x-forwarded-port', '70'], port: 443, protocol: 'HTTPS' },
    { 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
  ],
  [
    'headers of the connection stay behind, and those that it names',
    {
      raw: [
        'Host',
        'a',
        'Connection',
        'keep-alive, X-Mine',
        'X-Mine',
        '1',
        'Keep-Alive',
        'timeout=5',
        'TE',
        'trailers',
      ],
    },
    { connection: undefined, 'x-mine': undefined, 'keep-alive': undefined, te: undefined },
  ],
  [
    'a Connection header takes neither the host nor the length away',
    { raw: ['Host', 'a', 'Connection', 'host, content-length', 'Content-Length', '3'], method: 'POST' },
    { host: 'a', 'content-length': '3' },
  ],
  [
    'a chunked body stays chunked',
    { raw: ['Host', 'a', 'Transfer-Encoding', 'chunked'] },
    { 'transfer-encoding': 'chunked' },
  ],
  ['a POST without a body says so', { raw: ['Host', 'a'], method: 'POST' }, { 'content-length': '0' }],
  ['an Expect header was answered already', { raw: ['Host', 'a', 'Expect', '100-continue'] }, { expect: undefined }],
  ['an unusual port is added to the host', { raw: ['Host', 'a'], port: 8080 }, { host: 'a:8080' }],
  [
    'the host is left alone when that is asked for',
    { raw: ['Host', 'a'], port: 8080, attributes: { 'routing.http.preserve_host_header.enabled': 'true' } },
    { host: 'a' },
  ],
  ['names that are no names pass', { raw: ['Host', 'a', 'x_y', '1'] }, { x_y: '1' }],
  [
    'names that are no names are dropped when that is asked for',
    { raw: ['Host', 'a', 'x_y', '1'], attributes: { 'routing.http.drop_invalid_header_fields.enabled': 'true' } },
    { x_y: undefined },
  ],
  ['repeated headers stay apart', { raw: ['Host', 'a', 'X-A', '1', 'X-A', '2'] }, { 'x-a': ['1', '2'] }],
];

for (const [title, sent, expected] of cases) {
  test(title, () => {
    const headers = forwarded(sent);
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(headers[name], value, name);
  });
}

const traces: [title: string, given: string | undefined, expected: RegExp][] = [
  ['a request gets a root', undefined, /^Root=1-5f000000-[0-9a-f]{24}$/],
  [
    'a root of the client is kept',
    'Root=1-67891233-abcdef012345678912345678',
    /^Self=1-5f000000-[0-9a-f]{24};Root=1-67891233-abcdef012345678912345678$/,
  ],
  [
    'a self of the client is replaced',
    'Self=1-1-2;Root=1-3-4;CalledFrom=app',
    /^Self=1-5f000000-[0-9a-f]{24};Root=1-3-4;CalledFrom=app$/,
  ],
  ['fields without a root get one', 'CalledFrom=app', /^Root=1-5f000000-[0-9a-f]{24};CalledFrom=app$/],
];

for (const [title, given, expected] of traces) {
  test(`${title} in X-Amzn-Trace-Id`, () => {
    const headers = forwarded({ raw: ['Host', 'a', ...(given === undefined ? [] : ['x-amzn-trace-id', given])] });
    assert.match(String(headers['x-amzn-trace-id']), expected);
  });
}
