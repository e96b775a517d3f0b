import { ec2SecurityGroupRules } from '../../../schemas/ec2_security_group.ts';
import { ec2VpcNetRules } from '../../../schemas/ec2_vpc_net.ts';
import { ec2VpcRouteTableRules } from '../../../schemas/ec2_vpc_route_table.ts';
import { ec2SecurityGroup } from '../../modules/aws/ec2_security_group.ts';
import { ec2VpcIgw } from '../../modules/aws/ec2_vpc_igw.ts';
import { ec2VpcNet } from '../../modules/aws/ec2_vpc_net.ts';
import { ec2VpcRouteTable } from '../../modules/aws/ec2_vpc_route_table.ts';
import { ec2VpcSubnet } from '../../modules/aws/ec2_vpc_subnet.ts';
import type { Random } from './random.ts';
import { type Draw, flag, type Ids, maybe, type Params, state, tagOptions, variety } from './variety.ts';

const vpcNet = variety(ec2VpcNet, {
  rules: ec2VpcNetRules,
  fixed: () => ({ name: 'drawn' }),
  options: {
    cidr_block: (random) => {
      const ranges = ['10.20.0.0/16', ...random.some(['10.21.0.0/20', '10.22.7.0/24', '10.23.0.0/16'], 0, 2)];
      return ranges.length === 1 && random.chance(0.5) ? ranges[0] : ranges;
    },
    purge_cidrs: maybe(flag),
    ipv6_cidr: maybe(flag, 0.3),
    dns_support: maybe(flag),
    dns_hostnames: maybe(flag),
    ...tagOptions,
    state,
  },
  sense: (params) => {
    const { Name: _, ...rest } = (params['tags'] ?? {}) as Params;
    return {
      ...params,
      ...(params['tags'] === undefined ? {} : { tags: rest }),
      ...(params['dns_support'] === false ? { dns_hostnames: false } : {}),
    };
  },
  left: {
    name: 'always the same',
    vpc_id: 'needs an id of this case',
    tenancy: 'fixed once created, save one way',
    dhcp_opts_id: 'the module cannot make sets of options',
    multi_ok: 'makes one more in every run, by its meaning',
  },
});

const subnet = variety(ec2VpcSubnet, {
  fixed: (random, ids) => ({
    vpc_id: ids.get('vpc-conformance'),
    cidr: random.pick(['10.99.100.0/24', '10.99.112.0/20', '10.99.200.16/28']),
    ...(random.chance(0.5) ? { az: random.pick(['eu-west-1a', 'eu-west-1c', 'euw1-az2']) } : {}),
  }),
  options: { map_public: maybe(flag), wait: maybe(flag, 0.2), ...tagOptions, state },
  left: {
    vpc_id: 'always the same',
    cidr: 'always the same',
    az: 'fixed once created',
    ipv6_cidr: 'drawn with assign_instances_ipv6 below',
    assign_instances_ipv6: 'drawn with ipv6_cidr below',
    wait_timeout: 'the sandbox is quick',
  },
});

const subnetWithIpv6 = variety(ec2VpcSubnet, {
  fixed: (_, ids) => ({ vpc_id: ids.get('vpc-six'), cidr: '10.97.4.0/24' }),
  options: {
    ipv6_cidr: (random, ids) =>
      random.pick([
        undefined,
        '',
        `${ids.get('six')!.replace(/::\/56$/, '')}::/64`,
        `${ids.get('six')!.replace(/00::\/56$/, '')}01::/64`,
      ]),
    assign_instances_ipv6: maybe(flag),
    map_public: maybe(flag),
    ...tagOptions,
    state,
  },
  sense: (params) =>
    params['ipv6_cidr']
      ? params
      : { ...params, ...(params['assign_instances_ipv6'] ? { assign_instances_ipv6: false } : {}) },
  left: {},
});

const igw = variety(ec2VpcIgw, {
  fixed: (_, ids) => ({ vpc_id: ids.get('vpc-without-gateway') }),
  options: { ...tagOptions, state },
  left: {
    vpc_id: 'always the same',
    internet_gateway_id: 'needs an id of this case',
    force_attach: 'only with internet_gateway_id',
    detach_vpc: 'only with internet_gateway_id',
  },
});

