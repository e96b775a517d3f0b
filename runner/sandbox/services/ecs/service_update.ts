import type { Service, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { beginDeployment } from './deployments.ts';
import { invalid } from './errors.ts';
import { checkCompatible, checkedStrategy, type LaunchWay } from './launch_type.ts';
import { clusterOf, runnableDefinition, serviceOf } from './lookup.ts';
import { reconcile } from './scheduler.ts';
import { checkedDeployment, checkLoadBalancers, checkNetwork } from './service_rules.ts';
import { serviceView } from './service_view.ts';
import { type ClusterRecord, ecsState, type ServiceRecord, type TaskDefinitionRecord } from './state.ts';

function definitionFor(record: ServiceRecord, input: UpdateServiceRequest, context: Context): TaskDefinitionRecord {
  if (input.taskDefinition !== undefined) return runnableDefinition(context, input.taskDefinition);
  const current = context.state(ecsState).definitions.get(record.service.taskDefinition);
  if (!current) throw invalid('TaskDefinition not found.');
  return current;
}

/** Settings whose change takes new tasks (API reference: UpdateService). */
function rolledOut(
  record: ServiceRecord,
  cluster: ClusterRecord,
  input: UpdateServiceRequest,
  context: Context,
): Partial<Service> {
  const { service } = record;
  const { definition } = definitionFor(record, input, context);
  const strategy = input.capacityProviderStrategy?.length
    ? checkedStrategy(cluster, input.capacityProviderStrategy)
    : service.capacityProviderStrategy;
  const way: LaunchWay = strategy?.length
    ? { capacityProviderStrategy: strategy }
    : { launchType: service.launchType ?? 'EC2' };
  checkCompatible(definition, way);
  const network = checkNetwork(context, definition, input.networkConfiguration ?? service.networkConfiguration);
  const loadBalancers = input.loadBalancers ?? service.loadBalancers ?? [];
  if (input.loadBalancers || input.taskDefinition !== undefined) checkLoadBalancers(context, definition, loadBalancers);
  return {
    taskDefinition: definition.taskDefinitionArn,
    ...(network && { networkConfiguration: network }),
    ...(strategy?.length && { capacityProviderStrategy: strategy }),
    ...(service.platformVersion !== undefined && { platformVersion: input.platformVersion ?? service.platformVersion }),
    loadBalancers,
    serviceRegistries: input.serviceRegistries ?? service.serviceRegistries ?? [],
  };
}

/** Settings that take effect without new tasks. */
function inPlace({ service }: ServiceRecord, input: UpdateServiceRequest, balanced: boolean): Partial<Service> {
  if (input.desiredCount !== undefined && input.desiredCount < 0) throw invalid('desiredCount can not be negative.');
  if (input.healthCheckGracePeriodSeconds !== undefined && !balanced) {
    throw invalid('Health check grace period is only valid for services configured to use load balancers.');
  }
  const given = input.deploymentConfiguration;
  const deploymentConfiguration = given
    ? checkedDeployment({ ...service.deploymentConfiguration, ...given })
    : service.deploymentConfiguration;
  const simple = [
    'desiredCount',
    'healthCheckGracePeriodSeconds',
    'enableExecuteCommand',
    'enableECSManagedTags',
    'propagateTags',
    'placementConstraints',
    'placementStrategy',
    'availabilityZoneRebalancing',
  ] as const;
  const changes = Object.fromEntries(simple.flatMap((key) => (input[key] === undefined ? [] : [[key, input[key]]])));
  return { ...changes, deploymentConfiguration };
}

const inOrder = (value: unknown): string => JSON.stringify(value, (_, each) => (isPlain(each) ? sorted(each) : each));
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const sorted = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** UpdateService: a new deployment when tasks must be replaced, or when one is forced. */
export function updateService(input: UpdateServiceRequest, context: Context) {
  const cluster = clusterOf(context, input.cluster);
  const record = serviceOf(context, cluster, input.service);
  const rolled = rolledOut(record, cluster, input, context);
  const placed = inPlace(record, input, (rolled.loadBalancers?.length ?? 0) > 0);
  const before = { ...record.service };
  Object.assign(record.service, placed, rolled);
  if (rolled.capacityProviderStrategy) delete record.service.launchType;
  const replaced = (Object.keys(rolled) as (keyof Service)[]).some(
    (key) => inOrder(rolled[key]) !== inOrder(before[key]),
  );
  if (replaced || input.forceNewDeployment) beginDeployment(record, context);
  else if (record.service.desiredCount !== before.desiredCount) record.steady = false;
  const service = serviceView(record, context, ['TAGS']);
  reconcile(record, context);
  return { service };
}
