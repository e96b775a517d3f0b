import { spawnSync } from 'node:child_process';
import { asText } from '../filters/read.ts';
import type { Context, Lookup, Table } from '../plugin.ts';
import { isTruthy } from '../python/compare.ts';
import { dictEntries, isDict } from '../python/dict.ts';
import { wholeNumber } from '../python/number.ts';
import { splitLines } from '../python/strings.ts';
import { Fault, type Value } from '../python/types.ts';

interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly body: string;
  readonly error?: string;
}

/** Templates are evaluated in one go, so the request is made by another process, which is waited for. */
const program = `
let input = '';
for await (const part of process.stdin) input += part;
const { url, headers, redirect, timeout } = JSON.parse(input);
try {
  const answer = await fetch(url, { headers, redirect, signal: AbortSignal.timeout(timeout) });
  const body = Buffer.from(await answer.arrayBuffer()).toString('base64');
  process.stdout.write(JSON.stringify({ status: answer.status, statusText: answer.statusText, body }));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: error.cause?.message || error.cause?.code || error.message }));
}`;

function headersOf(options: ReadonlyMap<string, Value>): Record<string, string> {
  const written = options.get('headers');
  const own = isDict(written) ? dictEntries(written).map(([name, value]) => [asText(name), asText(value)]) : [];
  const [user, password] = [options.get('username'), options.get('password')];
  const login = user === null ? undefined : `${asText(user)}:${password === null ? '' : asText(password)}`;
  return {
    'user-agent': asText(options.get('http_agent')),
    ...(isTruthy(options.get('force')) ? { 'cache-control': 'no-cache' } : {}),
    ...(login === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
    ...Object.fromEntries(own),
  };
}

function fetchText(url: string, options: ReadonlyMap<string, Value>, { host }: Context): string {
  if (!/^https?:\/\//i.test(url)) throw new Fault(`'${url}' is no http or https URL`);
  const follow = asText(options.get('follow_redirects')).toLowerCase();
  const timeout = wholeNumber(options.get('timeout'), 'timeout') * 1000;
  const ca = options.get('ca_path') ?? null;
  const { stdout, error } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    input: JSON.stringify({
      url,
      headers: headersOf(options),
      redirect: follow === 'none' || follow === 'no' ? 'manual' : 'follow',
      timeout,
    }),
    encoding: 'utf8',
    maxBuffer: 128 * 1024 * 1024,
    timeout: timeout + 5_000,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...host.environment,
      NODE_NO_WARNINGS: '1',
      ...(isTruthy(options.get('use_proxy')) ? { NODE_USE_ENV_PROXY: '1' } : {}),
      ...(isTruthy(options.get('validate_certs')) ? {} : { NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
      ...(ca === null ? {} : { NODE_EXTRA_CA_CERTS: asText(ca) }),
    },
  });
  const answer: Answer = error ? { error: error.message } : JSON.parse(stdout || '{"error":"no answer"}');
  if (answer.error !== undefined) throw new Fault(`${url} cannot be read: ${answer.error}`);
  if (answer.status >= 300) throw new Fault(`${url} answers ${answer.status} ${answer.statusText}`.trimEnd());
  return Buffer.from(answer.body, 'base64').toString('utf8');
}

/** Lookups that ask other machines. They do under --check too, as what they find is needed. */
export const webLookups: Table<Lookup> = {
  url: {
    description: 'what a URL answers, line by line or, with split_lines=false, as one text',
    options: [
      ['split_lines', true],
      ['headers', {}],
      ['username', null],
      ['password', null],
      ['timeout', 10],
      ['follow_redirects', 'urllib2'],
      ['validate_certs', true],
      ['ca_path', null],
      ['use_proxy', true],
      ['force', false],
      ['force_basic_auth', false],
      ['http_agent', 'play'],
    ],
    run: (terms, options, context) =>
      terms.flatMap((term) => {
        const text = fetchText(asText(term), options, context);
        return isTruthy(options.get('split_lines')) ? splitLines(text) : [text];
      }),
  },
};
