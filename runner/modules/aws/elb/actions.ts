import type { Action as AwsAction } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Unknown } from '../../../template/values.ts';

/** Data with the keys of the API; parts may be unknown. */
export type Data = Readonly<Record<string, unknown>>;

/**
 * Actions in one form for what AWS answers and what a playbook says: in their order, AWS's defaults filled in, one
 * spelling of `forward`. Secrets are left out, since AWS never tells them.
 */
export function normaliseActions(actions: readonly Data[]): Data[] {
  return inOrder(actions).map(normaliseAction);
}

/** The actions as they are sent: names already translated, the order spelled out. */
export function actionsToSend(actions: readonly Data[]): AwsAction[] {
  return inOrder(actions).map(
    (action, index) =>
      ({
        ...withoutName(action),
        ...(action['ForwardConfig'] !== undefined && { ForwardConfig: forwardToSend(action['ForwardConfig'] as Data) }),
        ...(actions.length > 1 && { Order: index + 1 }),
      }) as unknown as AwsAction,
  );
}

function inOrder(actions: readonly Data[]): Data[] {
  return actions
    .map((action, index) => ({ action, place: Number(action['Order'] ?? index + 1) }))
    .sort((a, b) => a.place - b.place)
    .map(({ action }) => action);
}

function normaliseAction(action: Data): Data {
  switch (action['Type']) {
    case 'forward':
      return { Type: 'forward', ForwardConfig: normaliseForward(action) };
    case 'redirect':
      return { Type: 'redirect', RedirectConfig: { ...asAskedFor, ...texts(action['RedirectConfig']) } };
    case 'fixed-response':
      return { Type: 'fixed-response', FixedResponseConfig: normaliseResponse(texts(action['FixedResponseConfig'])) };
    case 'authenticate-oidc':
      return { Type: action['Type'], AuthenticateOidcConfig: normaliseLogin(action['AuthenticateOidcConfig']) };
    case 'authenticate-cognito':
      return { Type: action['Type'], AuthenticateCognitoConfig: normaliseLogin(action['AuthenticateCognitoConfig']) };
    default: {
      const { Order: _, ...rest } = action;
      return rest;
    }
  }
}

/** What a redirect leaves out stays as the client asked for it. */
const asAskedFor = { Protocol: '#{protocol}', Host: '#{host}', Port: '#{port}', Path: '/#{path}', Query: '#{query}' };

function normaliseForward(action: Data): Data {
  const config = (action['ForwardConfig'] ?? {}) as Data;
  const listed = config['TargetGroups'] as Data[] | undefined;
  const groups = listed?.length ? listed : [{ TargetGroupArn: action['TargetGroupArn'] }];
  const { Enabled = false, DurationSeconds } = (config['TargetGroupStickinessConfig'] ?? {}) as Data;
  return {
    TargetGroups: groups
      // The weight of a group that is alone says nothing.
      .map(({ TargetGroupArn, Weight = 1 }) => ({ TargetGroupArn, Weight: groups.length === 1 ? 1 : number(Weight) }))
      .sort((a, b) => (String(a.TargetGroupArn) < String(b.TargetGroupArn) ? -1 : 1)),
    TargetGroupStickinessConfig: Enabled ? { Enabled, DurationSeconds: number(DurationSeconds) } : { Enabled },
  };
}

function normaliseResponse({ StatusCode, ContentType = 'text/plain', MessageBody = '' }: Data): Data {
  return { StatusCode, ContentType, MessageBody };
}

function normaliseLogin(config: unknown): Data {
  const { ClientSecret: _, UseExistingClientSecret: __, ...rest } = (config ?? {}) as Data;
  return {
    SessionCookieName: 'AWSELBAuthSessionCookie',
    Scope: 'openid',
    OnUnauthenticatedRequest: 'authenticate',
    ...rest,
    AuthenticationRequestExtraParams: rest['AuthenticationRequestExtraParams'] ?? {},
    SessionTimeout: number(rest['SessionTimeout'] ?? 604_800),
  };
}

function forwardToSend(config: Data): Data {
  const groups = (config['TargetGroups'] ?? []) as Data[];
  return { ...config, TargetGroups: groups.map(withoutName) };
}

function withoutName({ TargetGroupName: _, ...rest }: Data): Data {
  return rest;
}

/** All parts as text, as AWS answers them; what is left out is left out. */
function texts(config: unknown): Data {
  const entries = Object.entries((config ?? {}) as object).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries.map(([key, value]) => [key, value instanceof Unknown ? value : String(value)]));
}

const number = (value: unknown): unknown => (value instanceof Unknown || value === undefined ? value : Number(value));

/** What the actions do, for a step's title: `forward to web`, `redirect to https://#{host}:443/#{path}`. */
export function describeActions(actions: readonly Data[]): string {
  return actions.map(describeAction).join(', then ');
}

function describeAction(action: Data): string {
  if (action['Type'] instanceof Unknown) return String(action['Type']);
  if (action['Type'] === 'forward') {
    const groups = (action['ForwardConfig'] as { TargetGroups: Data[] }).TargetGroups;
    return `forward to ${groups.map(({ TargetGroupArn }) => targetGroupName(TargetGroupArn)).join(' and ')}`;
  }
  if (action['Type'] === 'redirect') {
    const { Protocol, Host, Port, Path } = action['RedirectConfig'] as Record<string, string>;
    return `redirect to ${String(Protocol).toLowerCase()}://${Host}:${Port}${Path}`;
  }
  if (action['Type'] === 'fixed-response')
    return `answer ${String((action['FixedResponseConfig'] as Data)['StatusCode'])}`;
  return String(action['Type']).replace(/^authenticate-(.*)$/, 'log in with $1');
}

/** `web` of `arn:…:targetgroup/web/0123456789abcdef`. */
export const targetGroupName = (arn: unknown): string =>
  arn instanceof Unknown ? String(arn) : (/:targetgroup\/([^/]+)\//.exec(String(arn))?.[1] ?? String(arn));
