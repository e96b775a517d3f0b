import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PlayError } from '../../diagnostics.ts';

/** What the control endpoint does, by method and path: `POST /_play/reset`. */
export type Orders = Readonly<Record<string, (body: Record<string, unknown>) => unknown>>;

/** The header that shows the token. A page in a browser cannot send it without asking first, and is not answered. */
export const TOKEN_HEADER = 'x-play-token';

/** Takes orders from whoever knows the token; answers in JSON. */
export function createControl(token: string, orders: Orders) {
  return async (request: IncomingMessage, response: ServerResponse, body: string): Promise<void> => {
    const { status, answer } = await carryOut(request, body);
    const text = JSON.stringify(answer ?? {});
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };

  async function carryOut(request: IncomingMessage, body: string): Promise<{ status: number; answer?: unknown }> {
    if (!isToken(request.headers[TOKEN_HEADER])) return { status: 403, answer: { message: 'the token is not right' } };
    const order = orders[`${request.method} ${request.url?.replace('/_play', '')}`];
    if (!order) return { status: 404, answer: { message: 'there is no such order' } };
    try {
      return { status: 200, answer: await order(body ? (JSON.parse(body) as Record<string, unknown>) : {}) };
    } catch (error) {
      if (!(error instanceof PlayError)) return { status: 500, answer: { message: `the sandbox failed: ${error}` } };
      const { code, message, hint, place } = error;
      return { status: 400, answer: { code, message, hint, place } };
    }
  }

  function isToken(shown: string | readonly string[] | undefined): boolean {
    const [ours, theirs] = [Buffer.from(token), Buffer.from(String(shown ?? ''))];
    return ours.length === theirs.length && timingSafeEqual(ours, theirs);
  }
}
