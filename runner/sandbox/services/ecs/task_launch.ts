import type { AwsVpcConfiguration, Task, TaskDefinition, TaskOverride } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { latencyOf } from '../../latency.ts';
import { addNetworkInterface } from '../ec2/network_interface.ts';
import { ec2State } from '../ec2/state.ts';
import { ecsState, type TaskRecord } from './state.ts';
import { digestOf } from './task_image.ts';

/** The platform that LATEST means. */
export const PLATFORM_VERSION = '1.4.0';

/** What a task is to be. */
export interface Launch {
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly definition: TaskDefinition & { readonly taskDefinitionArn: string };
  readonly network: AwsVpcConfiguration;
  readonly group: string;
  readonly startedBy?: string | undefined;
  readonly capacityProvider?: string | undefined;
  readonly enableExecuteCommand?: boolean | undefined;
  readonly overrides?: TaskOverride | undefined;
  readonly tags: Task['tags'];
  readonly serviceArn?: string;
  readonly deploymentId?: string;
}

/** The subnet with the fewest tasks of the group, so that they spread over the zones. */
function leastUsed(context: Context, { network, group }: Launch): string {
  const { networkInterfaces } = context.state(ec2State);
  const used = [...context.state(ecsState).tasks.values()]
    .filter(({ task }) => task.group === group)
    .map(({ interfaceId }) => networkInterfaces.get(interfaceId ?? '')?.subnetId);
  const count = (id: string) => used.filter((each) => each === id).length;
  return [...(network.subnets ?? [])].sort((a, b) => count(a) - count(b))[0] ?? '';
}

/** The groups of a task that names none: the default one of its VPC. */
function groupsFor(context: Context, network: AwsVpcConfiguration, subnetId: string): string[] {
  if (network.securityGroups?.length) return network.securityGroups;
  const { subnets, securityGroups } = context.state(ec2State);
  const vpcId = subnets.get(subnetId)?.vpcId;
  const usual = [...securityGroups.values()].find((group) => group.vpcId === vpcId && group.groupName === 'default');
  return usual ? [usual.groupId] : [];
}

function attach(context: Context, launch: Launch) {
  const subnetId = leastUsed(context, launch);
  const id = context.uuid();
  const eni = addNetworkInterface(context, {
    subnetId,
    groupIds: groupsFor(context, launch.network, subnetId),
    description: context.arn('ecs', `attachment/${id}`),
    requesterId: 'amazon-ecs',
    assignPublicIp: launch.network.assignPublicIp === 'ENABLED',
  });
  const details = {
    subnetId,
    networkInterfaceId: eni.networkInterfaceId,
    macAddress: `06:${(context.hex(10).match(/../g) ?? []).join(':')}`,
    privateDnsName: `ip-${eni.privateIpAddress.replaceAll('.', '-')}.${context.region}.compute.internal`,
    privateIPv4Address: eni.privateIpAddress,
  };
  const attachment = {
    id,
    type: 'ElasticNetworkInterface',
    status: 'PRECREATED',
    details: Object.entries(details).map(([name, value]) => ({ name, value })),
  };
  return { eni, attachment };
}

function containers(context: Context, launch: Launch, taskArn: string, address: string): Task['containers'] {
  return (launch.definition.containerDefinitions ?? []).map((container) => ({
    containerArn: context.arn('ecs', `container/${launch.clusterName}/${taskArn.split('/').at(-1)}/${context.uuid()}`),
    taskArn,
    name: container.name,
    image: container.image,
    imageDigest: digestOf(context, container.image ?? ''),
    lastStatus: 'PENDING',
    networkInterfaces: [{ attachmentId: context.uuid(), privateIpv4Address: address }],
    networkBindings: [],
    healthStatus: 'UNKNOWN',
    cpu: String(container.cpu ?? 0),
    ...(container.memory !== undefined && { memory: String(container.memory) }),
  }));
}

/** Makes a Fargate task with its network interface; it then goes its way by the clock. */
export function launchTask(context: Context, launch: Launch): TaskRecord {
  const { definition } = launch;
  const taskArn = context.arn('ecs', `task/${launch.clusterName}/${context.hex(32)}`);
  const { eni, attachment } = attach(context, launch);
  const record: TaskRecord = {
    task: {
      taskArn,
      clusterArn: launch.clusterArn,
      taskDefinitionArn: definition.taskDefinitionArn,
      attachments: [attachment],
      attributes: [
        { name: 'ecs.cpu-architecture', value: definition.runtimePlatform?.cpuArchitecture?.toLowerCase() ?? 'x86_64' },
      ],
      availabilityZone: eni.availabilityZone,
      ...(launch.capacityProvider && { capacityProviderName: launch.capacityProvider }),
      containers: containers(context, launch, taskArn, eni.privateIpAddress),
      cpu: definition.cpu,
      memory: definition.memory,
      createdAt: context.now(),
      desiredStatus: 'RUNNING',
      lastStatus: 'PROVISIONING',
      enableExecuteCommand: launch.enableExecuteCommand ?? false,
      group: launch.group,
      healthStatus: 'UNKNOWN',
      launchType: 'FARGATE',
      platformVersion: PLATFORM_VERSION,
      platformFamily: 'Linux',
      overrides: launch.overrides ?? { containerOverrides: [], inferenceAcceleratorOverrides: [] },
      ephemeralStorage: definition.ephemeralStorage ?? { sizeInGiB: 20 },
      fargateEphemeralStorage: definition.ephemeralStorage ?? { sizeInGiB: 20 },
      ...(launch.startedBy !== undefined && { startedBy: launch.startedBy }),
      tags: launch.tags ?? [],
      version: 1,
    },
    ...(launch.serviceArn !== undefined && { serviceArn: launch.serviceArn }),
    ...(launch.deploymentId !== undefined && { deploymentId: launch.deploymentId }),
    interfaceId: eni.networkInterfaceId,
    targets: [],
    dueAt: context.now().getTime() + latencyOf(context).taskProvisioning,
    countedHealthy: false,
  };
  context.state(ecsState).tasks.set(taskArn, record);
  return record;
}
