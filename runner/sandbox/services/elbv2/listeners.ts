import {
  CreateListenerCommand,
  type CreateListenerInput,
  DeleteListenerCommand,
  DescribeListenersCommand,
  type DescribeListenersInput,
  type Listener,
  ModifyListenerCommand,
  type ModifyListenerInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { normaliseActions } from './actions.ts';
import { checkForwards } from './associations.ts';
import { checkedCertificates } from './certificates.ts';
import { failed, invalid } from './errors.ts';
import { balancerOf, listenerOf } from './lookup.ts';
import { listenerResource, ruleResource } from './names.ts';
import { page } from './paging.ts';
import { DEFAULT_SSL_POLICY, SSL_POLICIES } from './ssl_policies.ts';
import { elbState, type ListenerRecord } from './state.ts';
import { checkedTags } from './tags.ts';

const MAX_LISTENERS = 50;

type Door = Pick<CreateListenerInput, 'Protocol' | 'Port' | 'SslPolicy' | 'Certificates'>;

/** What the listener speaks and where, checked as AWS does (API reference: CreateListener). */
function checkedDoor(
  door: Door,
  context: Context,
): Pick<ListenerRecord, 'port' | 'protocol' | 'certificates' | 'sslPolicy'> {
  const { Protocol: protocol, Port: port, SslPolicy: policy } = door;
  if (port === undefined) throw invalid('A listener port must be specified');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid(`Port '${port}' must be between '1-65535'`);
  if (protocol === undefined) throw invalid('A listener protocol must be specified');
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') {
    throw invalid(`Listener protocol '${protocol}' must be one of 'HTTPS, HTTP'`);
  }
  const certificates = checkedCertificates(door.Certificates, context);
  if (protocol === 'HTTP') {
    if (certificates.length) throw invalid('You cannot specify certificates for HTTP listeners');
    if (policy !== undefined) throw invalid('You cannot specify an SSL policy for HTTP listeners');
    return { port, protocol, certificates };
  }
  if (certificates.length === 0) throw invalid('A certificate must be specified for HTTPS listeners');
  if (certificates.length > 1) throw invalid('Up to one certificate can be specified for a listener');
  if (policy !== undefined && !SSL_POLICIES.includes(policy)) {
    throw failed('SSLPolicyNotFound', `SSL policy '${policy}' not found`);
  }
  return { port, protocol, certificates, sslPolicy: policy ?? DEFAULT_SSL_POLICY };
}

function checkPort(context: Context, balancerArn: string, port: number, own?: string): void {
  const listeners = [...context.state(elbState).listeners.values()].filter((each) => each.balancerArn === balancerArn);
  if (listeners.some((listener) => listener.port === port && listener.arn !== own)) {
    throw failed('DuplicateListener', `A listener already exists on this port for this load balancer '${balancerArn}'`);
  }
  if (own === undefined && listeners.length >= MAX_LISTENERS) {
    throw failed(
      'TooManyListeners',
      `The maximum number of listeners has been reached on load balancer '${balancerArn}'`,
    );
  }
}

function create(input: CreateListenerInput, context: Context) {
  const { balancer } = balancerOf(context, input.LoadBalancerArn);
  const balancerArn = balancer.LoadBalancerArn;
  const door = checkedDoor(input, context);
  const actions = normaliseActions(input.DefaultActions);
  checkForwards(context, balancer, actions);
  checkPort(context, balancerArn, door.port);
  const tags = checkedTags(input.Tags);
  const arn = context.arn('elasticloadbalancing', listenerResource(balancerArn, context.hex(16)));
  const ruleArn = context.arn('elasticloadbalancing', ruleResource(arn, context.hex(16)));
  const record: ListenerRecord = { arn, balancerArn, defaultRuleArn: ruleArn, ...door, tags };
  const state = context.state(elbState);
  state.listeners.set(arn, record);
  state.rules.set(ruleArn, { arn: ruleArn, listenerArn: arn, priority: 'default', conditions: [], actions, tags: [] });
  return { Listeners: [describe(record, context)] };
}

function modify(input: ModifyListenerInput, context: Context) {
  const record = listenerOf(context, input.ListenerArn);
  const { balancer } = balancerOf(context, record.balancerArn);
  const protocol = input.Protocol ?? record.protocol;
  const secure = protocol === 'HTTPS';
  const kept = secure ? { Certificates: record.certificates.slice(0, 1), SslPolicy: record.sslPolicy } : {};
  const door = checkedDoor(
    { ...kept, ...defined(input), Protocol: protocol as 'HTTP', Port: input.Port ?? record.port },
    context,
  );
  checkPort(context, record.balancerArn, door.port, record.arn);
  const rule = context.state(elbState).rules.get(record.defaultRuleArn)!;
  const actions = input.DefaultActions ? normaliseActions(input.DefaultActions) : rule.actions;
  checkForwards(context, balancer, actions);
  const others = secure ? record.certificates.slice(1) : [];
  delete record.sslPolicy;
  Object.assign(record, door, { certificates: [...door.certificates, ...others] });
  rule.actions = actions;
  return { Listeners: [describe(record, context)] };
}

function defined(input: ModifyListenerInput): Pick<Door, 'Certificates' | 'SslPolicy'> {
  return {
    ...(input.Certificates?.length && { Certificates: input.Certificates }),
    ...(input.SslPolicy !== undefined && { SslPolicy: input.SslPolicy }),
  };
}

/** The listener as the API describes it: its default action, and of its certificates only the default one. */
function describe(record: ListenerRecord, context: Context): Listener {
  const [certificate] = record.certificates;
  return {
    ListenerArn: record.arn,
    LoadBalancerArn: record.balancerArn,
    Port: record.port,
    Protocol: record.protocol as Listener['Protocol'],
    ...(certificate && { Certificates: [{ CertificateArn: certificate.CertificateArn }] }),
    ...(record.sslPolicy !== undefined && { SslPolicy: record.sslPolicy }),
    DefaultActions: context.state(elbState).rules.get(record.defaultRuleArn)?.actions ?? [],
  };
}

function find({ LoadBalancerArn: balancerArn, ListenerArns: arns }: DescribeListenersInput, context: Context) {
  if (arns?.length) return arns.map((arn) => listenerOf(context, arn));
  if (balancerArn === undefined) throw invalid('You must specify either listener ARNs or a load balancer ARN');
  balancerOf(context, balancerArn);
  return [...context.state(elbState).listeners.values()].filter((listener) => listener.balancerArn === balancerArn);
}

/** CreateListener, DescribeListeners, ModifyListener and DeleteListener. */
export const listenerOperations = [
  on(CreateListenerCommand, create),
  on(DescribeListenersCommand, (input, context) => {
    const { items, next } = page(find(input, context), input);
    return { Listeners: items.map((listener) => describe(listener, context)), ...next };
  }),
  on(ModifyListenerCommand, modify),
  on(DeleteListenerCommand, ({ ListenerArn }, context) => {
    const { arn } = listenerOf(context, ListenerArn);
    const state = context.state(elbState);
    state.listeners.delete(arn);
    for (const rule of [...state.rules.values()]) if (rule.listenerArn === arn) state.rules.delete(rule.arn);
    return {};
  }),
];
