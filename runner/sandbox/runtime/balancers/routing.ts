import type { IncomingMessage } from 'node:http';
import { elbState } from '../../services/elbv2/state.ts';
import type { RuntimeHost } from '../runtime.ts';
import { type Asked, askedOf } from './asked.ts';
import { createComplaints } from './complaints.ts';
import { type Book, type Decision, decide } from './decide.ts';
import type { Way } from './dial.ts';
import type { LiveFront } from './fronts.ts';
import { type Ledger, ledgerKey } from './ledger.ts';
import { errorPage, type OwnAnswer } from './own_answer.ts';
import { refusalOf } from './refusals.ts';
import type { Job } from './relay.ts';
import { framingOf, requestHeaders } from './request_headers.ts';
import { type Found, findWay } from './ways.ts';
import { createTurns, type Turns } from './weights.ts';

/** What becomes of a request. `target` is the ledger's name for the target that it is with. */
export type Route =
  | { readonly kind: 'answer'; readonly answer: OwnAnswer; readonly afterMs: number; readonly target?: string }
  | { readonly kind: 'relay'; readonly job: Job; readonly target: string };

/** Finds out what becomes of requests. */
export interface Routing {
  route(front: LiveFront, request: IncomingMessage): Route;
  /** The state may have changed: what was found out about it is found out anew. */
  changed(): void;
}

type Forward = Extract<Decision, { kind: 'forward' }>;

/** AWS gives up a connection that does not come about after so long; of the sandbox's time, as nobody is asked. */
const CONNECT_MS = 10_000;

function jobOf(front: LiveFront, request: IncomingMessage, asked: Asked, { cookies }: Forward, way: Way) {
  const { listener, balancer, idleMs } = front;
  const { remotePort: clientPort } = request.socket;
  const incoming = { raw: request.rawHeaders, asked, clientPort, listener, attributes: balancer.attributes };
  return {
    way,
    path: asked.query === '' && !request.url?.includes('?') ? asked.path : `${asked.path}?${asked.query}`,
    headers: requestHeaders({ ...incoming, now: Date.now() }),
    framing: framingOf(asked.headers),
    idleMs,
    cookies,
  };
}

/** Routing by the state of the sandbox as it is when a request comes. */
export function createRouting(host: RuntimeHost, ledger: Ledger): Routing {
  const complain = createComplaints(host.log);
  const ways = new Map<string, Found>();
  const turns = new Map<string, Turns>();

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
  const wayTo = ({ region }: LiveFront, { group, target }: Forward): Found => {
    const key = ledgerKey(group, target);
    const found = ways.get(key) ?? findWay(host.context(region), group, target);
    ways.set(key, found);
    return found;
  };

  const route: Routing['route'] = (front, request) => {
    const asked = askedOf(request);
    const name = `${front.balancer.balancer.LoadBalancerName}:${front.listener.port}`;
    const say = (status: number, why: string) =>
      complain(`load balancer ${name}: ${status} for ${asked.method} ${asked.path}: ${why}`);
    const own = (
      answer: OwnAnswer,
      why: string | undefined,
      more: { target?: string; afterMs?: number } = {},
    ): Route => {
      if (why !== undefined) say(answer.status, why);
      return { kind: 'answer', answer, afterMs: 0, ...more };
    };
    const refused = refusalOf(asked);
    if (refused !== undefined) return own(errorPage(refused), 'the request is refused');
    const decision = decide(front, asked, bookOf(front));
    if (decision.kind === 'answer') return own(decision.answer, decision.why);
    const where = `${decision.target.id}:${decision.target.port}`;
    const target = ledgerKey(decision.group, decision.target);
    const way = wayTo(front, decision);
    if (way === 'closed') return own(errorPage(502), `nothing listens at ${where}`, { target });
    if (way === 'unreachable') {
      const why = `security groups let no connection through to ${where}, or no task runs there`;
      return own(errorPage(504), why, { target, afterMs: host.clock.realMs(CONNECT_MS) });
    }
    const failed = (status: number, why: string) => say(status, `${where} ${why}`);
    return { kind: 'relay', target, job: { ...jobOf(front, request, asked, decision, way), failed } };
  };
  return { route, changed: () => ways.clear() };
}
