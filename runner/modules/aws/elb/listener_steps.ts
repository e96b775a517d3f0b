import { isDeepStrictEqual } from 'node:util';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DeleteListenerCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  type ProtocolEnum,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createOnce } from '../../../aws/lost_answer.ts';
import { type Step, step } from '../../module.ts';
import { actionsToSend, describeActions } from './actions.ts';
import { arnOf, type Known, label, withListener } from './known_listeners.ts';
import { type Listener, type ListenerParams, listenerFromAws } from './listeners.ts';
import type { LoadBalancer } from './load_balancer.ts';
import { ruleSteps } from './rule_steps.ts';

/** Steps from the listeners there are to those there should be; what nobody needs any more goes first. */
export function* listenerSteps(
  now: readonly Listener[],
  want: readonly Listener[],
  written: readonly ListenerParams[],
): Iterable<Step<LoadBalancer>> {
  for (const listener of now) if (!want.some(({ port }) => port === listener.port)) yield removal(listener);
  for (const listener of want) {
    const params = written.find(({ Port }) => Port === listener.port);
    // A listener that is only kept has nothing written about it.
    if (!params) continue;
    const before = now.find(({ port }) => port === listener.port);
    if (!before) yield creation(listener, params);
    else if (differs(before, listener)) yield modification(before, listener, params);
    yield* certificateSteps(before?.certificates ?? listener.certificates.slice(0, 1), listener);
    yield* ruleSteps(before?.rules ?? [], listener, params);
  }
}

function differs(now: Listener, want: Listener): boolean {
  return changedParts(now, want).length > 0;
}

function changedParts(now: Listener, want: Listener): string[] {
  return [
    ...(now.protocol === want.protocol ? [] : [`protocol ${now.protocol} → ${want.protocol}`]),
    ...(now.ssl_policy === want.ssl_policy
      ? []
      : [`policy ${now.ssl_policy ?? '(none)'} → ${want.ssl_policy ?? '(none)'}`]),
    ...(now.certificates[0] === want.certificates[0] ? [] : ['default certificate']),
    ...(isDeepStrictEqual(now.alpn_policy, want.alpn_policy) ? [] : ['ALPN policy']),
    ...(isDeepStrictEqual(now.default_actions, want.default_actions) ? [] : [describeActions(want.default_actions)]),
  ];
}

function inputOf(want: Listener, params: ListenerParams) {
  return {
    Port: want.port,
    Protocol: want.protocol as ProtocolEnum,
    DefaultActions: actionsToSend(params.DefaultActions),
    ...(want.protocol === 'HTTPS' && {
      ...(params.SslPolicy !== undefined && { SslPolicy: params.SslPolicy }),
      Certificates: want.certificates.slice(0, 1).map((CertificateArn) => ({ CertificateArn })),
    }),
    ...(params.AlpnPolicy && { AlpnPolicy: params.AlpnPolicy }),
  };
}

function creation(want: Listener, params: ListenerParams): Step<LoadBalancer> {
  return step(`create listener ${label(want)}: ${describeActions(want.default_actions)}`, async (world, { known }) => {
    const elb = world.client(ElasticLoadBalancingV2Client);
    const LoadBalancerArn = known.arn!;
    const create = async () => {
      const { Listeners } = await elb.send(new CreateListenerCommand({ LoadBalancerArn, ...inputOf(want, params) }));
      return listenerFromAws(Listeners![0]!, [], []);
    };
    const find = async () => {
      const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn }));
      const found = Listeners.find(({ Port }) => Port === want.port);
      return found && listenerFromAws(found, [], []);
    };
    return withListener(known, await createOnce(create, find));
  });
}

function modification(now: Listener, want: Listener, params: ListenerParams): Step<LoadBalancer> {
  return step(`change listener ${label(now)}: ${changedParts(now, want).join(', ')}`, async (world, { known }) => {
    const ListenerArn = arnOf(known, want.port);
    const elb = world.client(ElasticLoadBalancingV2Client);
    const { Listeners } = await elb.send(new ModifyListenerCommand({ ListenerArn, ...inputOf(want, params) }));
    const { certificates, rules } = now;
    return withListener(known, {
      ...listenerFromAws(Listeners![0]!, [], []),
      certificates: [...want.certificates.slice(0, 1), ...certificates.slice(1)],
      rules,
    });
  });
}

function removal(now: Listener): Step<LoadBalancer> {
  return step(`delete listener ${label(now)}`, async (world, { known }) => {
    const ListenerArn = arnOf(known, now.port);
    await world.client(ElasticLoadBalancingV2Client).send(new DeleteListenerCommand({ ListenerArn }));
    return { listeners: (known.listeners ?? []).filter(({ port }) => port !== now.port) };
  });
}

function* certificateSteps(now: readonly string[], want: Listener): Iterable<Step<LoadBalancer>> {
  const certificate = (CertificateArn: string) => ({ CertificateArn });
  const there = now.slice(1);
  const wanted = want.certificates.slice(1);
  const added = wanted.filter((arn) => !there.includes(arn));
  const removed = there.filter((arn) => !wanted.includes(arn));
  const done = (known: Known) => {
    const listener = known.listeners!.find(({ port }) => port === want.port)!;
    return withListener(known, { ...listener, certificates: want.certificates });
  };
  if (added.length > 0)
    yield step(`add ${added.length} certificates to listener ${label(want)}`, async (world, { known }) => {
      const input = { ListenerArn: arnOf(known, want.port), Certificates: added.map(certificate) };
      await world.client(ElasticLoadBalancingV2Client).send(new AddListenerCertificatesCommand(input));
      return done(known);
    });
  if (removed.length > 0)
    yield step(`remove ${removed.length} certificates from listener ${label(want)}`, async (world, { known }) => {
      const input = { ListenerArn: arnOf(known, want.port), Certificates: removed.map(certificate) };
      await world.client(ElasticLoadBalancingV2Client).send(new RemoveListenerCertificatesCommand(input));
      return done(known);
    });
}
