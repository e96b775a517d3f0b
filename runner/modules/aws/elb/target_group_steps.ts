import {
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DeleteTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  type ProtocolEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { errorCode } from '../../../aws/errors.ts';
import { createOnce } from '../../../aws/lost_answer.ts';
import { retryWhile } from '../../../aws/retry.ts';
import { tagsToList } from '../../../aws/tags.ts';
import { PlayError } from '../../../diagnostics.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import { fromAws, type HealthCheck, type TargetGroup } from './target_group.ts';
import { describeTargetGroup } from './target_group_read.ts';

/** A VPC made a moment ago is not seen by ELB yet. */
const newVpc = {
  codes: ['ValidationError', 'ValidationErrorException'],
  message: /VPC ID .* is not found/,
  limit: 15_000,
};

/** Creates the group with its health check and tags. */
export function creation(want: Wanted<TargetGroup>): Step<TargetGroup> {
  return step(`create target group ${want.target_group_name}`, async (world, { progress }) => {
    const wanted = want as TargetGroup;
    const input = {
      Name: wanted.target_group_name,
      Protocol: wanted.protocol ?? undefined,
      ProtocolVersion: wanted.protocol_version === 'HTTP1' ? undefined : (wanted.protocol_version ?? undefined),
      Port: wanted.port ?? undefined,
      VpcId: wanted.vpc_id ?? undefined,
      TargetType: wanted.target_type,
      IpAddressType: wanted.ip_address_type === 'ipv4' ? undefined : wanted.ip_address_type,
      ...healthCheckInput(wanted),
      Tags: Object.keys(wanted.tags).length > 0 ? tagsToList(wanted.tags) : undefined,
    } as CreateTargetGroupCommandInput;
    const create = async () => {
      const answer = await world.client(ElasticLoadBalancingV2Client).send(new CreateTargetGroupCommand(input));
      return fromAws(answer.TargetGroups![0]!);
    };
    const made = await retryWhile(world, { ...newVpc, progress }, () =>
      createOnce(create, () => describeTargetGroup(world, wanted.target_group_name)),
    );
    const { attributes, targets, tags } = wanted;
    return { ...made, attributes, targets, tags };
  });
}

/** The health check in the API's spelling; what does not apply to the protocol is left out. */
export function healthCheckInput(check: HealthCheck) {
  const { matcher } = check;
  return {
    HealthCheckEnabled: check.health_check_enabled,
    ...(check.health_check_protocol && { HealthCheckProtocol: check.health_check_protocol as ProtocolEnum }),
    ...(check.health_check_port && { HealthCheckPort: check.health_check_port }),
    ...(check.health_check_path && { HealthCheckPath: check.health_check_path }),
    HealthCheckIntervalSeconds: check.health_check_interval_seconds,
    HealthCheckTimeoutSeconds: check.health_check_timeout_seconds,
    HealthyThresholdCount: check.healthy_threshold_count,
    UnhealthyThresholdCount: check.unhealthy_threshold_count,
    ...(matcher && { Matcher: matcher.grpc_code ? { GrpcCode: matcher.grpc_code } : { HttpCode: matcher.http_code } }),
  };
}

/** A load balancer that was deleted a moment ago still holds its target groups. */
const stillInUse = { codes: ['ResourceInUse', 'ResourceInUseException'], limit: 30_000 };

/** Deletes the group; one that a load balancer uses is refused with the name of that load balancer. */
export function deletion(now: TargetGroup): Step<TargetGroup> {
  return step(`delete target group ${now.target_group_name}`, async (world, { progress }) => {
    const elb = world.client(ElasticLoadBalancingV2Client);
    const command = new DeleteTargetGroupCommand({ TargetGroupArn: now.target_group_arn });
    try {
      await retryWhile(world, { ...stillInUse, progress }, () => elb.send(command));
    } catch (error) {
      if (!stillInUse.codes.includes(errorCode(error))) throw error;
      const users = now.load_balancer_arns.map((arn) => arn.split('/')[2]).join(', ') || 'a load balancer';
      throw new PlayError({
        code: 'in-use',
        message: `target group ${now.target_group_name} is in use by ${users}`,
        hint: 'remove the listeners and rules that forward to it, or the load balancer, first',
        cause: error,
      });
    }
    return {};
  });
}
