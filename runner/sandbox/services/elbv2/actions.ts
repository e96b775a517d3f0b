import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import { failed, invalid } from './errors.ts';

const TYPES = ['forward', 'authenticate-oidc', 'authenticate-cognito', 'redirect', 'fixed-response', 'jwt-validation'];
const LAST = new Set(['forward', 'redirect', 'fixed-response']);
const CONTENT_TYPES = ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'];

function constraint(value: unknown, at: string, rule: string): Error {
  return invalid(`1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: ${rule}`);
}

/** A weight that is left out is 1, and the API says so. */
function tuples(action: Action): TargetGroupTuple[] {
  const groups = action.ForwardConfig?.TargetGroups;
  if (!groups?.length) return action.TargetGroupArn ? [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }] : [];
  return groups.map((group) => ({ TargetGroupArn: group.TargetGroupArn, Weight: group.Weight ?? 1 }));
}

function forward(action: Action, at: string): Action {
  const groups = tuples(action);
  if (!groups.length) {
    throw invalid("A target group ARN must be specified for an action of type 'forward'");
  }
  const [first] = groups;
  if (action.TargetGroupArn && groups.length === 1 && first?.TargetGroupArn !== action.TargetGroupArn) {
    throw failed(
      'InvalidLoadBalancerAction',
      'You cannot specify both a target group ARN and a target group in ForwardConfig that are different',
    );
  }
  if (groups.length > 5) throw failed('InvalidLoadBalancerAction', 'You can specify up to 5 target groups per action');
  const bad = groups.find(({ Weight = 1 }) => Weight < 0 || Weight > 999);
  if (bad) throw constraint(bad.Weight, `${at}.forwardConfig.targetGroups`, 'Weight must be between 0 and 999');
  return {
    Type: 'forward',
    ...(groups.length === 1 && { TargetGroupArn: first?.TargetGroupArn }),
    ForwardConfig: {
      TargetGroups: groups,
      TargetGroupStickinessConfig: { Enabled: false, ...action.ForwardConfig?.TargetGroupStickinessConfig },
    },
  };
}

function redirect(action: Action, at: string): Action {
  const config = action.RedirectConfig;
  if (!config) throw invalid("A 'RedirectConfig' must be specified with 'redirect'");
  if (config.StatusCode !== 'HTTP_301' && config.StatusCode !== 'HTTP_302') {
    throw constraint(
      config.StatusCode,
      `${at}.redirectConfig.statusCode`,
      'Member must satisfy enum value set: [HTTP_301, HTTP_302]',
    );
  }
  const filled = {
    Protocol: '#{protocol}',
    Host: '#{host}',
    Port: '#{port}',
    Path: '/#{path}',
    Query: '#{query}',
    ...config,
  };
  if (!/^(HTTPS?|#\{protocol\})$/.test(filled.Protocol)) {
    throw constraint(
      filled.Protocol,
      `${at}.redirectConfig.protocol`,
      'Member must satisfy regular expression pattern: ^(HTTPS?|#\\{protocol\\})$',
    );
  }
  if (!filled.Path.startsWith('/')) throw invalid("The Path parameter must be a valid path, should start with a '/'");
  const same = filled.Protocol === '#{protocol}' && filled.Host === '#{host}' && filled.Port === '#{port}';
  if (same && filled.Path === '/#{path}' && filled.Query === '#{query}') {
    throw failed(
      'InvalidLoadBalancerAction',
      'The options specified for the redirect action would cause a redirect loop. Modify at least one of these parameters: protocol, host, port, or path',
    );
  }
  return { Type: 'redirect', RedirectConfig: filled };
}

function fixedResponse(action: Action, at: string): Action {
  const config = action.FixedResponseConfig;
  if (!config) throw invalid("A 'FixedResponseConfig' must be specified with 'fixed-response'");
  const { StatusCode: status = '', ContentType: type, MessageBody: body } = config;
  if (!/^(2|4|5)\d\d$/.test(status)) {
    throw constraint(
      status,
      `${at}.fixedResponseConfig.statusCode`,
      'Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$',
    );
  }
  if (type !== undefined && !CONTENT_TYPES.includes(type)) {
    throw failed('InvalidLoadBalancerAction', `The ContentType must be one of:'${CONTENT_TYPES.join("', '")}'`);
  }
  if ((body?.length ?? 0) > 1024) {
    throw constraint(
      body,
      `${at}.fixedResponseConfig.messageBody`,
      'Member must have length less than or equal to 1024',
    );
  }
  return {
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: status, ContentType: type ?? 'text/plain', ...(body && { MessageBody: body }) },
  };
}

function normalise(action: Action, index: number): Action {
  const at = `actions.${index + 1}.member`;
  if (!TYPES.includes(action.Type ?? '')) {
    throw constraint(action.Type, `${at}.type`, `Member must satisfy enum value set: [${TYPES.join(', ')}]`);
  }
  if (action.Type === 'forward') return forward(action, at);
  if (action.Type === 'redirect') return redirect(action, at);
  if (action.Type === 'fixed-response') return fixedResponse(action, at);
  return action;
}

/**
 * Checks a listener's or rule's actions and puts them in the form in which the API gives them back: a forward to
 * one group has both `TargetGroupArn` and `ForwardConfig`; a redirect has all its parts (API reference: Action).
 */
export function normaliseActions(actions: readonly Action[] | undefined): Action[] {
  if (!actions?.length) throw invalid('An action must be specified');
  const sorted = [...actions].sort((a, b) => (a.Order ?? 50_000) - (b.Order ?? 50_000));
  const normal = sorted.map((action, index) => ({ ...normalise(action, index) }));
  const last = normal.at(-1);
  const ends = normal.filter(({ Type }) => LAST.has(Type ?? ''));
  if (ends.length !== 1 || ends[0] !== last) {
    throw failed(
      'InvalidLoadBalancerAction',
      'The last action must be a forward, redirect or fixed-response action, and there must be exactly one of them',
    );
  }
  const ordered = normal.length > 1 || actions.some(({ Order }) => Order !== undefined);
  return ordered ? normal.map((action, index) => ({ ...action, Order: sorted[index]?.Order ?? index + 1 })) : normal;
}

/** The target groups that these actions forward to. */
export function groupsOf(actions: readonly Action[]): string[] {
  const arns = actions.flatMap(
    (action) => action.ForwardConfig?.TargetGroups?.map((group) => group.TargetGroupArn) ?? [],
  );
  return [...new Set(arns.filter((arn) => arn !== undefined))];
}
