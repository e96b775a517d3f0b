import type {
  AwsVpcConfiguration,
  DeploymentConfiguration,
  LoadBalancer,
  NetworkConfiguration,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { ec2State } from '../ec2/state.ts';
import { balancersOfGroup } from '../elbv2/lookup.ts';
import { elbState } from '../elbv2/state.ts';
import { invalid } from './errors.ts';

function subnetVpcs(context: Context, { subnets = [] }: AwsVpcConfiguration): Set<string> {
  if (subnets.length === 0) throw invalid('subnets can not be empty.');
  if (subnets.length > 16) throw invalid('subnets can have at most 16 items.');
  const known = context.state(ec2State).subnets;
  const missing = subnets.find((id) => !known.has(id));
  if (missing !== undefined) {
    throw invalid(
      `Error retrieving subnet information for [${missing}]: The subnet ID '${missing}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
    );
  }
  return new Set(subnets.map((id) => known.get(id)?.vpcId ?? ''));
}

function groupVpcs(context: Context, { securityGroups = [] }: AwsVpcConfiguration): Set<string> {
  if (securityGroups.length > 5) throw invalid('securityGroups can have at most 5 items.');
  const known = context.state(ec2State).securityGroups;
  const missing = securityGroups.find((id) => !known.has(id));
  if (missing !== undefined) {
    throw invalid(
      `Error retrieving security group information for [${missing}]: The security group '${missing}' does not exist (ErrorCode: InvalidGroup.NotFound)`,
    );
  }
  return new Set(securityGroups.map((id) => known.get(id)?.vpcId ?? ''));
}

/** Refuses a network configuration that does not fit the definition's network mode, or the VPC. */
export function checkNetwork(
  context: Context,
  definition: TaskDefinition,
  configuration: NetworkConfiguration | undefined,
): NetworkConfiguration | undefined {
  const network = configuration?.awsvpcConfiguration;
  if (definition.networkMode !== 'awsvpc') {
    if (network) throw invalid('Network Configuration is not valid for the given networkMode of this task definition.');
    return undefined;
  }
  if (!network) {
    throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  const vpcs = new Set([...subnetVpcs(context, network), ...groupVpcs(context, network)]);
  if (vpcs.size > 1) throw invalid('Subnets and security groups must all be in the same VPC.');
  return {
    awsvpcConfiguration: {
      subnets: network.subnets,
      securityGroups: network.securityGroups ?? [],
      assignPublicIp: network.assignPublicIp ?? 'DISABLED',
    },
  };
}

function checkTargetGroup(context: Context, definition: TaskDefinition, arn: string): void {
  const state = context.state(elbState);
  const record = state.groups.get(arn);
  if (!record) throw invalid(`The target group with targetGroupArn ${arn} does not exist.`);
  const type = record.group.TargetType;
  if (definition.networkMode === 'awsvpc' && type !== 'ip') {
    throw invalid(
      `The provided target group ${arn} has target type ${type}, which is incompatible with the awsvpc network mode specified in the task definition.`,
    );
  }
  if (balancersOfGroup(state, arn).length === 0) {
    throw invalid(`The target group with targetGroupArn ${arn} does not have an associated load balancer.`);
  }
}

/** Refuses load balancers of a service that do not fit its containers, or whose target group is not in use. */
export function checkLoadBalancers(
  context: Context,
  definition: TaskDefinition,
  balancers: readonly LoadBalancer[],
): void {
  for (const { targetGroupArn, loadBalancerName, containerName, containerPort } of balancers) {
    if (loadBalancerName !== undefined) throw invalid('Classic load balancers are not supported for this service.');
    if (!targetGroupArn) throw invalid('targetGroupArn can not be blank.');
    if (!containerName) throw invalid('Container name should not be null or empty.');
    const container = definition.containerDefinitions?.find(({ name }) => name === containerName);
    if (!container) throw invalid(`The container ${containerName} does not exist in the task definition.`);
    if (!container.portMappings?.some((port) => port.containerPort === containerPort)) {
      throw invalid(`The container ${containerName} did not have a container port ${containerPort} defined.`);
    }
    checkTargetGroup(context, definition, targetGroupArn);
  }
}

/** The deployment configuration with AWS's defaults, checked. */
export function checkedDeployment(given: DeploymentConfiguration | undefined): DeploymentConfiguration {
  const {
    maximumPercent = 200,
    minimumHealthyPercent = 100,
    strategy = 'ROLLING',
    bakeTimeInMinutes = 0,
  } = given ?? {};
  if (minimumHealthyPercent < 0 || minimumHealthyPercent > 100) {
    throw invalid('minimumHealthyPercent must be between 0 and 100.');
  }
  if (maximumPercent < 100 && maximumPercent <= minimumHealthyPercent) {
    throw invalid('maximumPercent must be greater than minimumHealthyPercent.');
  }
  if (maximumPercent === 100 && minimumHealthyPercent === 100) {
    throw invalid('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.');
  }
  if (strategy !== 'ROLLING') throw invalid(`The sandbox has no deployment strategy ${strategy}, only ROLLING.`);
  const breaker = given?.deploymentCircuitBreaker;
  if (breaker?.rollback && !breaker.enable) {
    throw invalid('The deployment circuit breaker must be enabled for it to roll back.');
  }
  return {
    ...given,
    deploymentCircuitBreaker: breaker ?? { enable: false, rollback: false },
    maximumPercent,
    minimumHealthyPercent,
    strategy,
    bakeTimeInMinutes,
  };
}
