import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import type { Stack, StackResource } from './stack.ts';

/** Types whose resources go with all that is in them. CloudFormation itself keeps buckets and repositories that are not empty. */
const stores = new Set([
  'AWS::DocDB::DBCluster',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::EFS::FileSystem',
  'AWS::Kinesis::Stream',
  'AWS::Neptune::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::SQS::Queue',
]);

/** What would be lost with a stack: what its resources hold, of those that go with it and leave no snapshot. */
export async function dataHeld(world: World, { contents, resources }: Stack): Promise<string | undefined> {
  const going = resources.filter(({ logical_resource_id: name, status }) => {
    const { DeletionPolicy = 'Delete' } = contents[name] ?? {};
    return status !== 'DELETE_COMPLETE' && DeletionPolicy === 'Delete';
  });
  const found = await Promise.all(going.map((each) => heldBy(world, each)));
  return found.filter((each) => each !== undefined).join(', ') || undefined;
}

async function heldBy(world: World, resource: StackResource): Promise<string | undefined> {
  const { resource_type: type, physical_resource_id: id, logical_resource_id: name } = resource;
  if (id === null) return undefined;
  if (type === 'AWS::Logs::LogGroup') return (await hasLogs(world, id)) ? `the logs in ${id}` : undefined;
  return stores.has(type) ? `what is in ${name} (${type} ${id})` : undefined;
}

async function hasLogs(world: World, logGroupName: string): Promise<boolean> {
  const command = new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true, limit: 1 });
  const answer = await unlessMissing('ResourceNotFoundException', () =>
    world.client(CloudWatchLogsClient).send(command),
  );
  return answer?.logStreams?.[0]?.lastEventTimestamp !== undefined;
}
