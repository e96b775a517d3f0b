import { DescribeServicesCommand, ECSClient, paginateListServices } from '@aws-sdk/client-ecs';
import { ecsServiceInfoSchema } from '../../../schemas/ecs_service_info.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { info } from '../module.ts';
import { fromAws } from './ecs/service.ts';
import { serviceResult } from './ecs/service_result.ts';

/** The services of a cluster, as the page of `community.aws.ecs_service_info` documents them. */
export const ecsServiceInfo = info({
  name: 'ecs_service_info',
  schema: ecsServiceInfoSchema,
  async read(world, params) {
    if (containsUnknown(params)) return { services: unknown };
    const client = world.client(ECSClient);
    const asked = params.service ?? (await listServices(client, params.cluster));
    if (!params.details) return { services: asked };
    const services = [];
    // DescribeServices takes ten at a time.
    for (let start = 0; start < asked.length; start += 10) {
      const input = { cluster: params.cluster, services: asked.slice(start, start + 10), include: ['TAGS' as const] };
      services.push(...((await client.send(new DescribeServicesCommand(input))).services ?? []));
    }
    return {
      services: services.map((service) => {
        const { events, ...rest } = serviceResult(fromAws(service));
        return params.events ? { ...rest, events } : rest;
      }),
    };
  },
});

async function listServices(client: ECSClient, cluster: string): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of paginateListServices({ client }, { cluster })) arns.push(...(page.serviceArns ?? []));
  return arns;
}
