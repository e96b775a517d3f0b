import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GroupRecord, TargetRecord } from '../../services/elbv2/state.ts';
import { cookiesOf, sealed, setCookie, unsealed } from './cookies.ts';

const GROUP = 'AWSALBTG';
const TARGET = 'AWSALB';
const APPLICATION = 'AWSALBAPP-0';

type Cookies = ReadonlyMap<string, string>;
type Group = Pick<GroupRecord, 'group' | 'attributes'>;

const isOn = ({ attributes }: Group) => attributes['stickiness.enabled'] === 'true';
const byApplication = ({ attributes }: Group) => attributes['stickiness.type'] === 'app_cookie';
const nameOf = ({ group }: Group, { id, port }: Pick<TargetRecord, 'id' | 'port'>) =>
  `${group.TargetGroupArn.split(':').at(-1)} ${id}:${port}`;

/** The target group that an earlier answer to this client named, when the forward is sticky and still has it. */
export function stuckGroup(action: Action, cookies: Cookies): string | undefined {
  const { TargetGroupStickinessConfig: config, TargetGroups: groups = [] } = action.ForwardConfig ?? {};
  if (!config?.Enabled) return undefined;
  const wanted = unsealed(cookies.get(GROUP) ?? '');
  return groups.find(({ TargetGroupArn: arn, Weight: weight = 1 }) => arn === wanted && weight > 0)?.TargetGroupArn;
}

/** The target that an earlier answer to this client named, when it may still get requests. */
export function stuckTarget(
  group: Group,
  targets: readonly TargetRecord[],
  cookies: Cookies,
): TargetRecord | undefined {
  if (!isOn(group)) return undefined;
  const { 'stickiness.app_cookie.cookie_name': own = '' } = group.attributes;
  if (byApplication(group) && !cookies.has(own)) return undefined;
  const wanted = unsealed(cookies.get(byApplication(group) ? APPLICATION : TARGET) ?? '');
  return targets.find((target) => nameOf(group, target) === wanted);
}

/** What the answer is given to keep the client where it is (User guide: sticky sessions). */
export interface Keeping {
  readonly action: Action;
  readonly group: Group;
  readonly target: Pick<TargetRecord, 'id' | 'port'>;
  readonly protocol: string;
  /** The machine's time: browsers go by it. */
  readonly now: number;
}

/** The `Set-Cookie` values that are added to an answer with these of its own. */
export function stickyCookies(keeping: Keeping, own: readonly string[]): string[] {
  const { action, group, now, protocol } = keeping;
  const { TargetGroupStickinessConfig: config } = action.ForwardConfig ?? {};
  const added: string[] = [];
  const secure = protocol === 'HTTPS' ? '; Secure' : '';
  const both = (name: string, value: string, seconds: number) => {
    added.push(setCookie(name, value, seconds, now));
    added.push(setCookie(`${name}CORS`, value, seconds, now, `; SameSite=None${secure}`));
  };
  if (config?.Enabled) both(GROUP, sealed(group.group.TargetGroupArn), config.DurationSeconds ?? 3600);
  if (!isOn(group)) return added;
  const value = sealed(nameOf(group, keeping.target));
  if (!byApplication(group)) {
    both(TARGET, value, Number(group.attributes['stickiness.lb_cookie.duration_seconds'] ?? 86_400));
  } else if (cookiesOf(own.map((each) => each.split(';')[0]!)).has(nameOfApplication(group))) {
    const seconds = Number(group.attributes['stickiness.app_cookie.duration_seconds'] ?? 86_400);
    added.push(setCookie(APPLICATION, value, seconds, now));
  }
  return added;
}

function nameOfApplication({ attributes }: Group): string {
  return attributes['stickiness.app_cookie.cookie_name'] ?? '';
}
