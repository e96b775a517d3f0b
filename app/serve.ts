import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import type { Log } from './log.ts';

export interface ServeOptions {
  port: number;
  host?: string | undefined;
  log: Log;
  /** Milliseconds that requests under way get to finish when the server stops. */
  stopTimeout: number;
}

export interface Serving {
  readonly server: Server;
  readonly port: number;
  /** Takes no new connection, lets requests under way finish, cuts what is left at the time-out. */
  stop(): Promise<void>;
}

/** Serves the app until `stop`. Throws when the port cannot be had. */
export async function serve({ port, host, log, stopTimeout }: ServeOptions): Promise<Serving> {
  let stopping = false;
  const server = createServer(createApp({ log, stopping: () => stopping }));
  // An ALB reuses idle connections for 60 s: ours must live longer, or it meets closed ones and answers 502.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));

  const stop = async () => {
    stopping = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Also those that become idle later, as their last request ends.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), stopTimeout);
    await closed;
    clearTimeout(cut);
    clearInterval(sweep);
  };
  return { server, port: (server.address() as AddressInfo).port, stop };
}
