import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorPage, rawAnswer } from './own_answer.ts';

/** Who answers at a door. */
export interface Porter {
  /** Whether a connection is taken at all. */
  admits(): boolean;
  serve(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** A loopback port at which a listener answers. */
export interface Door {
  readonly port: number;
  /** How long a connection may be idle. */
  idle(ms: number): void;
  /** Cuts every connection and gives the port back. */
  close(): Promise<void>;
}

/** As AWS: 64 KiB for all headers of a request. */
const LONGEST_HEADERS = 64 * 1024;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** The status for what Node's parser does not take. */
function statusOf({ code }: NodeJS.ErrnoException): number {
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

/** Opens a door at a free port, at the wished one if it can be had. */
export async function openDoor(wish: number | undefined, porter: Porter): Promise<Door> {
  const sockets = new Set<Socket>();
  const answering = new WeakMap<Duplex, number>();
  const count = (socket: Duplex, by: number) => answering.set(socket, (answering.get(socket) ?? 0) + by);
  const server = createServer({ maxHeaderSize: LONGEST_HEADERS, requestTimeout: 0 });
  server.on('connection', (socket: Socket) => {
    if (!porter.admits()) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    count(socket, 1);
    response.once('close', () => count(socket, -1));
    porter.serve(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    porter.upgrade(request, socket, head),
  );
  server.on('clientError', (error, socket) => {
    // In the midst of an answer another one would be read as its body.
    if (socket.writable && !answering.get(socket)) socket.end(rawAnswer(errorPage(statusOf(error))));
    else socket.destroy();
  });
  const port = await listen(server, wish ?? 0).catch((error: NodeJS.ErrnoException) => {
    if (wish === undefined || (error.code !== 'EADDRINUSE' && error.code !== 'EACCES')) throw error;
    return listen(server, 0);
  });
  return {
    port,
    idle(ms) {
      server.keepAliveTimeout = ms;
      server.headersTimeout = ms;
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}
