import {
  type Listener as AwsListener,
  type Rule as AwsRule,
  DescribeListenerCertificatesCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeRules,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import { attributesFromList } from './attributes.ts';
import { type Listener, listenerFromAws } from './listeners.ts';
import { fromAws, type LoadBalancer, type Params } from './load_balancer.ts';

/** The load balancer of that name, without attributes, listeners and tags. */
export async function describeLoadBalancer(world: World, name: string): Promise<LoadBalancer | undefined> {
  const found = await unlessMissing(['LoadBalancerNotFound', 'LoadBalancerNotFoundException'], () =>
    world.client(ElasticLoadBalancingV2Client).send(new DescribeLoadBalancersCommand({ Names: [name] })),
  );
  const balancer = found?.LoadBalancers?.[0];
  if (balancer?.Type !== undefined && balancer.Type !== 'application')
    throw new PlayError({
      code: 'other-type',
      message: `load balancer ${name} is a ${balancer.Type} load balancer, not an application load balancer`,
      hint: 'choose another name',
    });
  return balancer && fromAws(balancer);
}

/** What parameters say of listeners. */
type Said = Pick<Params, 'listeners'>;

/** Adds attributes, tags, and listeners with their rules. */
export async function readExtras(world: World, balancer: LoadBalancer, params: Said): Promise<LoadBalancer> {
  const elb = world.client(ElasticLoadBalancingV2Client);
  const [attributes, tags, listeners] = await Promise.all([
    elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: balancer.arn })),
    elb.send(new DescribeTagsCommand({ ResourceArns: [balancer.arn] })),
    readListeners(elb, balancer.arn, params),
  ]);
  return {
    ...balancer,
    attributes: attributesFromList(attributes.Attributes),
    tags: tagsFromList(tags.TagDescriptions?.[0]?.Tags),
    listeners,
  };
}

async function readListeners(
  client: ElasticLoadBalancingV2Client,
  LoadBalancerArn: string,
  params: Said,
): Promise<Listener[]> {
  const found: AwsListener[] = [];
  for await (const page of paginateDescribeListeners({ client }, { LoadBalancerArn }))
    found.push(...(page.Listeners ?? []));
  const listeners = await Promise.all(
    found.map(async (listener) => {
      const [rules, certificates] = await Promise.all([
        readRules(client, listener.ListenerArn!),
        speaksOfCertificates(params, listener) ? readCertificates(client, listener.ListenerArn!) : [],
      ]);
      return listenerFromAws(listener, rules, certificates);
    }),
  );
  return listeners.sort((a, b) => a.port - b.port);
}

async function readRules(client: ElasticLoadBalancingV2Client, ListenerArn: string): Promise<AwsRule[]> {
  const rules: AwsRule[] = [];
  for await (const page of paginateDescribeRules({ client }, { ListenerArn })) rules.push(...(page.Rules ?? []));
  return rules;
}

/** Certificates beyond the default one take a call of their own, which only HTTPS listeners with a say in them need. */
function speaksOfCertificates({ listeners = [] }: Said, { Port, Protocol }: AwsListener): boolean {
  return Protocol === 'HTTPS' && listeners.some((each) => each.Port === Port && each.Certificates !== undefined);
}

async function readCertificates(client: ElasticLoadBalancingV2Client, ListenerArn: string): Promise<string[]> {
  const { Certificates = [] } = await client.send(new DescribeListenerCertificatesCommand({ ListenerArn }));
  return Certificates.filter(({ IsDefault }) => !IsDefault).map(({ CertificateArn = '' }) => CertificateArn);
}
