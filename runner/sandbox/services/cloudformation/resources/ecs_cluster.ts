import {
  CreateClusterCommand,
  DeleteClusterCommand,
  PutClusterCapacityProvidersCommand,
  UpdateClusterCommand,
} from '@aws-sdk/client-ecs';
import type { Context } from '../../../context.ts';
import { ecsState } from '../../ecs/state.ts';
import type { Fields } from '../template/value.ts';
import { call, inputSchema } from './call.ts';
import { ecsTags, markEcs, retagEcs } from './ecs_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { forApi, memberShape, tags, text } from './shape.ts';

const input = inputSchema(CreateClusterCommand);

/** `AWS::ECS::Cluster` (Template reference). */
export const cluster: ResourceType = {
  type: 'AWS::ECS::Cluster',
  properties: {
    CapacityProviders: { shape: memberShape(input, 'capacityProviders') },
    ClusterName: { shape: text, replaces: true },
    ClusterSettings: { shape: memberShape(input, 'settings') },
    Configuration: { shape: memberShape(input, 'configuration') },
    DefaultCapacityProviderStrategy: { shape: memberShape(input, 'defaultCapacityProviderStrategy') },
    ServiceConnectDefaults: { shape: memberShape(input, 'serviceConnectDefaults') },
    Tags: { shape: tags },
  },
  unmodelled: [],
  seconds: { create: 6, update: 5, remove: 3 },
  create(properties, { context, newName }) {
    const clusterName = (properties['ClusterName'] as string | undefined) ?? newName({ most: 255 });
    call(context, CreateClusterCommand, { ...given(properties), clusterName, tags: ecsTags(properties) });
    return clusterName;
  },
  update(id, properties, before, { context }) {
    const { settings, configuration, serviceConnectDefaults, capacityProviders, defaultCapacityProviderStrategy } =
      given(properties);
    const plain = [{ name: 'containerInsights' as const, value: 'disabled' }];
    call(context, UpdateClusterCommand, {
      cluster: id,
      settings: settings ?? plain,
      configuration,
      serviceConnectDefaults,
    });
    call(context, PutClusterCapacityProvidersCommand, {
      cluster: id,
      capacityProviders: capacityProviders ?? [],
      defaultCapacityProviderStrategy: defaultCapacityProviderStrategy ?? [],
    });
    retagEcs(arnOf(id, context), properties, before, context);
  },
  remove(id, _, context) {
    const record = context.state(ecsState).clusters.get(arnOf(id, context));
    if (record?.status === 'ACTIVE') call(context, DeleteClusterCommand, { cluster: id });
  },
  attributes: { Arn: (id, context) => arnOf(id, context) },
  mark: (id, marks, context) => markEcs(arnOf(id, context), marks, context),
};

function given(properties: Fields) {
  const { ClusterSettings = null, ClusterName: _name, Tags: _tags, ...rest } = properties;
  const all = { ...rest, ...(ClusterSettings && { Settings: ClusterSettings }) };
  return forApi(input, all) as ConstructorParameters<typeof CreateClusterCommand>[0] & object;
}

function arnOf(id: string, context: Context): string {
  return context.arn('ecs', `cluster/${id}`);
}
