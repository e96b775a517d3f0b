import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dialer } from './dial.ts';
import { pairs } from './hop_by_hop.ts';
import { errorPage, rawAnswer } from './own_answer.ts';
import type { Job } from './relay.ts';

/** The head of an answer as it is written to a connection that is no longer spoken HTTP on. */
function headOf(reply: IncomingMessage, more: readonly string[], drop = /^$/): string {
  const lines = [`HTTP/1.1 ${reply.statusCode} ${reply.statusMessage}`];
  for (const [name, value] of pairs(reply.rawHeaders)) if (!drop.test(name)) lines.push(`${name}: ${value}`);
  return `${[...lines, ...more].join('\r\n')}\r\n\r\n`;
}

function join(a: Duplex, b: Duplex): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.once('close', () => to.destroy());
  }
}

/**
 * Passes a WebSocket's handshake to its target and then the bytes of both sides (User guide: WebSockets). A target that
 * declines gets its answer through, and the connection ends. Who destroys the client's socket ends it all.
 */
export function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  dialer: Dialer,
  job: Omit<Job, 'framing'>,
): void {
  const headers = [...job.headers, 'Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? 'websocket'];
  const upstream = dialer.dial(job.way, {
    method: request.method ?? 'GET',
    path: job.path,
    headers,
    fresh: true,
    idleMs: job.idleMs,
  });
  const fail = (status: number, why: string) => {
    if (socket.destroyed) return;
    job.failed(status, why);
    socket.end(rawAnswer(errorPage(status)));
    upstream.destroy();
  };
  const cookieLines = (reply: IncomingMessage) =>
    job.cookies(reply.headers['set-cookie'] ?? []).map((value) => `Set-Cookie: ${value}`);
  upstream.once('upgrade', (reply, peer, first) => {
    socket.write(headOf(reply, cookieLines(reply)));
    if (first.length) socket.write(first);
    if (head.length) peer.write(head);
    join(socket, peer);
    peer.setTimeout(job.idleMs, () => peer.destroy());
    upstream.removeAllListeners('error').on('error', () => socket.destroy());
  });
  upstream.once('response', (reply) => {
    // Its end is the end of the connection, so that no length is needed.
    const ending = ['Connection: close', ...cookieLines(reply)];
    socket.write(headOf(reply, ending, /^(connection|keep-alive|transfer-encoding)$/i));
    reply.pipe(socket);
  });
  upstream.once('timeout', () => fail(504, `did not answer within ${job.idleMs / 1000} s`));
  upstream.once('error', (error) => fail(502, error.message));
  socket.on('error', () => upstream.destroy());
  socket.once('close', () => upstream.destroy());
  upstream.end();
}
