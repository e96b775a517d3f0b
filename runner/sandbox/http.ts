import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { catalogue } from './catalogue.ts';
import { createGate } from './http_gate.ts';
import { encodeError } from './wire/encode_error.ts';
import { ServiceError } from './wire/errors.ts';
import type { WireRequest, WireResponse } from './wire/service_shape.ts';
import { meantService, refuseUnsigned } from './wire/signature.ts';

const MEBIBYTE = 1024 * 1024;
/** More than any call needs, save for the parts of image layers: 20 MiB in base64. */
const longestBody = (operation: string | undefined) =>
  operation?.endsWith('.UploadLayerPart') ? 28 * MEBIBYTE : 10 * MEBIBYTE;
/** Requests that are read and answered at a time, and those that may wait for it. */
const AT_A_TIME = 64;
const WAITING = 512;

/** In milliseconds; the last one is how often the others are looked after. */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
};

/** What the door opens to. */
export interface Door {
  readonly answer: (request: WireRequest) => Promise<WireResponse>;
}

/** How it opens. */
export interface DoorOptions {
  /** A free one when left out, or 0. */
  readonly port?: number;
  /** Takes requests that are not for AWS: those whose path begins with `/_play/`. */
  readonly control?: (request: IncomingMessage, response: ServerResponse, body: string) => Promise<void>;
  /** Told of every request to AWS. */
  readonly onRequest?: () => void;
}

/** The door for every other client: the sandbox on a loopback port, for `AWS_ENDPOINT_URL`. */
export function serveHttp({ answer }: Door, options: DoorOptions = {}): Promise<Server> {
  const gate = createGate(AT_A_TIME, WAITING);
  const server = createServer(timeouts);
  server.maxConnections = AT_A_TIME + WAITING;
  server.on('request', (request, response) => {
    const served = gate.run(() => serve(answer, options, request, response));
    void (served ?? busy(request, response)).catch(() => request.socket.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve(server));
  });
}

async function serve(
  answer: Door['answer'],
  { control, onRequest }: DoorOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const longest = longestBody(headersOf(request)['x-amz-target']);
  const body = await readBody(request, longest);
  if (body === undefined) return tooLong(request, response);
  if (request.url?.startsWith('/_play/') && control) return control(request, response, body);
  onRequest?.();
  // A query may come in the address.
  const wire = { headers: headersOf(request), body: body || (request.url?.split('?')[1] ?? '') };
  const answered = refuseUnsigned(catalogue, wire, randomUUID()) ?? (await answer(wire));
  if (answered.lost) request.socket.destroy();
  else write(response, answered);
}

function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

/** The body as text, or undefined when it is too long. Rejects when it breaks off. */
async function readBody(request: IncomingMessage, longest: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > longest) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > longest) resolve(undefined);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the request broke off')));
  });
}

async function tooLong(request: IncomingMessage, response: ServerResponse): Promise<void> {
  refuse(request, response, new ServiceError('RequestEntityTooLarge', 'The request is too large.', 413));
}

async function busy(request: IncomingMessage, response: ServerResponse): Promise<void> {
  refuse(request, response, new ServiceError('ServiceUnavailable', 'Too many requests at a time.', 503));
}

/** Refuses a request whose body is not read to its end, and ends the connection. */
function refuse(request: IncomingMessage, response: ServerResponse, error: ServiceError): void {
  const isJson = request.headers['x-amz-target'] !== undefined;
  const wire = { headers: headersOf(request), body: '' };
  const facts =
    meantService(catalogue, wire) ?? catalogue.find(({ protocol }) => isJson === (protocol === 'awsJson1_1'))!;
  const { status, headers, body } = encodeError(facts, [], error, randomUUID());
  response.writeHead(status, { ...headers, connection: 'close' }).end(body);
  // What still comes is thrown away for a moment: a connection that is cut at once may take the answer with it.
  request.resume();
  setTimeout(() => request.socket.destroy(), 1_000).unref();
}

function write(response: ServerResponse, { status, headers, body }: WireResponse): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