const routeTable = variety(ec2VpcRouteTable, {
  rules: ec2VpcRouteTableRules,
  fixed: (_, ids) => ({ vpc_id: ids.get('vpc-conformance'), tags: { Name: 'drawn', stage: 'test' } }),
  options: {
    routes: maybe((random, ids) =>
      random
        .some(['0.0.0.0/0', '10.1.0.0/16', '198.51.100.0/24', '::/0'])
        .map((dest) => ({ dest, gateway_id: random.chance(0.5) ? 'igw' : ids.get('igw') })),
    ),
    purge_routes: maybe(flag),
    subnets: maybe((random, ids) =>
      random.some([
        ids.get('subnet-conformance-a'),
        random.chance(0.5) ? ids.get('subnet-conformance-b') : '10.99.16.0/20',
        ids.get('subnet-c'),
      ]),
    ),
    purge_subnets: maybe(flag),
    state,
  },
  left: {
    vpc_id: 'always the same',
    lookup: 'by tags here',
    route_table_id: 'needs an id of this case',
    tags: 'the table is found by them',
    purge_tags: 'the table is found by its tags',
    propagating_vgw_ids: 'drawn with a virtual private gateway below',
  },
});

const port: Draw = (random) => random.pick([22, 80, 443, 8080, '8000-8010', ' 9000 - 9001 ', '53']);

function drawRule(random: Random, ids: Ids, names: readonly string[]): Params {
  const peers: Params = random.pick([
    { cidr_ip: random.some(['0.0.0.0/0', '10.0.0.0/8', '192.0.2.7/24', '198.51.100.1/32'], 1, 3) },
    { cidr_ipv6: random.some(['::/0', '2001:DB8:0:0::/32', 'fd00::1/128'], 1, 2) },
    { cidr_ip: ['10.0.0.0/8'], cidr_ipv6: ['2001:db8::/32'] },
    { group_id: [ids.get('sg-conformance')] },
    { group_name: random.some(names, 1, 1) },
    { cidr_ip: '10.9.0.0/16', group_id: ids.get('sg-second') },
  ]);
  const traffic: Params = random.pick([
    { proto: 'tcp', ports: random.chance(0.5) ? port(random, ids) : [port(random, ids), port(random, ids)] },
    { ports: [port(random, ids)] },
    { proto: 'udp', from_port: 5000, to_port: random.integer(5000, 5005) },
    { proto: random.pick(['all', '-1']) },
    { proto: 'icmp', icmp_type: random.pick([-1, 8]), icmp_code: -1 },
    { proto: random.pick(['6', '17']), ports: [7] },
    { proto: random.pick(['50', '47']) },
  ]);
  return {
    ...traffic,
    ...peers,
    ...(random.chance(0.5) ? { rule_desc: random.pick(['web', 'from inside', '']) } : {}),
  };
}

const drawRules: Draw = (random, ids) =>
  Array.from({ length: random.integer(0, 4) }, () => drawRule(random, ids, ['drawn', 'second']));

const securityGroup = variety(ec2SecurityGroup, {
  rules: ec2SecurityGroupRules,
  fixed: (_, ids) => ({ name: 'drawn', description: 'drawn by chance', vpc_id: ids.get('vpc-conformance') }),
  options: {
    rules: maybe(drawRules, 0.8),
    rules_egress: maybe(drawRules, 0.5),
    purge_rules: maybe(flag, 0.4),
    purge_rules_egress: maybe(flag, 0.4),
    ...tagOptions,
    state,
  },
  left: {
    name: 'always the same',
    description: 'fixed once created',
    vpc_id: 'fixed once created',
    group_id: 'needs an id of this case',
  },
});

const internalGateway = variety(ec2VpcRouteTable, {
  rules: ec2VpcRouteTableRules,
  fixed: (_, ids) => ({ vpc_id: ids.get('vpc-six'), tags: { Name: 'private' } }),
  options: {
    propagating_vgw_ids: maybe((_, ids) => [ids.get('vgw')]),
    routes: maybe((random, ids) => random.some([{ dest: '172.16.0.0/12', gateway_id: ids.get('vgw') }])),
    state,
  },
  left: {},
});

/** Tasks that make networks. */
export const networkVarieties = [vpcNet, subnet, subnetWithIpv6, igw, routeTable, internalGateway, securityGroup];
