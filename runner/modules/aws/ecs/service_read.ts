import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { fromAws, type Service } from './service.ts';

/** The service of that name, unless it is long gone; one that is being deleted is `DRAINING`. */
export async function describeService(world: World, cluster: string, name: string): Promise<Service | undefined> {
  if (world.isEmpty?.(cluster, 'ecs:DescribeServices')) return undefined;
  const found = await unlessMissing('ClusterNotFoundException', () =>
    world.client(ECSClient).send(new DescribeServicesCommand({ cluster, services: [name], include: ['TAGS'] })),
  );
  const service = found?.services?.find((each) => each.serviceName === name && each.status !== 'INACTIVE');
  return service && fromAws(service);
}
