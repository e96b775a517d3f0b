import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elb, names } from './clients.mjs';
import { tags } from './tags.mjs';

export async function createTargets(VpcId) {
  const { TargetGroups } = await elb.send(
    new CreateTargetGroupCommand({
      Name: names.targetGroup,
      VpcId,
      TargetType: 'ip',
      Protocol: 'HTTP',
      Port: 8080,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPath: '/now',
      HealthCheckPort: '8080',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
      Tags: tags(),
    }),
  );
  return TargetGroups[0].TargetGroupArn;
}

export const drainQuickly = (TargetGroupArn) =>
  elb.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }],
    }),
  );

export async function createBalancer(Subnets, group) {
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({
      Name: names.balancer,
      Subnets,
      SecurityGroups: [group],
      Scheme: 'internet-facing',
      Type: 'application',
      Tags: tags(),
    }),
  );
  return LoadBalancers[0].LoadBalancerArn;
}

export async function listen(LoadBalancerArn, TargetGroupArn) {
  const forward = [{ Type: 'forward', TargetGroupArn }];
  const { Listeners } = await elb.send(
    new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: forward, Tags: tags() }),
  );
  const { ListenerArn } = Listeners[0];
  const Conditions = [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/now'] } }];
  // The service needs the listener alone.
  return {
    rule: elb.send(new CreateRuleCommand({ ListenerArn, Conditions, Priority: 1, Actions: forward, Tags: tags() })),
  };
}
