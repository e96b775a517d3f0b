import {
  DescribeTasksCommand,
  ListTasksCommand,
  type ListTasksRequest,
  RunTaskCommand,
  type RunTaskRequest,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { clientError, invalid } from './errors.ts';
import { checkCompatible, launchWay } from './launch_type.ts';
import { clusterOf, findService, runnableDefinition } from './lookup.ts';
import { lastPart, parseDefinition } from './names.ts';
import { page } from './paging.ts';
import { reconcile } from './scheduler.ts';
import { checkNetwork } from './service_rules.ts';
import { type ClusterRecord, ecsState, type TaskRecord } from './state.ts';
import { checkedTags } from './tags.ts';
import { launchTask } from './task_launch.ts';
import { stopTask } from './task_life.ts';
import { roleProblem } from './task_role.ts';

function findTask(context: Context, cluster: ClusterRecord, reference: string): TaskRecord | undefined {
  const arn = context.arn('ecs', `task/${cluster.clusterName}/${lastPart(reference)}`);
  return context.state(ecsState).tasks.get(arn);
}

function list(input: ListTasksRequest, context: Context): string[] {
  const cluster = clusterOf(context, input.cluster);
  const { desiredStatus = 'RUNNING', family, launchType, serviceName, startedBy } = input;
  const service = serviceName === undefined ? undefined : findService(context, cluster, serviceName);
  if (serviceName !== undefined && !service) {
    throw clientError('Service not found.');
  }
  return [...context.state(ecsState).tasks.values()]
    .filter(({ task }) => task.clusterArn === cluster.clusterArn && task.desiredStatus === desiredStatus)
    .filter(({ serviceArn }) => service === undefined || serviceArn === service.service.serviceArn)
    .filter(({ task }) => family === undefined || parseDefinition(task.taskDefinitionArn).family === family)
    .filter(({ task }) => launchType === undefined || task.launchType === launchType)
    .filter(({ task }) => startedBy === undefined || task.startedBy === startedBy)
    .map(({ task }) => task.taskArn);
}

function run(input: RunTaskRequest, context: Context) {
  const cluster = clusterOf(context, input.cluster);
  const { definition } = runnableDefinition(context, input.taskDefinition);
  const way = launchWay(cluster, input);
  checkCompatible(definition, way);
  const network = checkNetwork(context, definition, input.networkConfiguration)?.awsvpcConfiguration;
  const { count = 1 } = input;
  if (count < 1 || count > 10) throw invalid('Count must be between 1 and 10.');
  if ('launchType' in way && way.launchType !== 'FARGATE')
    throw invalid('No Container Instances were found in your cluster.');
  const problem = roleProblem(context, definition);
  if (problem) throw clientError(problem);
  const tags =
    input.propagateTags === 'TASK_DEFINITION'
      ? context.state(ecsState).definitions.get(definition.taskDefinitionArn)?.tags
      : [];
  const records = Array.from({ length: count }, () =>
    launchTask(context, {
      clusterArn: cluster.clusterArn,
      clusterName: cluster.clusterName,
      definition,
      network: network ?? { subnets: [] },
      group: input.group ?? `family:${definition.family}`,
      startedBy: input.startedBy,
      capacityProvider:
        'capacityProviderStrategy' in way ? way.capacityProviderStrategy[0]?.capacityProvider : undefined,
      enableExecuteCommand: input.enableExecuteCommand,
      overrides: input.overrides,
      tags: checkedTags([...(tags ?? []), ...(input.tags ?? [])]),
    }),
  );
  return { tasks: records.map(({ task }) => task), failures: [] };
}

/** The operations on tasks. */
export const taskOperations = [
  on(RunTaskCommand, run),
  on(StopTaskCommand, ({ cluster: reference, task = '', reason }, context) => {
    const record = findTask(context, clusterOf(context, reference), task);
    if (!record) throw invalid('The referenced task was not found.');
    stopTask(record, context, { reason: reason ?? 'Task stopped by user', code: 'UserInitiated' });
    const service = context.state(ecsState).services.get(record.serviceArn ?? '');
    if (service) {
      service.steady = false;
      reconcile(service, context);
    }
    return { task: record.task };
  }),
  on(DescribeTasksCommand, ({ cluster: reference, tasks = [], include }, context) => {
    const cluster = clusterOf(context, reference);
    if (tasks.length === 0) throw invalid('Tasks cannot be empty.');
    if (tasks.length > 100) throw invalid('Tasks cannot be more than 100.');
    const found = tasks.map((each) => ({ each, record: findTask(context, cluster, each) }));
    return {
      tasks: found.flatMap(({ record }) =>
        record ? [include?.includes('TAGS') ? record.task : { ...record.task, tags: [] }] : [],
      ),
      failures: found
        .filter(({ record }) => !record)
        .map(({ each }) => ({
          arn: context.arn('ecs', `task/${cluster.clusterName}/${lastPart(each)}`),
          reason: 'MISSING',
        })),
    };
  }),
  on(ListTasksCommand, (input, context) => {
    const { items, next } = page(list(input, context), input);
    return { taskArns: items, ...next };
  }),
];
