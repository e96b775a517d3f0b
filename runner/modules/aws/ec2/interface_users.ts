import type { NetworkInterface } from '@aws-sdk/client-ec2';
import {
  DescribeTasksCommand,
  ECSClient,
  paginateListClusters,
  paginateListTasks,
  type Task,
} from '@aws-sdk/client-ecs';
import { findLoadBalancers } from '../../../aws/load_balancers.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';

/** A network interface, and what goes on to use it: an ARN or other words; undefined when AWS is about to take it back. */
export interface UsedInterface {
  readonly networkInterface: NetworkInterface;
  readonly user: string | undefined;
}

const noLeave = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

/**
 * Who uses the interfaces. Those of load balancers and tasks stay for a while after their owners have gone; whose owner is
 * still there is in use.
 */
export async function usersOf(world: World, interfaces: readonly NetworkInterface[]): Promise<UsedInterface[]> {
  const isTask = ({ Description }: NetworkInterface) => attachmentIn(Description) !== undefined;
  const tasks = interfaces.some(isTask) ? await servicesByAttachment(world) : new Map<string, string>();
  return Promise.all(
    interfaces.map(async (networkInterface) => {
      const { Description = '', InterfaceType = 'of nobody known' } = networkInterface;
      const [balancer, attachment] = [balancerIn(Description), attachmentIn(Description)];
      if (balancer !== undefined) return { networkInterface, user: await balancerArn(world, balancer) };
      if (attachment !== undefined) return { networkInterface, user: tasks.get(attachment) };
      return { networkInterface, user: Description || InterfaceType };
    }),
  );
}

/** `app/web/0123456789abcdef` of `ELB app/web/0123456789abcdef`. */
const balancerIn = (description = ''): string | undefined => /^ELB (\w+\/\S+\/\w+)$/.exec(description)?.[1];

/** The id in `arn:aws:ecs:…:attachment/…`. */
const attachmentIn = (description = ''): string | undefined =>
  /^arn:[\w-]+:ecs:.*:attachment\/(\S+)$/.exec(description)?.[1];

async function balancerArn(world: World, path: string): Promise<string | undefined> {
  const found = await unlessMissing(noLeave, () => findLoadBalancers(world, [path.split('/')[1]!]));
  return found?.map(({ LoadBalancerArn }) => LoadBalancerArn).find((arn) => arn?.endsWith(`/${path}`));
}

/** ARNs of services (or of tasks without one) by the attachments of those tasks that are to go on running. */
async function servicesByAttachment(world: World): Promise<Map<string, string>> {
  const client = world.client(ECSClient);
  const found = new Map<string, string>();
  await unlessMissing(noLeave, async () => {
    // It may be deleted between the one call and the other.
    for await (const { clusterArns = [] } of paginateListClusters({ client }, {}))
      for (const cluster of clusterArns)
        await unlessMissing('ClusterNotFoundException', async () => {
          for await (const task of runningTasks(client, cluster))
            for (const { id = '' } of task.attachments ?? []) found.set(id, serviceArn(task));
        });
  });
  return found;
}

async function* runningTasks(client: ECSClient, cluster: string): AsyncGenerator<Task> {
  for await (const { taskArns = [] } of paginateListTasks({ client }, { cluster, desiredStatus: 'RUNNING' })) {
    if (taskArns.length === 0) continue;
    yield* (await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? [];
  }
}

function serviceArn({ group = '', clusterArn = '', taskArn = '' }: Task): string {
  if (!group.startsWith('service:')) return taskArn;
  return `${clusterArn.replace(':cluster/', ':service/')}/${group.slice('service:'.length)}`;
}
