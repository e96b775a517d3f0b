import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Dialer, Way } from './dial.ts';
import { pairs, passedOn } from './hop_by_hop.ts';
import { errorPage, type OwnAnswer } from './own_answer.ts';
import { type Framing, framingOf } from './request_headers.ts';

/** A request on its way to a target. */
export interface Job {
  readonly way: Way;
  readonly path: string;
  readonly headers: readonly string[];
  readonly framing: Framing;
  readonly idleMs: number;
  /** The cookies to add to an answer that sets these. */
  readonly cookies: (own: readonly string[]) => readonly string[];
  /** Told once when the balancer had to answer by itself. */
  readonly failed: (status: number, why: string) => void;
}

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** Gives an answer of the balancer's own; what the client still sends is read and dropped. */
export function answer(request: IncomingMessage, response: ServerResponse, own: OwnAnswer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // A request without a body is not complete yet either while its headers are looked at, but nothing follows.
  const unread = !request.complete && framingOf(request.headersDistinct) !== 'none';
  const headers = unread ? [...own.headers, 'Connection', 'close'] : [...own.headers];
  response.writeHead(own.status, own.reason, headers).end(own.body);
  if (unread) request.resume();
}

function answerHeaders(reply: IncomingMessage, cookies: Job['cookies']): string[] {
  const own = [...pairs(reply.rawHeaders)].filter(([name]) => name.toLowerCase() === 'set-cookie');
  return [
    ...passedOn(reply.rawHeaders),
    ...cookies(own.map(([, value]) => value)).flatMap((value) => ['Set-Cookie', value]),
  ];
}

/**
 * Passes a request to its target and the answer back, both as they come in; who destroys the response ends it all.
 *
 * A kept connection may turn out to be closed by the target just as it is used. What can be sent again is, on a fresh
 * one; what cannot (it has a body, or is not idempotent) gets a fresh one from the start, so that neither is lost.
 */
export function relay(request: IncomingMessage, response: ServerResponse, dialer: Dialer, job: Job): void {
  const method = request.method ?? 'GET';
  const replayable = job.framing === 'none' && IDEMPOTENT.has(method);
  let upstream: ClientRequest;
  let over = false;

  const fail = (status: number, why: string) => {
    if (over) return;
    over = true;
    upstream.destroy();
    job.failed(status, why);
    answer(request, response, errorPage(status));
  };
  const onReply = (reply: IncomingMessage) => {
    try {
      response.writeHead(reply.statusCode ?? 502, reply.statusMessage, answerHeaders(reply, job.cookies));
    } catch (error) {
      fail(502, `answered with headers that cannot be passed on: ${(error as Error).message}`);
      return;
    }
    // At once, for a client that waits for the beginning of a slow stream.
    response.flushHeaders();
    reply.once('error', () => response.destroy());
    reply.pipe(response);
  };
  const send = (fresh: boolean) => {
    upstream = dialer.dial(job.way, { method, path: job.path, headers: job.headers, fresh, idleMs: job.idleMs });
    upstream.once('response', onReply);
    upstream.once('timeout', () => {
      if (response.headersSent) response.destroy();
      else if (!request.complete) fail(408, 'the client sent nothing for the idle time-out');
      else fail(504, `did not answer within ${job.idleMs / 1000} s`);
    });
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      if (over || response.destroyed) return;
      if (replayable && !fresh && upstream.reusedSocket && !response.headersSent) send(true);
      else fail(502, reasonOf(error));
    });
    // An answer that is none, as 101 to a request for no upgrade, ends without an error.
    const own = upstream;
    own.once('close', () => {
      if (own === upstream && !response.headersSent) fail(502, 'ended the connection without a usable answer');
    });
    if (job.framing === 'none') upstream.end();
    else request.pipe(upstream);
  };

  response.once('close', () => {
    over = true;
    request.unpipe();
    // Whoever answered before the whole request was there is not sent the rest.
    if (!response.writableFinished || !request.complete) upstream.destroy();
    request.resume();
  });
  send(!replayable);
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ECONNREFUSED') return 'refused the connection';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'closed the connection before it answered';
  return code?.startsWith('HPE_') ? `answered with malformed HTTP: ${message}` : message;
}
