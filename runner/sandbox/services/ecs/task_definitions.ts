import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  type ListTaskDefinitionsRequest,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionRequest,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { clientError, invalid } from './errors.ts';
import { findDefinition } from './lookup.ts';
import { page } from './paging.ts';
import { ecsState, type TaskDefinitionRecord } from './state.ts';
import { checkedTags } from './tags.ts';
import { compatibilities, filledContainer, plainSize, requiredAttributes } from './task_definition_defaults.ts';
import { checkTaskDefinition } from './task_definition_rules.ts';

/** A role may be given by name; AWS makes the ARN of it. An empty one, as older clients send it, is none. */
function roleArn(context: Context, role: string | undefined): string | undefined {
  if (!role) return undefined;
  return role.startsWith('arn:') ? role : context.arn('iam', `role/${role}`);
}

function register(input: RegisterTaskDefinitionRequest, context: Context) {
  checkTaskDefinition(input);
  const tags = checkedTags(input.tags);
  const { revisions, definitions } = context.state(ecsState);
  const { family = '', tags: _, containerDefinitions = [], ...rest } = input;
  const revision = (revisions.get(family) ?? 0) + 1;
  const networkMode = input.networkMode;
  const taskDefinitionArn = context.arn('ecs', `task-definition/${family}:${revision}`);
  const definition: TaskDefinitionRecord['definition'] = {
    ...rest,
    ...plainSize(input),
    taskRoleArn: roleArn(context, input.taskRoleArn),
    executionRoleArn: roleArn(context, input.executionRoleArn),
    taskDefinitionArn,
    family,
    revision,
    containerDefinitions: containerDefinitions.map((each) => filledContainer(each, networkMode ?? 'bridge')),
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    status: 'ACTIVE',
    requiresAttributes: requiredAttributes(input),
    compatibilities: compatibilities(input),
    registeredAt: context.now(),
    registeredBy: context.arn('iam', 'user/sandbox'),
  };
  revisions.set(family, revision);
  definitions.set(taskDefinitionArn, { definition, tags });
  return { taskDefinition: definition, tags };
}

function known(context: Context, reference = ''): TaskDefinitionRecord {
  const found = findDefinition(context, reference);
  if (!found) throw clientError('Unable to describe task definition.');
  return found;
}

function newestLast(a: TaskDefinition, b: TaskDefinition): number {
  if (a.family !== b.family) return (a.family ?? '') < (b.family ?? '') ? -1 : 1;
  return (a.revision ?? 0) - (b.revision ?? 0);
}

function list(input: ListTaskDefinitionsRequest, context: Context): string[] {
  const { familyPrefix, status = 'ACTIVE', sort } = input;
  const all = [...context.state(ecsState).definitions.values()].map(({ definition }) => definition);
  const found = all
    .filter((each) => each.status === status && (familyPrefix === undefined || each.family === familyPrefix))
    .sort(newestLast);
  return (sort === 'DESC' ? found.reverse() : found).map(({ taskDefinitionArn }) => taskDefinitionArn);
}

function families(context: Context, prefix: string, status: string): string[] {
  const all = [...context.state(ecsState).definitions.values()].map(({ definition }) => definition);
  const active = new Set(all.filter((each) => each.status === 'ACTIVE').map(({ family }) => family));
  const names = [...new Set(all.map(({ family }) => family))].filter((family) => family.startsWith(prefix)).sort();
  if (status === 'ALL') return names;
  return names.filter((family) => active.has(family) === (status === 'ACTIVE'));
}

function deregister(context: Context, reference = '') {
  if (!/:\d+$/.test(reference)) throw clientError('Revision is missing.');
  const { definition } = known(context, reference);
  if (definition.status === 'DELETE_IN_PROGRESS') throw clientError('The specified task definition is being deleted.');
  if (definition.status === 'INACTIVE') {
    throw clientError('The specified task definition is inactive. Specify an active task definition and try again.');
  }
  definition.status = 'INACTIVE';
  definition.deregisteredAt = context.now();
  return { taskDefinition: definition };
}

function remove(context: Context, references: readonly string[]) {
  if (references.length === 0) throw invalid('size of TaskDefinition references list must be greater than 0');
  if (references.length > 10) throw invalid('Size of TaskDefinition references list cannot exceed 10');
  const taskDefinitions: TaskDefinition[] = [];
  const failures = references.flatMap((reference) => {
    const found = findDefinition(context, reference);
    if (!found) {
      return [
        {
          arn: reference,
          reason:
            'The specified task definition does not exist. Specify a valid account, family, revision and try again.',
        },
      ];
    }
    if (found.definition.status === 'ACTIVE') {
      const reason =
        'The specified task definition is still in ACTIVE status. Please deregister the target and try again.';
      return [{ arn: found.definition.taskDefinitionArn, reason }];
    }
    Object.assign(found.definition, { status: 'DELETE_IN_PROGRESS', deleteRequestedAt: context.now() });
    taskDefinitions.push(found.definition);
    return [];
  });
  return { taskDefinitions, failures };
}

/** The operations on task definitions. */
export const taskDefinitionOperations = [
  on(RegisterTaskDefinitionCommand, register),
  on(DescribeTaskDefinitionCommand, ({ taskDefinition, include }, context) => {
    const { definition, tags } = known(context, taskDefinition);
    return { taskDefinition: definition, ...(include?.includes('TAGS') && { tags }) };
  }),
  on(ListTaskDefinitionsCommand, (input, context) => {
    const { items, next } = page(list(input, context), input);
    return { taskDefinitionArns: items, ...next };
  }),
  on(ListTaskDefinitionFamiliesCommand, (input, context) => {
    const { items, next } = page(families(context, input.familyPrefix ?? '', input.status ?? 'ALL'), input);
    return { families: items, ...next };
  }),
  on(DeregisterTaskDefinitionCommand, ({ taskDefinition }, context) => deregister(context, taskDefinition)),
  on(DeleteTaskDefinitionsCommand, ({ taskDefinitions = [] }, context) => remove(context, taskDefinitions)),
];
