import {
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DeleteServiceCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Context } from '../../../context.ts';
import { tasksOf } from '../../ecs/lookup.ts';
import { ecsState, type ServiceRecord } from '../../ecs/state.ts';
import { type Fields, isSame, type Value } from '../template/value.ts';
import { call, inputSchema } from './call.ts';
import { ecsTags, markEcs, retagEcs } from './ecs_tags.ts';
import type { ResourceType, Standing } from './resource_type.ts';
import { flag, forApi, memberShape, type Property, tags, text } from './shape.ts';

const input = inputSchema(CreateServiceCommand);

const members = [
  'availabilityZoneRebalancing',
  'capacityProviderStrategy',
  'cluster',
  'deploymentConfiguration',
  'deploymentController',
  'desiredCount',
  'enableECSManagedTags',
  'enableExecuteCommand',
  'healthCheckGracePeriodSeconds',
  'launchType',
  'loadBalancers',
  'networkConfiguration',
  'placementConstraints',
  'platformVersion',
  'propagateTags',
  'role',
  'schedulingStrategy',
  'serviceName',
  'serviceRegistries',
  'taskDefinition',
];

const fixed = ['cluster', 'role', 'schedulingStrategy', 'serviceName', 'launchType'];

/** `AWS::ECS::Service` (Template reference): it is there when its deployment is complete. */
export const service: ResourceType = {
  type: 'AWS::ECS::Service',
  properties: {
    ...Object.fromEntries(
      members.map((name): [string, Property] => [
        `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        { shape: memberShape(input, name), ...(fixed.includes(name) && { replaces: true as const }) },
      ]),
    ),
    ForceNewDeployment: {
      shape: {
        kind: 'struct',
        members: { EnableForceNewDeployment: flag, ForceNewDeploymentNonce: text },
        required: [],
      },
    },
    PlacementStrategies: { shape: memberShape(input, 'placementStrategy') },
    Tags: { shape: tags },
  },
  unmodelled: ['ServiceConnectConfiguration', 'VolumeConfigurations', 'VpcLatticeConfigurations'],
  seconds: { create: 5, update: 5, remove: 3 },
  create(properties, { context, newName }) {
    const given = forApiInput(properties);
    const { service: made } = call(context, CreateServiceCommand, {
      ...given,
      serviceName: given.serviceName ?? newName({ most: 255 }),
      // CloudFormation's own default; the API has none.
      desiredCount: given.desiredCount ?? 1,
      tags: ecsTags(properties),
    });
    return made?.serviceArn ?? '';
  },
  update(id, properties, before, { context }) {
    const {
      serviceName: _name,
      launchType: _type,
      schedulingStrategy: _strategy,
      role: _role,
      ...given
    } = forApiInput(properties);
    const { deploymentController: _controller, clientToken: _token, tags: _tags, cluster, ...rest } = given;
    const isForced = ((properties['ForceNewDeployment'] ?? {}) as Fields)['EnableForceNewDeployment'] === true;
    const isChanged = Object.keys({ ...properties, ...before }).some(
      (name) => name !== 'Tags' && !isSame(properties[name], before[name]),
    );
    if (isChanged) {
      call(context, UpdateServiceCommand, {
        ...rest,
        cluster,
        service: id,
        loadBalancers: rest.loadBalancers ?? [],
        forceNewDeployment: isForced && !isSame(properties['ForceNewDeployment'], before['ForceNewDeployment']),
      });
    }
    retagEcs(id, properties, before, context);
  },
  standing,
  remove(id, properties, context) {
    const record = context.state(ecsState).services.get(id);
    if (record?.service.status !== 'ACTIVE') return;
    const cluster = properties['Cluster'] as string | undefined;
    call(context, UpdateServiceCommand, { cluster, service: id, desiredCount: 0 });
    call(context, DeleteServiceCommand, { cluster, service: id, force: true });
  },
  isGone(id, _, context) {
    const state = context.state(ecsState);
    const status = state.services.get(id)?.service.status ?? 'INACTIVE';
    return status === 'INACTIVE' && tasksOf(state, id).every(({ task }) => task.lastStatus === 'STOPPED');
  },
  attributes: {
    Name: (id, context) => context.state(ecsState).services.get(id)?.service.serviceName ?? '',
    ServiceArn: (id) => id,
  },
  mark: markEcs,
};

function forApiInput(properties: Fields): CreateServiceCommandInput {
  const { PlacementStrategies, Tags: _tags, ForceNewDeployment: _force, ...rest } = properties;
  const all: Value = { ...rest, ...(PlacementStrategies !== undefined && { PlacementStrategy: PlacementStrategies }) };
  return forApi(input, all) as CreateServiceCommandInput;
}

/** The deployment that belongs to the last change: complete, under way, or stopped by the circuit breaker. */
function standing(id: string, calledAt: number, context: Context): Standing {
  const record = context.state(ecsState).services.get(id);
  if (record?.service.status !== 'ACTIVE') {
    return { failure: `Error occurred during operation 'ECS service ${id} is not active'.` };
  }
  const last = lastSince(record, calledAt);
  const status = last?.record.status ?? 'SUCCESSFUL';
  if (status === 'SUCCESSFUL') return isAtRest(record) ? 'stable' : 'not yet';
  const isBroken = /circuit breaker/i.test(`${last?.record.statusReason ?? ''}${last?.record.rollback?.reason ?? ''}`);
  if (isBroken) return { failure: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'." };
  if (/^(STOPPED|ROLLBACK_SUCCESSFUL|ROLLBACK_FAILED)$/.test(status)) {
    return { failure: `Error occurred during operation 'ECS service deployment was stopped: ${status}'.` };
  }
  return 'not yet';
}

/** A call that changes nothing begins no deployment: one from before is not its own. */
function lastSince({ serviceDeployments }: ServiceRecord, calledAt: number) {
  return serviceDeployments
    .filter(({ record }) => record.createdAt.getTime() >= calledAt)
    .sort((a, b) => b.record.createdAt.getTime() - a.record.createdAt.getTime())[0];
}

function isAtRest({ deployments, steady, service }: ServiceRecord): boolean {
  return deployments.length === 1 && (steady || service.desiredCount === 0);
}
