import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { isAwsError } from '../../../aws/errors.ts';
import type { World } from '../../../aws/world.ts';
import { describeService } from '../ecs/service_read.ts';
import { whyTasksFail } from '../ecs/why_tasks_fail.ts';

/**
 * What a resource failed for, beyond what CloudFormation says of it: of a service, what its tasks died of. Asked at once, for the
 * rollback takes it all away.
 */
export async function causesOf(world: World, { ResourceType, PhysicalResourceId: id }: StackEvent): Promise<string[]> {
  const [, cluster, name] = /:service\/([^/]+)\/([^/]+)$/.exec(id ?? '') ?? [];
  if (ResourceType !== 'AWS::ECS::Service' || cluster === undefined || name === undefined) return [];
  try {
    const service = await describeService(world, cluster, name);
    const { load_balancers: loadBalancers = [], events = [] } = service ?? {};
    return await whyTasksFail(world, { cluster, name, deployment: undefined, loadBalancers, events });
  } catch (error) {
    if (isAwsError(error)) return [];
    throw error;
  }
}
