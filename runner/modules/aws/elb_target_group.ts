import { elbTargetGroupSchema } from '../../../schemas/elb_target_group.ts';
import { PlayError } from '../../diagnostics.ts';
import { resource, type Step, type Wanted } from '../module.ts';
import { elbTags } from './elb/removal.ts';
import { targetGroupResult } from './elb/results.ts';
import { fromParams, type TargetGroup } from './elb/target_group.ts';
import { newTargetGroupAttributes } from './elb/target_group_attributes.ts';
import { changes } from './elb/target_group_changes.ts';
import { describeTargetGroup, readExtras } from './elb/target_group_read.ts';
import { creation, deletion } from './elb/target_group_steps.ts';
import { fixedDifferences } from './fixed.ts';

/** A target group, found by its name. Result as `community.aws.elb_target_group` documents it. */
export const elbTargetGroup = resource({
  name: 'elb_target_group',
  schema: elbTargetGroupSchema,
  identity: ['name'],

  async read(world, params): Promise<TargetGroup | undefined> {
    const found = await describeTargetGroup(world, params.name);
    if (!found || params.state === 'absent') return found;
    return readExtras(world, found, params.targets !== undefined && params.modify_targets);
  },

  want: (params, now) => (params.state === 'absent' ? undefined : fromParams(params, now)),

  replaces: (now, want) => fixedDifferences(now, want, fixed),

  removal: {
    id: (now) => now.target_group_arn,
    hangsOn: (now) => (now.vpc_id === null ? [] : [now.vpc_id]),
    after: (now, gone) => ({ ...now, load_balancer_arns: now.load_balancer_arns.filter((arn) => !gone.has(arn)) }),
    tags: (world, now) => elbTags(world, now.target_group_arn),
    inTheWay: async (_world, now, going) =>
      now.load_balancer_arns.filter((arn) => !going.has(arn)).map((arn) => `load balancer ${arn.split('/')[2]}`),
  },

  *plan(now, want, params): Iterable<Step<TargetGroup>> {
    if (!want) {
      if (now) yield deletion(now);
      return;
    }
    if (!now) {
      requireBasics(want, params.name);
      yield creation(want);
    }
    // A new group is created with its health check and tags; attributes and targets have calls of their own.
    const attributes = newTargetGroupAttributes(want.protocol, String(want.target_type));
    yield* changes(now ?? { ...want, attributes, targets: [] }, want as TargetGroup, params);
  },

  result: (state) => (state ? targetGroupResult(state as TargetGroup) : {}),
});

/** ELBv2 API: ModifyTargetGroup changes the health check, nothing else does. */
const fixed = {
  protocol: 'protocol',
  protocol_version: 'protocol_version',
  port: 'port',
  vpc_id: 'vpc_id',
  target_type: 'target_type',
  ip_address_type: 'ip_address_type',
} as const;

function requireBasics(want: Wanted<TargetGroup>, name: string): void {
  if (want.target_type === 'lambda') return;
  for (const property of ['protocol', 'port', 'vpc_id'] as const)
    if (want[property] === null)
      throw new PlayError({
        code: 'missing-parameter',
        message: `${property} is needed to create target group ${name}`,
        hint: 'only a lambda target group has none',
      });
}
