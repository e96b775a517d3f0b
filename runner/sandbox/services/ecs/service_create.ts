import type { CreateServiceRequest } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { isFargate } from './deployment_records.ts';
import { beginDeployment } from './deployments.ts';
import { invalid } from './errors.ts';
import { checkCompatible, launchWay } from './launch_type.ts';
import { clusterOf, findService, runnableDefinition } from './lookup.ts';
import { reconcile } from './scheduler.ts';
import { checkedDeployment, checkLoadBalancers, checkNetwork } from './service_rules.ts';
import { serviceView } from './service_view.ts';
import { type ClusterRecord, ecsState, type ServiceRecord } from './state.ts';
import { checkedTags } from './tags.ts';

function checkKind({ schedulingStrategy = 'REPLICA', deploymentController }: CreateServiceRequest): void {
  if (schedulingStrategy !== 'REPLICA')
    throw invalid(`The sandbox has no scheduling strategy ${schedulingStrategy}, only REPLICA.`);
  const type = deploymentController?.type ?? 'ECS';
  if (type !== 'ECS') throw invalid(`The sandbox has no deployment controller ${type}, only ECS.`);
}

function checkPlain(input: CreateServiceRequest): void {
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(input.serviceName ?? '')) {
    throw invalid('Service name can have up to 255 letters, numbers, hyphens and underscores.');
  }
  if (input.desiredCount === undefined) throw invalid('desiredCount can not be blank.');
  if (input.desiredCount < 0) throw invalid('desiredCount can not be negative.');
  if (input.healthCheckGracePeriodSeconds !== undefined && !input.loadBalancers?.length) {
    throw invalid('Health check grace period is only valid for services configured to use load balancers.');
  }
}

/** What an earlier call with the same token made; refuses another service of the same name. */
function earlier(context: Context, cluster: ClusterRecord, input: CreateServiceRequest): ServiceRecord | undefined {
  const existing = findService(context, cluster, input.serviceName);
  if (!existing || existing.service.status === 'INACTIVE') return undefined;
  if (existing.service.status === 'DRAINING') throw invalid('Unable to Start a service that is still Draining.');
  if (input.clientToken !== undefined && input.clientToken === existing.clientToken) return existing;
  throw invalid('Creation of service was not idempotent.');
}

function newRecord(input: CreateServiceRequest, cluster: ClusterRecord, context: Context): ServiceRecord {
  const { definition } = runnableDefinition(context, input.taskDefinition);
  const way = launchWay(cluster, input);
  checkCompatible(definition, way);
  const networkConfiguration = checkNetwork(context, definition, input.networkConfiguration);
  checkLoadBalancers(context, definition, input.loadBalancers ?? []);
  const fargate = isFargate(way);
  return {
    service: {
      serviceArn: context.arn('ecs', `service/${cluster.clusterName}/${input.serviceName}`),
      serviceName: input.serviceName ?? '',
      clusterArn: cluster.clusterArn,
      loadBalancers: input.loadBalancers ?? [],
      serviceRegistries: input.serviceRegistries ?? [],
      status: 'ACTIVE',
      desiredCount: input.desiredCount ?? 0,
      ...way,
      ...(fargate && { platformVersion: input.platformVersion ?? 'LATEST', platformFamily: 'Linux' }),
      taskDefinition: definition.taskDefinitionArn,
      deploymentConfiguration: checkedDeployment(input.deploymentConfiguration),
      roleArn: context.arn('iam', 'role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'),
      createdAt: context.now(),
      createdBy: context.arn('iam', 'user/sandbox'),
      placementConstraints: input.placementConstraints ?? [],
      placementStrategy: input.placementStrategy ?? [],
      ...(networkConfiguration && { networkConfiguration }),
      ...(input.loadBalancers?.length && { healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? 0 }),
      schedulingStrategy: 'REPLICA',
      deploymentController: { type: 'ECS' },
      enableECSManagedTags: input.enableECSManagedTags ?? false,
      propagateTags: input.propagateTags ?? 'NONE',
      enableExecuteCommand: input.enableExecuteCommand ?? false,
      availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? (fargate ? 'ENABLED' : 'DISABLED'),
    },
    deployments: [],
    serviceDeployments: [],
    revisions: [],
    events: [],
    tags: checkedTags(input.tags),
    ...(input.clientToken !== undefined && { clientToken: input.clientToken }),
    steady: false,
  };
}

/** CreateService: the same checks, in the same order, as far as AWS's answers show them. */
export function createService(input: CreateServiceRequest, context: Context) {
  const cluster = clusterOf(context, input.cluster);
  checkPlain(input);
  checkKind(input);
  const existing = earlier(context, cluster, input);
  if (existing) return { service: serviceView(existing, context, ['TAGS']) };
  const record = newRecord(input, cluster, context);
  context.state(ecsState).services.set(record.service.serviceArn, record);
  beginDeployment(record, context);
  const service = serviceView(record, context, ['TAGS']);
  reconcile(record, context);
  return { service };
}
