import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  type DescribeTargetHealthInput,
  RegisterTargetsCommand,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { groupOf } from './lookup.ts';
import type { GroupRecord, TargetRecord } from './state.ts';
import { deregisterTargets, isTarget, registerTargets, targetHealth } from './target_registration.ts';

function described(context: Context, record: GroupRecord, target: TargetRecord): TargetHealthDescription {
  const checked = record.group.HealthCheckPort;
  return {
    Target: { Id: target.id, Port: target.port, ...(target.zone !== undefined && { AvailabilityZone: target.zone }) },
    HealthCheckPort: checked === 'traffic-port' || checked === undefined ? String(target.port) : checked,
    TargetHealth: targetHealth(context, record.group.TargetGroupArn, target.id, target.port) ?? { State: 'unused' },
  };
}

function describe({ TargetGroupArn: arn, Targets: wanted }: DescribeTargetHealthInput, context: Context) {
  const record = groupOf(context, arn);
  if (!wanted?.length) return record.targets.map((target) => described(context, record, target));
  return wanted.map((each): TargetHealthDescription => {
    const target = record.targets.find((other) => isTarget(other, each, record.group.Port ?? 80));
    if (target) return described(context, record, target);
    return {
      Target: { Id: each.Id, Port: each.Port ?? record.group.Port },
      TargetHealth: {
        State: 'unused',
        Reason: 'Target.NotRegistered',
        Description: 'Target is not registered to the target group',
      },
    };
  });
}

/** RegisterTargets, DeregisterTargets and DescribeTargetHealth. */
export const targetOperations = [
  on(RegisterTargetsCommand, ({ TargetGroupArn = '', Targets = [] }, context) => {
    registerTargets(context, TargetGroupArn, Targets);
    return {};
  }),
  on(DeregisterTargetsCommand, ({ TargetGroupArn = '', Targets = [] }, context) => {
    deregisterTargets(context, TargetGroupArn, Targets);
    return {};
  }),
  on(DescribeTargetHealthCommand, (input, context) => ({ TargetHealthDescriptions: describe(input, context) })),
];
