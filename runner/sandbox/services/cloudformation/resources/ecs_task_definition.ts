import {
  DeregisterTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { ecsState } from '../../ecs/state.ts';
import { call, inputSchema } from './call.ts';
import { ecsTags, markEcs, retagEcs } from './ecs_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { forApi, memberShape, type Property, tags } from './shape.ts';

const input = inputSchema(RegisterTaskDefinitionCommand);

const members = [
  'containerDefinitions',
  'cpu',
  'enableFaultInjection',
  'ephemeralStorage',
  'executionRoleArn',
  'family',
  'ipcMode',
  'memory',
  'networkMode',
  'pidMode',
  'placementConstraints',
  'proxyConfiguration',
  'requiresCompatibilities',
  'runtimePlatform',
  'taskRoleArn',
  'volumes',
];

/** `AWS::ECS::TaskDefinition` (Template reference): every change of it but of its tags is a new revision. */
export const taskDefinition: ResourceType = {
  type: 'AWS::ECS::TaskDefinition',
  properties: {
    ...Object.fromEntries(
      members.map((name): [string, Property] => [
        `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
        { shape: memberShape(input, name), replaces: true },
      ]),
    ),
    Tags: { shape: tags },
  },
  unmodelled: ['InferenceAccelerators'],
  seconds: { create: 3, update: 3, remove: 3 },
  create(properties, { context, newName }) {
    const { Tags: _tags, ...rest } = properties;
    const given = forApi(input, rest) as RegisterTaskDefinitionCommandInput;
    const { taskDefinition: made } = call(context, RegisterTaskDefinitionCommand, {
      ...given,
      family: given.family ?? newName({ most: 255 }),
      tags: ecsTags(properties),
    });
    return made?.taskDefinitionArn ?? '';
  },
  update: (id, properties, before, { context }) => retagEcs(id, properties, before, context),
  remove(id, _, context) {
    if (context.state(ecsState).definitions.get(id)?.definition.status !== 'ACTIVE') return;
    call(context, DeregisterTaskDefinitionCommand, { taskDefinition: id });
  },
  attributes: { TaskDefinitionArn: (id) => id },
  mark: markEcs,
};
