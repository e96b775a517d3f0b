import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { RuntimeHost } from '../runtime.ts';
import type { Dialer } from './dial.ts';
import type { LiveFront } from './fronts.ts';
import type { Ledger } from './ledger.ts';
import { errorPage, rawAnswer } from './own_answer.ts';
import { answer, relay } from './relay.ts';
import { framingOf } from './request_headers.ts';
import type { Routing } from './routing.ts';
import { upgrade } from './upgrade.ts';

/** Answers what comes in at the doors. */
export interface Traffic {
  serve(front: LiveFront, request: IncomingMessage, response: ServerResponse): void;
  upgrade(front: LiveFront, request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

interface Parts {
  readonly host: RuntimeHost;
  readonly dialer: Dialer;
  readonly ledger: Ledger;
  readonly routing: Routing;
}

function later(afterMs: number, act: () => void): void {
  if (afterMs > 0) setTimeout(act, afterMs);
  else act();
}

/** The traffic of a sandbox's load balancers. */
export function createTraffic({ host, dialer, ledger, routing }: Parts): Traffic {
  const born = new WeakMap<Socket, number>();

  /** A connection that is older than the load balancer lets it be ends with its next answer. */
  const limitLife = ({ balancer }: LiveFront, { socket }: IncomingMessage, response: ServerResponse) => {
    if (!born.has(socket)) born.set(socket, Date.now());
    const seconds = Number(balancer.attributes['client_keep_alive.seconds'] ?? 3600);
    if (Date.now() - born.get(socket)! > seconds * 1000) response.shouldKeepAlive = false;
  };

  const serve: Traffic['serve'] = (front, request, response) => {
    host.used();
    limitLife(front, request, response);
    const route = routing.route(front, request);
    if (route.target !== undefined)
      response.once(
        'close',
        ledger.enter(route.target, () => response.destroy()),
      );
    if (route.kind === 'relay') relay(request, response, dialer, route.job);
    else later(route.afterMs, () => answer(request, response, route.answer));
  };

  const pass: Traffic['upgrade'] = (front, request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      serveAsUsual(serve, front, request, socket);
      return;
    }
    host.used();
    const route = routing.route(front, request);
    if (route.target !== undefined)
      socket.once(
        'close',
        ledger.enter(route.target, () => socket.destroy()),
      );
    if (route.kind === 'relay') upgrade(request, socket, head, dialer, route.job);
    else later(route.afterMs, () => socket.end(rawAnswer(route.answer)));
  };

  return { serve, upgrade: pass };
}

/** An offer to speak another protocol than WebSocket (curl asks for HTTP/2 so) is passed over, as on AWS. */
function serveAsUsual(serve: Traffic['serve'], front: LiveFront, request: IncomingMessage, socket: Duplex): void {
  if (framingOf(request.headersDistinct) !== 'none') {
    // Node has let go of the connection: its body would have to be parsed here.
    socket.end(rawAnswer(errorPage(400)));
    return;
  }
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket);
  response.once('finish', () => {
    response.detachSocket(socket as Socket);
    socket.end();
  });
  serve(front, request, response);
}
