import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { World } from './world.ts';

/**
 * The load balancers of these names; those that do not exist are left out. One call a name: a single unknown name makes
 * `DescribeLoadBalancers` fail for all of them.
 */
export async function findLoadBalancers(world: World, names: readonly string[]): Promise<LoadBalancer[]> {
  const client = world.client(ElasticLoadBalancingV2Client);
  const found = await Promise.all(names.map((name) => describe(client, name)));
  return found.flat();
}

async function describe(client: ElasticLoadBalancingV2Client, name: string): Promise<LoadBalancer[]> {
  try {
    return (await client.send(new DescribeLoadBalancersCommand({ Names: [name] }))).LoadBalancers ?? [];
  } catch (error) {
    if ((error as Error).name === 'LoadBalancerNotFoundException') return [];
    throw error;
  }
}
