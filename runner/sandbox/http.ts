import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { WireRequest, WireResponse } from './wire/service_shape.ts';

/** Larger than any call needs; a layer part of ECR is the largest. */
const longestBody = 64 * 1024 * 1024;

/** The door for every other client: the sandbox on a loopback port, for `AWS_ENDPOINT_URL`. Port 0 takes a free one. */
export function serveHttp(
  { answer }: { readonly answer: (request: WireRequest) => Promise<WireResponse> },
  port = 0,
): Promise<Server> {
  const server = createServer((request, response) => {
    void serve(answer, request, response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function serve(
  answer: (request: WireRequest) => Promise<WireResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request).catch(() => undefined);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const answered = await answer({ headers, body });
  response.writeHead(answered.status, { ...answered.headers, 'content-length': Buffer.byteLength(answered.body) });
  response.end(answered.body);
}

/** The body as text, or undefined when it is too long or breaks off. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
