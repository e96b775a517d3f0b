import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  BalancerRecord,
  GroupRecord,
  ListenerRecord,
  RuleRecord,
  TargetRecord,
} from '../../services/elbv2/state.ts';
import { type Asked, hostName } from './asked.ts';
import { chooseRule } from './choose_rule.ts';
import { cookiesOf } from './cookies.ts';
import { errorPage, type OwnAnswer, ownAnswer } from './own_answer.ts';
import { eligible, type Load, pickTarget } from './pick_target.ts';
import { type Destination, destinationOf, locationOf } from './redirect.ts';
import { stickyCookies, stuckGroup, stuckTarget } from './stickiness.ts';
import type { Turns } from './weights.ts';

/** A listener with its rules in order, as a request meets it. */
export interface Front {
  readonly balancer: BalancerRecord;
  readonly listener: ListenerRecord;
  readonly rules: readonly RuleRecord[];
  /** The loopback port of another listener of the load balancer. */
  readonly loopbackPort: (listenerPort: number) => number | undefined;
}

/** What a decision is made with, beside the request. */
export interface Book {
  group(arn: string): GroupRecord | undefined;
  load(group: GroupRecord, target: TargetRecord): Load;
  turns(rule: RuleRecord): Turns;
}

/** What is done with a request. */
export type Decision =
  | { readonly kind: 'answer'; readonly answer: OwnAnswer; readonly why?: string }
  | {
      readonly kind: 'forward';
      readonly group: GroupRecord;
      readonly target: TargetRecord;
      readonly cookies: (own: readonly string[]) => string[];
    };

const LOOPBACK = new Set(['127.0.0.1', 'localhost']);

function fixed({ FixedResponseConfig: config }: Action): Decision {
  const { StatusCode: status, ContentType: type = 'text/plain', MessageBody: body = '' } = config ?? {};
  return { kind: 'answer', answer: ownAnswer(Number(status ?? 503), `${type}; charset=utf-8`, body) };
}

/** Somebody who came by the loopback address cannot go to the listener's own port: the listener is elsewhere there. */
function reachable(destination: Destination, asked: Asked, front: Front): Destination {
  const { host } = destination;
  const port = front.loopbackPort(destination.port);
  if (port === undefined || host !== hostName(asked.host) || !LOOPBACK.has(host)) return destination;
  return { ...destination, protocol: 'http', port };
}

function redirect({ RedirectConfig: config }: Action, front: Front, asked: Asked): Decision {
  const listener = { protocol: front.listener.protocol, port: front.listener.port };
  const destination = destinationOf({ StatusCode: 'HTTP_302', ...config }, asked, listener);
  const location = locationOf(reachable(destination, asked, front));
  const status = config?.StatusCode === 'HTTP_301' ? 301 : 302;
  const page = errorPage(status);
  return { kind: 'answer', answer: { ...page, headers: [...page.headers, 'Location', location] } };
}

const unavailable = (why: string): Decision => ({ kind: 'answer', answer: errorPage(503), why });

function forward(rule: RuleRecord, action: Action, front: Front, asked: Asked, book: Book): Decision {
  const cookies = cookiesOf(asked.headers['cookie']);
  const arn = stuckGroup(action, cookies) ?? book.turns(rule).next(action.ForwardConfig?.TargetGroups ?? []);
  const group = arn === undefined ? undefined : book.group(arn);
  if (!group) return unavailable('no target group of the rule has a weight');
  if (group.group.ProtocolVersion === 'GRPC' || group.group.ProtocolVersion === 'HTTP2') {
    return { kind: 'answer', answer: errorPage(464), why: 'the target group does not speak HTTP/1.1' };
  }
  const target = stuckTarget(group, eligible(group), cookies) ?? pickTarget(group, (each) => book.load(group, each));
  if (!target) return unavailable(`target group ${group.group.TargetGroupName} has no registered targets`);
  const keeping = { action, group, target, protocol: front.listener.protocol };
  return { kind: 'forward', group, target, cookies: (own) => stickyCookies({ ...keeping, now: Date.now() }, own) };
}

/** What the listener does with a request: the last action of the first rule that it meets. */
export function decide(front: Front, asked: Asked, book: Book): Decision {
  const rule = chooseRule(front.rules, asked);
  const first = rule?.actions[0];
  if (!rule || !first) return unavailable('the listener has no action');
  switch (first.Type) {
    case 'fixed-response':
      return fixed(first);
    case 'redirect':
      return redirect(first, front, asked);
    case 'forward':
      return forward(rule, first, front, asked, book);
    default: {
      // Letting somebody through who was not asked who he is would be worse than not answering.
      const why = `the sandbox does not carry out actions of type '${first.Type}'`;
      return { kind: 'answer', answer: ownAnswer(501, 'text/plain', `${why}\n`), why };
    }
  }
}
