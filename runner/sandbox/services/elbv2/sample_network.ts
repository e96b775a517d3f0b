import type { Sandbox } from '../../sandbox.ts';
import { ec2State } from '../ec2/state.ts';

/** For tests: `vpc-1` with subnets a, b, c and a route to the internet; `sg-alb` open on 80, `sg-app` open on 8080 to it. */
export function sampleNetwork(sandbox: Sandbox): void {
  const state = sandbox.state(ec2State);
  const ownerId = sandbox.account;
  for (const [vpcId, cidrBlock] of [
    ['vpc-1', '192.168.0.0/16'],
    ['vpc-2', '10.0.0.0/16'],
  ] as const) {
    state.vpcs.set(vpcId, {
      vpcId,
      ownerId,
      instanceTenancy: 'default',
      dhcpOptionsId: 'default',
      cidrBlocks: [{ associationId: `vpc-cidr-assoc-${vpcId}`, cidrBlock }],
      ipv6CidrBlocks: [],
      networkAclId: `acl-${vpcId}`,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      enableNetworkAddressUsageMetrics: false,
    });
  }
  addSubnet(sandbox, 'subnet-a', 'a', '192.168.0.0/20');
  addSubnet(sandbox, 'subnet-b', 'b', '192.168.16.0/20');
  addSubnet(sandbox, 'subnet-c', 'c', '192.168.32.0/20');
  addSubnet(sandbox, 'subnet-a2', 'a', '192.168.48.0/20');
  addSubnet(sandbox, 'subnet-tiny', 'c', '192.168.64.0/28');
  addSubnet(sandbox, 'subnet-other-a', 'a', '10.0.0.0/24', 'vpc-2');
  addSubnet(sandbox, 'subnet-other-b', 'b', '10.0.1.0/24', 'vpc-2');
  state.internetGateways.set('igw-1', { internetGatewayId: 'igw-1', ownerId, vpcId: 'vpc-1' });
  state.routeTables.set('rtb-1', {
    routeTableId: 'rtb-1',
    vpcId: 'vpc-1',
    ownerId,
    routes: [{ destination: '0.0.0.0/0', kind: 'ipv4', origin: 'CreateRoute', target: { GatewayId: 'igw-1' } }],
    associations: [{ associationId: 'rtbassoc-1', main: true }],
    propagatingGateways: [],
  });
  addGroup(sandbox, 'sg-alb', 'vpc-1', { fromPort: 80, cidrIpv4: '0.0.0.0/0' });
  addGroup(sandbox, 'sg-app', 'vpc-1', { fromPort: 8080, referencedGroupId: 'sg-alb' });
  addGroup(sandbox, 'sg-closed', 'vpc-1', { fromPort: 22, cidrIpv4: '10.0.0.0/8' });
  addGroup(sandbox, 'sg-other', 'vpc-2', { fromPort: 80, cidrIpv4: '0.0.0.0/0' });
}

function addSubnet(sandbox: Sandbox, subnetId: string, zone: string, cidrBlock: string, vpcId = 'vpc-1'): void {
  sandbox.state(ec2State).subnets.set(subnetId, {
    subnetId,
    vpcId,
    cidrBlock,
    ipv6CidrBlocks: [],
    availabilityZone: `${sandbox.region}${zone}`,
    availabilityZoneId: `euw1-az-${zone}`,
    mapPublicIpOnLaunch: true,
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    hostnameType: 'ip-name',
    enableResourceNameDnsARecord: false,
    enableResourceNameDnsAAAARecord: false,
  });
}

interface Ingress {
  readonly fromPort: number;
  readonly cidrIpv4?: string;
  readonly referencedGroupId?: string;
}

function addGroup(sandbox: Sandbox, groupId: string, vpcId: string, ingress: Ingress): void {
  const anywhere = { isEgress: true, ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' };
  const inward = { isEgress: false, ipProtocol: 'tcp', toPort: ingress.fromPort, ...ingress };
  sandbox.state(ec2State).securityGroups.set(groupId, {
    groupId,
    groupName: groupId,
    description: groupId,
    vpcId,
    ownerId: sandbox.account,
    rules: [
      { ruleId: `${groupId}-in`, ...inward },
      { ruleId: `${groupId}-out`, ...anywhere },
    ],
  });
}
