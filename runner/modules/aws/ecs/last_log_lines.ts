import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Task } from '@aws-sdk/client-ecs';
import type { World } from '../../../aws/world.ts';
import type { Data } from './containers.ts';
import { describeRevision } from './task_definition_read.ts';

/** The last lines that the containers of a task wrote to CloudWatch, as far as their log driver says where to look. */
export async function lastLogLines(world: World, task: Task): Promise<string[]> {
  const id = task.taskArn?.split('/').at(-1);
  const definition = task.taskDefinitionArn && (await describeRevision(world, task.taskDefinitionArn));
  if (!definition || id === undefined) return [];
  const logs = definition.containers.flatMap((container) => streamOf(container, id, world.region));
  const lines = await Promise.all(logs.map((log) => tail(world, log)));
  return lines.flat();
}

interface LogStream {
  readonly container: string;
  readonly group: string;
  readonly stream: string;
}

/** `awslogs` names streams prefix/container/task; without a prefix nobody knows the name. Other regions have other clients. */
function streamOf(container: Data, task: string, ownRegion: string): LogStream[] {
  const { logDriver, options = {} } = (container['logConfiguration'] ?? {}) as { logDriver?: string; options?: Data };
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix, 'awslogs-region': region } = options;
  const name = String(container['name']);
  if (logDriver !== 'awslogs' || typeof group !== 'string' || typeof prefix !== 'string') return [];
  return region === ownRegion ? [{ container: name, group, stream: `${prefix}/${name}/${task}` }] : [];
}

async function tail(world: World, { container, group, stream }: LogStream): Promise<string[]> {
  const { events = [] } = await world
    .client(CloudWatchLogsClient)
    .send(new GetLogEventsCommand({ logGroupName: group, logStreamName: stream, limit: 3, startFromHead: false }));
  const text = events.map(({ message = '' }) => message.trim()).join(' ⏎ ');
  return text === '' ? [] : [`last log lines of ${container}: ${text}`];
}
