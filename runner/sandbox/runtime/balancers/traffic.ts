import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { elbState, type GroupRecord, type TargetRecord } from '../../services/elbv2/state.ts';
import type { RuntimeHost } from '../runtime.ts';
import { type Asked, askedOf } from './asked.ts';
import { createComplaints } from './complaints.ts';
import { type Book, type Decision, decide } from './decide.ts';
import type { Dialer } from './dial.ts';
import type { LiveFront } from './fronts.ts';
import type { Ledger } from './ledger.ts';
import { errorPage, rawAnswer } from './own_answer.ts';
import { refusalOf } from './refusals.ts';
import { answer, type Job, relay } from './relay.ts';
import { framingOf, requestHeaders } from './request_headers.ts';
import { upgrade } from './upgrade.ts';
import { type Found, findWay } from './ways.ts';
import { createTurns, type Turns } from './weights.ts';

/** Answers the requests that come in at the doors. */
export interface Traffic {
  serve(front: LiveFront, request: IncomingMessage, response: ServerResponse): void;
  upgrade(front: LiveFront, request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The state may have changed: what was found out about it is found out anew. */
  changed(): void;
}

interface Parts {
  readonly host: RuntimeHost;
  readonly dialer: Dialer;
  readonly ledger: Ledger;
}

/** AWS gives up a connection that does not come about after so long; of the sandbox's time, as nobody is asked. */
const CONNECT_MS = 10_000;

/** A target's name in the ledger. */
export function ledgerKey(
  { group }: Pick<GroupRecord, 'group'>,
  { id, port }: Pick<TargetRecord, 'id' | 'port'>,
): string {
  return `${group.TargetGroupArn} ${id}:${port}`;
}

type Forward = Extract<Decision, { kind: 'forward' }>;

/** The traffic of a sandbox's load balancers. */
export function createTraffic({ host, dialer, ledger }: Parts): Traffic {
  const complain = createComplaints(host.log);
  const ways = new Map<string, Found>();
  const turns = new Map<string, Turns>();
  const born = new WeakMap<Socket, number>();

  const bookOf = ({ region }: LiveFront): Book => {
    const { groups } = host.context(region).state(elbState);
    return {
      group: (arn) => groups.get(arn),
      load: (group, target) => ledger.load(ledgerKey(group, target)),
      turns(rule) {
        const own = turns.get(rule.arn) ?? createTurns();
        turns.set(rule.arn, own);
        return own;
      },
    };
  };
  const wayTo = (front: LiveFront, { group, target }: Forward): Found => {
    const key = ledgerKey(group, target);
    const known = ways.get(key);
    if (known !== undefined) return known;
    const found = findWay(host.context(front.region), group, target, target.port, group.group.Protocol === 'HTTPS');
    ways.set(key, found);
    return found;
  };
  const say = ({ balancer, listener }: LiveFront, asked: Asked, status: number, why: string) =>
    complain(
      `load balancer ${balancer.balancer.LoadBalancerName}:${listener.port}: ${status} for ${asked.method} ${asked.path}: ${why}`,
    );
  const jobOf = (front: LiveFront, request: IncomingMessage, asked: Asked, forward: Forward, way: Job['way']): Job => {
    const { listener, balancer, idleMs } = front;
    const { remotePort: clientPort } = request.socket;
    const incoming = { raw: request.rawHeaders, asked, clientPort, listener, attributes: balancer.attributes };
    return {
      way,
      path: asked.query === '' && !request.url?.includes('?') ? asked.path : `${asked.path}?${asked.query}`,
      headers: requestHeaders({ ...incoming, now: Date.now() }),
      framing: framingOf(asked.headers),
      idleMs,
      cookies: forward.cookies,
      failed: (status, why) => say(front, asked, status, `${forward.target.id}:${forward.target.port} ${why}`),
    };
  };
  /** What to do, with the reason told when it is nothing good. */
  const decided = (front: LiveFront, asked: Asked): Decision => {
    const refused = refusalOf(asked);
    const decision: Decision =
      refused === undefined
        ? decide(front, asked, bookOf(front))
        : { kind: 'answer', answer: errorPage(refused), why: 'the request is refused' };
    if (decision.kind === 'answer' && decision.why) say(front, asked, decision.answer.status, decision.why);
    return decision;
  };
  /** Calls back with the page for a target that no connection comes about to. */
  const withoutWay = (
    front: LiveFront,
    asked: Asked,
    { target }: Forward,
    found: 'unreachable' | 'closed',
    tell: (status: number) => void,
  ) => {
    const where = `${target.id}:${target.port}`;
    if (found === 'closed') {
      say(front, asked, 502, `nothing listens at ${where}`);
      tell(502);
      return;
    }
    say(front, asked, 504, `security groups let no connection through to ${where}, or no task runs there`);
    setTimeout(() => tell(504), host.clock.realMs(CONNECT_MS));
  };
  const limitLife = ({ balancer }: LiveFront, { socket }: IncomingMessage, response: ServerResponse) => {
    if (!born.has(socket)) born.set(socket, Date.now());
    const seconds = Number(balancer.attributes['client_keep_alive.seconds'] ?? 3600);
    if (Date.now() - born.get(socket)! > seconds * 1000) response.shouldKeepAlive = false;
  };

  const serve: Traffic['serve'] = (front, request, response) => {
    host.used();
    limitLife(front, request, response);
    const asked = askedOf(request);
    const decision = decided(front, asked);
    if (decision.kind === 'answer') {
      answer(request, response, decision.answer);
      return;
    }
    const way = wayTo(front, decision);
    let cut = () => {
      response.destroy();
    };
    const leave = ledger.enter(ledgerKey(decision.group, decision.target), () => cut());
    response.once('close', leave);
    if (typeof way === 'string') {
      withoutWay(front, asked, decision, way, (status) => answer(request, response, errorPage(status)));
      return;
    }
    cut = relay(request, response, dialer, jobOf(front, request, asked, decision, way));
  };

  const pass: Traffic['upgrade'] = (front, request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      serveAsUsual(serve, front, request, socket);
      return;
    }
    host.used();
    const asked = askedOf(request);
    const decision = decided(front, asked);
    if (decision.kind === 'answer') {
      socket.end(rawAnswer(decision.answer));
      return;
    }
    const way = wayTo(front, decision);
    if (typeof way === 'string') {
      withoutWay(front, asked, decision, way, (status) => socket.end(rawAnswer(errorPage(status))));
      return;
    }
    let cut = () => {
      socket.destroy();
    };
    const done = ledger.enter(ledgerKey(decision.group, decision.target), () => cut());
    cut = upgrade(request, socket, head, dialer, { ...jobOf(front, request, asked, decision, way), done });
  };

  return { serve, upgrade: pass, changed: () => ways.clear() };
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
