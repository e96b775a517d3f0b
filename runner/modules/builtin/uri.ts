import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { uriSchema } from '../../../schemas/uri.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { toText } from '../../template/values.ts';
import { type ActionContext, action, type Result } from '../module.ts';
import { anyMatches } from './glob.ts';
import { encodeBody } from './http_body.ts';
import { attributesOf, basic, plainUrl, tlsOptions, withAuthentication } from './http_options.ts';
import type { HttpAnswer, HttpRequest, Redirects } from './http_request.ts';
import { lookAt } from './look_at.ts';
import { absolutePath, expand } from './paths.ts';
import { placeFile } from './place_file.ts';
import { targetPath } from './target_path.ts';
import { headerKeys, isJson, textOf } from './uri_answer.ts';

type Params = Infer<typeof uriSchema>;

/** Sends an HTTP request and checks the answer (Ansible: `ansible.builtin.uri`). */
export const uri = action({
  name: 'uri',
  schema: uriSchema,
  check: 'skips',
  async run(params, context) {
    const needless = reasonNotToSend(params, context);
    if (needless) return { changed: false, msg: `skipped, since ${needless}`, stdout: `skipped, since ${needless}` };
    const began = Date.now();
    const request = requestFor(params, context);
    const elapsed = () => ({ elapsed: Math.floor((Date.now() - began) / 1000) });
    try {
      const answer = await withAuthentication(request, params);
      return { ...(await judged(answer, params, context)), ...elapsed() };
    } catch (error) {
      if (context.signal.aborted || error instanceof PlayError) throw error;
      return { ...unanswered(error, params), ...elapsed() };
    }
  },
});

function reasonNotToSend(
  { creates, removes }: Params,
  { playbookDir, environment }: ActionContext,
): string | undefined {
  const there = (path: string) => anyMatches(resolve(playbookDir, expand(path, environment)));
  if (creates !== undefined && there(creates)) return `'${creates}' exists`;
  if (removes !== undefined && !there(removes)) return `'${removes}' does not exist`;
  return undefined;
}

function requestFor(params: Params, context: ActionContext): HttpRequest {
  const find = (name: string) => (params.remote_src ? absolutePath(name, context) : context.findFile('files', name));
  const body =
    params.src === undefined
      ? encodeBody(params.body, params.body_format, find)
      : { content: readFileSync(find(params.src)) };
  const given = Object.fromEntries(
    Object.entries(params.headers).map(([name, value]) => [name.toLowerCase(), toText(value)]),
  );
  const { url, credentials } = plainUrl(params.url);
  return {
    url,
    method: params.method.toUpperCase(),
    headers: {
      'user-agent': params.http_agent,
      accept: '*/*',
      ...(params.decompress && { 'accept-encoding': 'gzip' }),
      ...(params.force && { 'cache-control': 'no-cache' }),
      ...(body && 'type' in body && body.type && { 'content-type': body.type }),
      ...newerThan(params, context),
      ...credentials,
      ...(params.force_basic_auth &&
        params.url_username !== undefined &&
        basic(params.url_username, params.url_password ?? '')),
      ...given,
    },
    body: body?.content,
    redirects: redirectsOf(params.follow_redirects),
    timeoutMs: params.timeout * 1000,
    decompress: params.decompress,
    signal: context.signal,
    socketPath: params.unix_socket === undefined ? undefined : absolutePath(params.unix_socket, context),
    proxies: params.use_proxy ? context.environment : undefined,
    tls: tlsOptions(params, context),
  };
}

/** A file that is there already need not be sent again. */
function newerThan({ dest, force }: Params, context: ActionContext): Record<string, string> {
  const stats = dest === undefined || force ? undefined : lookAt(absolutePath(dest, context));
  return stats?.isFile() ? { 'if-modified-since': stats.mtime.toUTCString() } : {};
}

function redirectsOf(written: Params['follow_redirects']): Redirects {
  if (written === true || written === 'yes') return 'all';
  return written === false || written === 'no' ? 'none' : (written as Redirects);
}

async function judged(answer: HttpAnswer, params: Params, context: ActionContext): Promise<Result> {
  const { status, body, headers } = answer;
  const text = textOf(answer);
  const common: Result = {
    ...headerKeys(answer),
    changed: false,
    redirected: answer.redirected,
    url: answer.url.href,
    status,
    ...(isJson(headers['content-type']) && parsed(text)),
  };
  if (status === 304 && params.dest !== undefined) return { ...common, msg: 'HTTP Error 304: Not Modified' };
  if (!params.status_code.includes(status)) {
    const reason = status >= 300 ? `HTTP Error ${status}: ${answer.reason}` : `OK (${body.length} bytes)`;
    return {
      ...common,
      failed: true,
      content: text,
      msg: `Status code was ${status} and not [${params.status_code.join(', ')}]: ${reason}`,
    };
  }
  return {
    ...common,
    msg: `OK (${headers['content-length'] ?? 'unknown'} bytes)`,
    ...(params.return_content && { content: text }),
    ...(params.dest !== undefined && (await saved(params.dest, answer, params, context))),
  };
}

async function saved(dest: string, { url, body }: HttpAnswer, params: Params, context: ActionContext): Promise<Result> {
  const name = url.pathname.split('/').at(-1) || 'index.html';
  const { path } = targetPath(dest, decodeURIComponent(name), {}, context);
  const result = await placeFile(
    { content: body, dest: path, origin: url.href, params: attributesOf(params) },
    context,
  );
  return { ...result, path };
}

function parsed(text: string): Result {
  try {
    return { json: JSON.parse(text) };
  } catch {
    // A server may call JSON what is none; `content` holds it all the same.
    return {};
  }
}

function unanswered(error: unknown, { url, status_code }: Params): Result {
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const msg = `Status code was -1 and not [${status_code.join(', ')}]: Request failed: ${reason}`;
  return { changed: false, failed: true, status: -1, redirected: false, url, msg };
}
