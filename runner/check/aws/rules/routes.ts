import { literalItems } from '../../../schema/literal_items.ts';
import { alone, called, type Deployment, isOpen, type Made, origin, origins } from '../deployment.ts';
import { type AwsRule, alsoAt, theThing } from '../rule.ts';
import { isOnFargate, part } from '../services.ts';

/** Where traffic from a subnet to the internet goes: through its internet gateway, through something else, or nowhere. */
type Way = 'gateway' | 'other' | 'none';

/** The way out of a subnet, with the table that says so; undefined when it is not certain. */
function wayOut(deployment: Deployment, subnet: Made): { way: Way; table?: Made } | undefined {
  const tables = deployment.all('ec2_vpc_route_table');
  const uses = tables.map((table) => ({ table, does: isUsedBy(table, subnet) }));
  const certain = deployment.isClosed && !deployment.isUnsure('ec2_vpc_route_table');
  if (!certain || uses.some(({ does }) => does === undefined) || !alone(deployment, subnet)) return undefined;
  const own = uses.filter(({ does }) => does).map(({ table }) => table);
  // A VPC's first route table leads nowhere but into the VPC.
  if (own.length === 0) return origin(subnet.params['vpc_id'], 'ec2_vpc_net') ? { way: 'none' } : undefined;
  const way = own.length === 1 ? wayOf(own[0]!) : undefined;
  return way && { way, table: own[0]! };
}

function isUsedBy({ params }: Made, subnet: Made): boolean | undefined {
  const { subnets, lookup } = params;
  if (lookup !== 'tag' || !(Array.isArray(subnets) || subnets === undefined)) return undefined;
  const answers = (subnets ?? []).map((value) => {
    if (typeof value === 'string') return isCalled(subnet, value);
    const made = origin(value, 'ec2_vpc_subnet');
    return made ? made === subnet : undefined;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** By range, tag `Name` or id; an id of something not made yet is nobody's. */
function isCalled({ params }: Made, text: string): boolean | undefined {
  const name = part(params['tags'], 'Name');
  if (isOpen(name)) return undefined;
  return text.startsWith('subnet-') ? undefined : params['cidr'] === text || name === text;
}

function wayOf({ params }: Made): Way | undefined {
  const { routes, purge_routes: purge, propagating_vgw_ids: propagated } = params;
  if (!Array.isArray(routes) || purge !== true || propagated !== undefined) return undefined;
  const found = [...literalItems(routes)].map(({ item }) => item);
  const open = found.length < routes.length || found.some(({ dest }) => typeof dest !== 'string');
  if (open) return undefined;
  const out = found.find(({ dest }) => dest === '0.0.0.0/0');
  if (!out) return found.length === 0 ? 'none' : undefined;
  const gateway = out['gateway_id'];
  if (gateway === undefined) return 'other';
  if (gateway === 'igw' || origin(gateway, 'ec2_vpc_igw')) return 'gateway';
  if (typeof gateway !== 'string') return undefined;
  return gateway.startsWith('igw-') ? 'gateway' : 'other';
}

/** Fargate services that run tasks, with their network. */
function* runningServices(deployment: Deployment) {
  for (const service of deployment.all('ecs_service')) {
    const network = service.params['network_configuration'];
    const subnets = origins(part(network, 'subnets'), 'ec2_vpc_subnet');
    const isPublic = part(network, 'assign_public_ip') ?? false;
    if (!subnets || typeof isPublic !== 'boolean' || !isOnFargate(service)) continue;
    if (service.params['desired_count'] !== 0) yield { service, subnets, isPublic };
  }
}

/** A task has to get out to pull its image. */
const withoutRoute: AwsRule = {
  code: 'task-without-route',
  *find(deployment) {
    for (const { service, subnets } of runningServices(deployment)) {
      for (const subnet of new Set(subnets)) {
        const found = wayOut(deployment, subnet);
        if (found?.way !== 'none') continue;
        const table = found.table && alsoAt(found.table, 'its route table has no route to 0.0.0.0/0', 'routes');
        yield {
          message: `no route leads out of the subnet ${called(subnet)}, so tasks of ${theThing(service)} cannot pull their image there`,
          hint: 'give its route table a route to 0.0.0.0/0 through an internet or NAT gateway, or the VPC endpoints for what the tasks need',
          place: service.at('network_configuration', 'subnets'),
          related: [...(table ? [table] : []), alsoAt(subnet, 'the subnet', 'cidr')],
        };
      }
    }
  },
};

/** An internet gateway serves only who has a public address. */
const withoutAddress: AwsRule = {
  code: 'task-without-address',
  *find(deployment) {
    for (const { service, subnets, isPublic } of runningServices(deployment)) {
      const ways = subnets.map((subnet) => wayOut(deployment, subnet));
      const found = ways.find((each) => each?.way === 'gateway');
      if (isPublic || !found?.table) continue;
      yield {
        message: `tasks of ${theThing(service)} have no public address, and the way out of their subnet is an internet gateway`,
        hint: 'set assign_public_ip: true, or route the subnets through a NAT gateway',
        place: service.at('network_configuration', 'assign_public_ip'),
        related: [alsoAt(found.table, 'the route table of the subnets', 'routes')],
      };
    }
  },
};

/** What is for the internet has to be reached from there. */
const balancerWithoutRoute: AwsRule = {
  code: 'balancer-without-route',
  *find(deployment) {
    for (const balancer of deployment.all('elb_application_lb')) {
      const subnets = origins(balancer.params['subnets'], 'ec2_vpc_subnet') ?? [];
      if (balancer.params['scheme'] !== 'internet-facing') continue;
      const stray = subnets.find((subnet) => ['none', 'other'].includes(wayOut(deployment, subnet)?.way ?? ''));
      if (!stray) continue;
      yield {
        message: `${theThing(balancer)} is for the internet, and no internet gateway leads to its subnet ${called(stray)}`,
        hint: "route the subnet's traffic to 0.0.0.0/0 through an internet gateway, or set scheme: internal",
        place: balancer.at('subnets'),
        related: [alsoAt(stray, 'the subnet', 'cidr')],
      };
    }
  },
};

/** Rules on ways to the internet. */
export const routeRules: readonly AwsRule[] = [withoutRoute, withoutAddress, balancerWithoutRoute];
