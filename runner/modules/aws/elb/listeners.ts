import type {
  Listener as AwsListener,
  Rule as AwsRule,
  RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Unknown, unknown } from '../../../template/values.ts';
import { type Data, normaliseActions } from './actions.ts';
import { normaliseConditions } from './conditions.ts';
import type { Params } from './load_balancer.ts';

/** A rule in our words; the default rule is the listener's default actions. */
export interface Rule {
  readonly rule_arn: string | Unknown;
  readonly priority: number;
  readonly conditions: RuleCondition[];
  readonly actions: Data[];
}

/** A listener in our words, known by its port. */
export interface Listener {
  readonly listener_arn: string | Unknown;
  readonly port: number;
  readonly protocol: string;
  readonly ssl_policy: string | null;
  /** ARNs; the default certificate first, the others sorted. */
  readonly certificates: string[];
  readonly alpn_policy: string[];
  readonly default_actions: Data[];
  readonly rules: Rule[];
}

/** One listener of the parameters. */
export type ListenerParams = NonNullable<Params['listeners']>[number];

/** A listener as AWS describes it. */
export function listenerFromAws(listener: AwsListener, rules: readonly AwsRule[], extra: readonly string[]): Listener {
  const standard = (listener.Certificates ?? []).map(({ CertificateArn = '' }) => CertificateArn);
  return {
    listener_arn: listener.ListenerArn!,
    port: listener.Port ?? 0,
    protocol: listener.Protocol ?? '',
    ssl_policy: (listener.Protocol === 'HTTPS' && listener.SslPolicy) || null,
    certificates: [...standard, ...extra.filter((arn) => !standard.includes(arn)).sort()],
    alpn_policy: listener.AlpnPolicy ?? [],
    default_actions: normaliseActions((listener.DefaultActions ?? []) as unknown as Data[]),
    rules: rules
      .filter(({ IsDefault, Priority }) => !IsDefault && Priority !== 'default')
      .map(ruleFromAws)
      .sort(byPriority),
  };
}

/** A rule as AWS describes it. */
export function ruleFromAws(rule: AwsRule): Rule {
  return {
    rule_arn: rule.RuleArn!,
    priority: Number(rule.Priority),
    conditions: normaliseConditions((rule.Conditions ?? []) as unknown as Data[]),
    actions: normaliseActions((rule.Actions ?? []) as unknown as Data[]),
  };
}

/** The listeners a load balancer should end up with, in order of their ports. */
export function wantedListeners(params: Params, now: readonly Listener[]): Listener[] {
  if (params.listeners === undefined) return [...now];
  const wanted = params.listeners.map((listener) =>
    wantedListener(
      listener,
      now.find(({ port }) => port === listener.Port),
      params.purge_rules,
    ),
  );
  const kept = params.purge_listeners ? [] : now.filter(({ port }) => !wanted.some((each) => each.port === port));
  return [...wanted, ...kept].sort((a, b) => a.port - b.port);
}

function wantedListener(listener: ListenerParams, now: Listener | undefined, purgeRules: boolean): Listener {
  const https = listener.Protocol === 'HTTPS';
  return {
    listener_arn: now?.listener_arn ?? unknown,
    port: listener.Port,
    protocol: listener.Protocol,
    ssl_policy: https ? (listener.SslPolicy ?? now?.ssl_policy ?? (unknown as unknown as string)) : null,
    certificates: https ? wantedCertificates(listener, now) : [],
    alpn_policy: listener.AlpnPolicy ?? now?.alpn_policy ?? [],
    default_actions: normaliseActions(listener.DefaultActions),
    rules: wantedRules(listener, now?.rules ?? [], purgeRules),
  };
}

function wantedCertificates({ Certificates }: ListenerParams, now: Listener | undefined): string[] {
  if (Certificates === undefined) return now?.certificates ?? [];
  const [standard, ...others] = Certificates.map(({ CertificateArn }) => CertificateArn);
  return [...(standard === undefined ? [] : [standard]), ...others.sort()];
}

function wantedRules({ Rules }: ListenerParams, now: readonly Rule[], purge: boolean): Rule[] {
  if (Rules === undefined) return [...now];
  const wanted = Rules.map((rule) => ({
    rule_arn: now.find(({ priority }) => priority === Number(rule.Priority))?.rule_arn ?? unknown,
    priority: Number(rule.Priority),
    conditions: normaliseConditions(rule.Conditions),
    actions: normaliseActions(rule.Actions),
  }));
  const kept = purge ? [] : now.filter(({ priority }) => !wanted.some((each) => each.priority === priority));
  return [...wanted, ...kept].sort(byPriority);
}

const byPriority = (a: Rule, b: Rule): number => a.priority - b.priority;
