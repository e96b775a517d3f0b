import { isDeepStrictEqual } from 'node:util';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  CreateRuleCommand,
  DeleteListenerCommand,
  DeleteRuleCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
  type ProtocolEnum,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createOnce } from '../../../aws/lost_answer.ts';
import type { World } from '../../../aws/world.ts';
import { type Step, step } from '../../module.ts';
import { actionsToSend, describeActions } from './actions.ts';
import { describeConditions } from './conditions.ts';
import { type Listener, type ListenerParams, listenerFromAws, type Rule, ruleFromAws } from './listeners.ts';
import type { LoadBalancer } from './load_balancer.ts';

type Known = Partial<LoadBalancer>;

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

const label = ({ protocol, port }: Listener): string => `${protocol}:${port}`;

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

function* ruleSteps(now: readonly Rule[], want: Listener, params: ListenerParams): Iterable<Step<LoadBalancer>> {
  const at = `of listener ${label(want)}`;
  for (const rule of now)
    if (!want.rules.some(({ priority }) => priority === rule.priority))
      yield step(`delete rule ${rule.priority} ${at}`, async (world, { known }) => {
        const RuleArn = rule.rule_arn as string;
        await world.client(ElasticLoadBalancingV2Client).send(new DeleteRuleCommand({ RuleArn }));
        return withoutRule(known, want.port, rule.priority);
      });
  for (const rule of want.rules) {
    const written = (params.Rules ?? []).find(({ Priority }) => Number(Priority) === rule.priority);
    const before = now.find(({ priority }) => priority === rule.priority);
    const same = isDeepStrictEqual([before?.conditions, before?.actions], [rule.conditions, rule.actions]);
    if (!written || same) continue;
    const input = { Conditions: rule.conditions, Actions: actionsToSend(written.Actions) };
    const title = `${before ? 'change' : 'create'} rule ${rule.priority} ${at}: ${describeConditions(rule.conditions)}, ${describeActions(rule.actions)}`;
    yield step(title, async (world, { known }) => {
      const changed = before
        ? await modifyRule(world, before.rule_arn as string, input)
        : await createRule(world, arnOf(known, want.port), rule.priority, input);
      return withRule(known, want.port, changed);
    });
  }
}

interface RuleInput {
  readonly Conditions: Rule['conditions'];
  readonly Actions: ReturnType<typeof actionsToSend>;
}

async function createRule(world: World, ListenerArn: string, Priority: number, input: RuleInput): Promise<Rule> {
  const elb = world.client(ElasticLoadBalancingV2Client);
  const create = async () => {
    const { Rules } = await elb.send(new CreateRuleCommand({ ListenerArn, Priority, ...input }));
    return ruleFromAws(Rules![0]!);
  };
  return createOnce(create, async () => {
    const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
    const found = Rules.find((each) => each.Priority === String(Priority));
    return found && ruleFromAws(found);
  });
}

async function modifyRule(world: World, RuleArn: string, input: RuleInput): Promise<Rule> {
  const { Rules } = await world.client(ElasticLoadBalancingV2Client).send(new ModifyRuleCommand({ RuleArn, ...input }));
  return ruleFromAws(Rules![0]!);
}

function arnOf(known: Known, port: number): string {
  return known.listeners!.find((listener) => listener.port === port)!.listener_arn as string;
}

function withListener(known: Known, listener: Listener): Known {
  const others = (known.listeners ?? []).filter(({ port }) => port !== listener.port);
  return { listeners: [...others, listener].sort((a, b) => a.port - b.port) };
}

function withoutRule(known: Known, port: number, priority: number): Known {
  const listener = known.listeners!.find((each) => each.port === port)!;
  return withListener(known, { ...listener, rules: listener.rules.filter((rule) => rule.priority !== priority) });
}

function withRule(known: Known, port: number, rule: Rule): Known {
  const { listeners } = withoutRule(known, port, rule.priority);
  const listener = listeners!.find((each) => each.port === port)!;
  return withListener(
    { listeners: listeners! },
    {
      ...listener,
      rules: [...listener.rules, rule].sort((a, b) => a.priority - b.priority),
    },
  );
}
