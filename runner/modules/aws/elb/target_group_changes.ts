import { isDeepStrictEqual } from 'node:util';
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { waitUntil } from '../../../aws/wait.ts';
import type { World } from '../../../aws/world.ts';
import { Unknown } from '../../../template/values.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import { changedAttributes, describeAttributes } from './attributes.ts';
import { elbTagStep } from './tag_step.ts';
import type { HealthCheck, Target, TargetGroup } from './target_group.ts';
import { healthCheckInput } from './target_group_steps.ts';

interface Options {
  readonly wait: boolean;
  readonly wait_timeout: number;
}

/** A step for each part of a target group that differs and has a call of its own. */
export function* changes(now: Wanted<TargetGroup>, want: TargetGroup, options: Options): Iterable<Step<TargetGroup>> {
  const what = `target group ${want.target_group_name}`;
  yield* healthCheckStep(what, now as TargetGroup, want);
  yield* attributeStep(what, (now as TargetGroup).attributes, want.attributes);
  yield* targetSteps(what, (now as TargetGroup).targets, want.targets, options);
  yield* elbTagStep<TargetGroup>(what, (now as TargetGroup).tags, want.tags, (known) => known.target_group_arn);
}

const labels: Readonly<Record<keyof HealthCheck, string>> = {
  health_check_enabled: 'enabled',
  health_check_protocol: 'protocol',
  health_check_port: 'port',
  health_check_path: 'path',
  health_check_interval_seconds: 'interval',
  health_check_timeout_seconds: 'timeout',
  healthy_threshold_count: 'healthy threshold',
  unhealthy_threshold_count: 'unhealthy threshold',
  matcher: 'matcher',
};

function* healthCheckStep(what: string, now: TargetGroup, want: TargetGroup): Iterable<Step<TargetGroup>> {
  const keys = Object.keys(labels) as (keyof HealthCheck)[];
  const changed = keys.filter((key) => !isDeepStrictEqual(now[key], want[key]));
  if (changed.length === 0) return;
  const list = changed.map((key) => `${labels[key]} ${spell(now[key])} → ${spell(want[key])}`).join(', ');
  yield step(`change the health check of ${what} (${list})`, async (world, { known }) => {
    const elb = world.client(ElasticLoadBalancingV2Client);
    await elb.send(
      new ModifyTargetGroupCommand({ TargetGroupArn: known.target_group_arn!, ...healthCheckInput(want) }),
    );
    return Object.fromEntries(keys.map((key) => [key, want[key]]));
  });
}

function spell(value: unknown): string {
  if (value === null || value === undefined) return '(none)';
  return typeof value === 'object' && !(value instanceof Unknown) ? Object.values(value).join(', ') : String(value);
}

function* attributeStep(
  what: string,
  now: TargetGroup['attributes'],
  want: TargetGroup['attributes'],
): Iterable<Step<TargetGroup>> {
  const changed = changedAttributes(now, want);
  if (changed.length === 0) return;
  yield step(`set attributes of ${what} (${describeAttributes(now, changed)})`, async (world, { known }) => {
    await world.client(ElasticLoadBalancingV2Client).send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: known.target_group_arn!,
        Attributes: changed.map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return { attributes: want };
  });
}

function* targetSteps(
  what: string,
  now: readonly Target[],
  want: Target[],
  options: Options,
): Iterable<Step<TargetGroup>> {
  const added = want.filter((target) => !now.some((each) => isDeepStrictEqual(each, target)));
  const removed = now.filter((target) => !want.some((each) => isDeepStrictEqual(each, target)));
  if (added.length > 0)
    yield step(`register ${added.map(name).join(', ')} with ${what}`, async (world, { known, progress }) => {
      const TargetGroupArn = known.target_group_arn!;
      const elb = world.client(ElasticLoadBalancingV2Client);
      await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: added }));
      if (options.wait) await waitForHealth(world, TargetGroupArn, added, healthy, options, progress);
      return { targets: want };
    });
  if (removed.length > 0)
    yield step(`deregister ${removed.map(name).join(', ')} from ${what}`, async (world, { known, progress }) => {
      const TargetGroupArn = known.target_group_arn!;
      const elb = world.client(ElasticLoadBalancingV2Client);
      await elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [...removed] }));
      if (options.wait) await waitForHealth(world, TargetGroupArn, removed, gone, options, progress);
      return { targets: want };
    });
}

const name = ({ Id, Port }: Target): string => (Port === undefined ? Id : `${Id}:${Port}`);

/** A group that no listener uses checks nobody: its targets stay `unused`. */
const healthy = new Set(['healthy', 'unused', 'unavailable']);
const gone = new Set(['unused', 'unavailable']);

async function waitForHealth(
  world: World,
  TargetGroupArn: string,
  targets: readonly Target[],
  accepted: ReadonlySet<string>,
  { wait_timeout }: Options,
  progress: (message: string) => void,
): Promise<void> {
  const elb = world.client(ElasticLoadBalancingV2Client);
  await waitUntil(world, {
    what: `targets ${targets.map(name).join(', ')}`,
    interval: 5_000,
    limit: wait_timeout * 1000,
    progress,
    async look() {
      const { TargetHealthDescriptions = [] } = await elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn, Targets: [...targets] }),
      );
      const open = TargetHealthDescriptions.filter(
        ({ TargetHealth }) => !accepted.has(TargetHealth?.State ?? 'unused'),
      );
      if (open.length === 0) return { done: true };
      return {
        seen: open
          .map(({ Target, TargetHealth }) =>
            [Target?.Id, TargetHealth?.State, TargetHealth?.Description].filter(Boolean).join(' '),
          )
          .join(', '),
      };
    },
  });
}
