import { literalItems, type Params } from './literal_items.ts';
import type { Rule } from './rules.ts';

/** A check must be over before the next one begins. */
export const healthCheckTimes: Rule = function* ({ health_check_interval: interval, health_check_timeout: timeout }) {
  if (typeof interval !== 'number' || typeof timeout !== 'number' || timeout < interval) return;
  yield {
    code: 'health-check-times',
    message: `health_check_timeout ${timeout} is not below health_check_interval ${interval}`,
    hint: 'a check must be over before the next one begins',
    path: ['health_check_timeout'],
  };
};

/** Zero turns slow start off; anything shorter than half a minute AWS refuses. */
export const slowStart: Rule = function* ({ slow_start_duration: seconds }) {
  if (typeof seconds !== 'number' || seconds === 0 || seconds >= 30) return;
  yield {
    code: 'slow-start',
    message: `slow_start_duration ${seconds} is below 30`,
    hint: '0 for off, or 30 to 900',
    path: ['slow_start_duration'],
  };
};

/** An application load balancer is in two zones at least. */
export const twoSubnets: Rule = function* ({ state, subnets }) {
  if (state === 'absent' || !Array.isArray(subnets) || new Set(subnets).size !== 1) return;
  // Subnets that are not made yet are all the same unknown value and no less several.
  if (typeof subnets[0] !== 'string') return;
  yield {
    code: 'one-subnet',
    message: 'an application load balancer needs subnets in at least two zones',
    hint: 'name one subnet in each zone',
    path: ['subnets'],
  };
};

/** A listener is known by its port, and HTTPS goes with a certificate. */
export const listenerRules: Rule = function* ({ listeners }) {
  const ports = new Set<unknown>();
  for (const { item, index } of literalItems(listeners)) {
    const { Port, Protocol, Certificates } = item;
    if (typeof Port === 'number' && ports.has(Port))
      yield { code: 'port-twice', message: `two listeners have port ${Port}`, path: ['listeners', index, 'Port'] };
    ports.add(Port);
    const isBare = Certificates === undefined || (Array.isArray(Certificates) && Certificates.length === 0);
    if (Protocol === 'HTTPS' && isBare)
      yield {
        code: 'no-certificate',
        message: 'an HTTPS listener needs a certificate',
        hint: 'give Certificates with one CertificateArn',
        path: ['listeners', index],
      };
    yield* priorities(item, index);
  }
};

/** A rule is known by its priority. */
function* priorities({ Rules }: Params, listener: number) {
  const seen = new Set<unknown>();
  for (const { item, index } of literalItems(Rules)) {
    const { Priority } = item;
    if (typeof Priority === 'number' && seen.has(Priority))
      yield {
        code: 'priority-twice',
        message: `two rules of the listener have priority ${Priority}`,
        path: ['listeners', listener, 'Rules', index, 'Priority'],
      };
    seen.add(Priority);
  }
}

/** What an action needs for its type. */
const needed: Readonly<Record<string, readonly string[]>> = {
  forward: ['TargetGroupArn', 'TargetGroupName', 'ForwardConfig'],
  redirect: ['RedirectConfig'],
  'fixed-response': ['FixedResponseConfig'],
  'authenticate-oidc': ['AuthenticateOidcConfig'],
  'authenticate-cognito': ['AuthenticateCognitoConfig'],
};

/** Every action says what its type asks for. */
export const actionParts: Rule = function* ({ listeners }) {
  for (const { item, index } of literalItems(listeners)) {
    yield* actionProblems(item['DefaultActions'], ['listeners', index, 'DefaultActions']);
    for (const { item: rule, index: place } of literalItems(item['Rules']))
      yield* actionProblems(rule['Actions'], ['listeners', index, 'Rules', place, 'Actions']);
  }
};

function* actionProblems(actions: unknown, path: readonly (string | number)[]) {
  for (const { item, index } of literalItems(actions)) {
    const parts = typeof item['Type'] === 'string' ? needed[item['Type']] : undefined;
    if (!parts || parts.some((part) => item[part] !== undefined && item[part] !== null)) continue;
    yield {
      code: 'action-part',
      message: `an action of type ${String(item['Type'])} needs ${parts.join(' or ')}`,
      path: [...path, index],
    };
  }
}

/** The values of a condition stand where its field says. */
const conditionConfigs: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
};

/** Every condition has values. */
export const conditionValues: Rule = function* ({ listeners }) {
  for (const { item, index } of literalItems(listeners))
    for (const { item: rule, index: place } of literalItems(item['Rules']))
      for (const { item: condition, index: at } of literalItems(rule['Conditions'])) {
        const config = conditionConfigs[String(condition['Field'])];
        if (config === undefined || condition[config] !== undefined || condition['Values'] !== undefined) continue;
        yield {
          code: 'condition-values',
          message: `a condition on ${String(condition['Field'])} needs ${config} or Values`,
          path: ['listeners', index, 'Rules', place, 'Conditions', at],
        };
      }
};
