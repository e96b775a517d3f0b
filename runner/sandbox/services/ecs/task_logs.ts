import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { logsState } from '../logs/state.ts';
import { lastPart } from './names.ts';

const NO_GROUP =
  'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1';

/** Opens the container's log stream as the awslogs driver does; says why it cannot, when it cannot. */
export function openLogStream(context: Context, container: ContainerDefinition, taskArn: string): string | undefined {
  const { logDriver, options = {} } = container.logConfiguration ?? {};
  const region = options['awslogs-region'] ?? context.region;
  if (logDriver !== 'awslogs' || region !== context.region) return undefined;
  const name = options['awslogs-group'] ?? '';
  const { groups } = context.state(logsState);
  const creationTime = context.now().getTime();
  if (!groups.has(name)) {
    if (options['awslogs-create-group'] !== 'true') return NO_GROUP;
    groups.set(name, {
      logGroupName: name,
      arn: context.arn('logs', `log-group:${name}`),
      creationTime,
      logGroupClass: 'STANDARD',
      deletionProtectionEnabled: false,
      tags: new Map(),
      streams: new Map(),
    });
  }
  const group = groups.get(name)!;
  const logStreamName = `${options['awslogs-stream-prefix']}/${container.name}/${lastPart(taskArn)}`;
  // A task that is run again after a restart of the sandbox goes on in its stream.
  if (group.streams.has(logStreamName)) return undefined;
  const arn = `${group.arn}:log-stream:${logStreamName}`;
  group.streams.set(logStreamName, { logStreamName, arn, creationTime, events: [] });
  return undefined;
}
