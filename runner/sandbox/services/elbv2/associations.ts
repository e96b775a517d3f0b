import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { groupsOf } from './actions.ts';
import { failed } from './errors.ts';
import { balancersOfGroup, groupOf } from './lookup.ts';
import { type BalancerRecord, elbState } from './state.ts';

/** Refuses to forward to a group that this load balancer cannot use. */
export function checkForwards(
  context: Context,
  balancer: BalancerRecord['balancer'],
  actions: readonly Action[],
): void {
  for (const arn of groupsOf(actions)) {
    const { group } = groupOf(context, arn);
    if (group.TargetType !== 'lambda' && group.VpcId !== balancer.VpcId) {
      throw failed(
        'InvalidConfigurationRequest',
        `The target group '${arn}' is not in the VPC '${balancer.VpcId}' of the load balancer '${balancer.LoadBalancerArn}'`,
      );
    }
    if (group.Protocol !== undefined && group.Protocol !== 'HTTP' && group.Protocol !== 'HTTPS') {
      throw failed(
        'IncompatibleProtocols',
        `The protocol '${group.Protocol}' of target group '${arn}' is not compatible with an application load balancer`,
      );
    }
    const others = balancersOfGroup(context.state(elbState), arn).filter((each) => each !== balancer.LoadBalancerArn);
    if (others.length) {
      throw failed(
        'TargetGroupAssociationLimit',
        `The following target groups cannot be associated with more than one load balancer: ${arn}`,
      );
    }
  }
}
