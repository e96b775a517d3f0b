import { literalItems } from '../../../schema/literal_items.ts';
import { admits, allOf, anyOf, type Peer, type Verdict } from '../admits.ts';
import { balancersOf } from '../balancers.ts';
import { alone, type Deployment, isOpen, type Made, origin, origins } from '../deployment.ts';
import { overlap, type Range, rangeOf } from '../ranges.ts';
import { type AwsRule, alsoAt, type Finding, theThing } from '../rule.ts';
import { balancingOf, part, targetGroupOf } from '../services.ts';

type Groups = readonly Made[];

/** Security groups of which all is written down; undefined when one is not, or programs may change them. */
function groupsOf(deployment: Deployment, value: unknown): Groups | undefined {
  const found = origins(value, 'ec2_security_group')?.map((group) => alone(deployment, group));
  return deployment.isClosed && found?.every((group) => group !== undefined) ? found : undefined;
}

/** Whether a rule names these groups, or addresses that are in these ranges, as the other side. */
const isPeer =
  (groups: Groups, ranges: readonly Range[] | undefined): Peer =>
  (rule) => {
    const ids = each(rule['group_id'], (id) => {
      const made = origin(id, 'ec2_security_group');
      return made ? groups.includes(made) : undefined;
    });
    const names = each(rule['group_name'], (name) =>
      typeof name === 'string' ? groups.some(({ params }) => params['name'] === name) : undefined,
    );
    const networks = each(rule['cidr_ip'], (cidr) => {
      const range = rangeOf(cidr);
      return range && ranges ? ranges.some((own) => overlap(own, range)) : undefined;
    });
    const others = rule['cidr_ipv6'] === undefined && rule['ip_prefix'] === undefined ? false : undefined;
    return anyOf([ids, names, networks, others]);
  };

function each(list: unknown, test: (item: unknown) => Verdict): Verdict {
  if (list === undefined) return false;
  return Array.isArray(list) ? anyOf(list.map(test)) : undefined;
}

function rangesOf(subnets: unknown): readonly Range[] | undefined {
  const ranges = origins(subnets, 'ec2_vpc_subnet')?.map(({ params }) => rangeOf(params['cidr']));
  return ranges?.every((range) => range !== undefined) ? ranges : undefined;
}

/** A load balancer and the tasks behind it, as far as their security groups are written down. */
interface Pair {
  readonly service: Made;
  readonly target: Made;
  readonly balancer: Made;
  readonly from: Groups;
  readonly to: Groups;
  readonly port: number;
}

function* pairs(deployment: Deployment): Generator<Pair> {
  for (const service of deployment.all('ecs_service')) {
    const to = groupsOf(deployment, part(service.params['network_configuration'], 'security_groups'));
    for (const { item } of balancingOf(service)) {
      const target = targetGroupOf(deployment, item);
      const port = item['containerPort'];
      if (!to || !target || typeof port !== 'number') continue;
      for (const balancer of balancersOf(deployment, target)) {
        const from = groupsOf(deployment, balancer.params['security_groups']);
        if (from) yield { service, target, balancer, from, to, port };
      }
    }
  }
}

/** Whether the load balancer gets through to a port of the tasks, and if not, which group keeps it out. */
function blockedBy({ service, balancer, from, to }: Pair, port: number): 'in' | 'out' | undefined {
  const source = isPeer(from, rangesOf(balancer.params['subnets']));
  if (anyOf(to.map((group) => admits(group, 'in', port, source))) === false) return 'in';
  const subnets = part(service.params['network_configuration'], 'subnets');
  const sink = isPeer(to, rangesOf(subnets));
  return anyOf(from.map((group) => admits(group, 'out', port, sink))) === false ? 'out' : undefined;
}

/** Requests and health checks get from the load balancer to the containers. */
const groupBlocksTarget: AwsRule = {
  code: 'group-blocks-target',
  *find(deployment) {
    for (const pair of pairs(deployment)) {
      const traffic = blockedBy(pair, pair.port);
      if (traffic) yield blocked(pair, pair.port, traffic, 'requests');
      const checked = checkedPort(pair.target);
      const check = checked === undefined || checked === pair.port ? undefined : blockedBy(pair, checked);
      if (check && checked !== undefined) yield blocked(pair, checked, check, 'health checks');
    }
  },
};

function blocked({ target, balancer, from, to }: Pair, port: number, side: 'in' | 'out', what: string): Finding {
  const group = side === 'in' ? to[0]! : from[0]!;
  const rules = side === 'in' ? 'rules' : 'rules_egress';
  const verb = side === 'in' ? 'does not let' : 'does not let out to the containers';
  const who = theThing(balancer);
  const message =
    side === 'in'
      ? `${theThing(group)} ${verb} ${who} reach port ${port}: ${what} would never arrive`
      : `${theThing(group)} of ${who} ${verb} port ${port}: ${what} would never arrive`;
  const other = side === 'in' ? 'the load balancer' : 'the containers';
  const hint =
    side === 'in'
      ? `give it a rule with ports: ${port} and the group of ${other} as group_id`
      : `give it a rule in rules_egress with ports: ${port} and the group of ${other} as group_id`;
  const at = what === 'requests' ? alsoAt(balancer, 'its security groups', 'security_groups') : undefined;
  const check = alsoAt(target, 'the port that is checked', 'health_check_port');
  return { message, hint, place: group.at(rules), related: [at ?? check] };
}

/** The port of health checks, when it is another than that of requests. */
function checkedPort({ params }: Made): number | undefined {
  const port = Number(params['health_check_port']);
  return typeof params['health_check_port'] === 'string' && Number.isInteger(port) ? port : undefined;
}

/** A listener that nobody can reach is none. */
const listenerClosed: AwsRule = {
  code: 'listener-closed',
  *find(deployment) {
    for (const balancer of deployment.all('elb_application_lb')) {
      const groups = groupsOf(deployment, balancer.params['security_groups']);
      if (!groups) continue;
      for (const { item, index } of literalItems(balancer.params['listeners'])) {
        const port = item['Port'];
        if (typeof port !== 'number' || isOpen(port)) continue;
        const open = anyOf(groups.map((group) => admits(group, 'in', port, () => true)));
        if (allOf([open]) !== false) continue;
        yield {
          message: `${theThing(groups[0]!)} lets nobody reach the listener on port ${port}`,
          hint: `give it a rule with ports: ${port} for those who may`,
          place: groups[0]!.at('rules'),
          related: [alsoAt(balancer, 'the listener', 'listeners', index, 'Port')],
        };
      }
    }
  },
};

/** Rules on which traffic gets through. */
export const groupRules: readonly AwsRule[] = [groupBlocksTarget, listenerClosed];
