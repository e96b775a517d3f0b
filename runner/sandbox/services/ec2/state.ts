import { regional } from '../../store.ts';

/** A virtual network. */
export interface VpcRecord {
  readonly vpcId: string;
  readonly ownerId: string;
  instanceTenancy: 'default' | 'dedicated';
  dhcpOptionsId: string;
  /** The first is the primary one. */
  readonly cidrBlocks: { readonly associationId: string; readonly cidrBlock: string }[];
  readonly ipv6CidrBlocks: {
    readonly associationId: string;
    readonly cidrBlock: string;
    readonly networkBorderGroup: string;
  }[];
  /** The network ACL that every VPC has; there is no other. */
  readonly networkAclId: string;
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  enableNetworkAddressUsageMetrics: boolean;
}

/** A range of a VPC in one availability zone. */
export interface SubnetRecord {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly ipv6CidrBlocks: { readonly associationId: string; readonly cidrBlock: string }[];
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  mapPublicIpOnLaunch: boolean;
  assignIpv6AddressOnCreation: boolean;
  enableDns64: boolean;
  hostnameType: string;
  enableResourceNameDnsARecord: boolean;
  enableResourceNameDnsAAAARecord: boolean;
}

/** An internet gateway, attached to a VPC or not. */
export interface InternetGatewayRecord {
  readonly internetGatewayId: string;
  readonly ownerId: string;
  vpcId?: string | undefined;
}

/** A virtual private gateway, attached to a VPC or not. */
export interface VpnGatewayRecord {
  readonly vpnGatewayId: string;
  readonly amazonSideAsn: number;
  vpcId?: string | undefined;
}

/** A set of DHCP options. */
export interface DhcpOptionsRecord {
  readonly dhcpOptionsId: string;
  readonly configurations: { readonly key: string; readonly values: string[] }[];
}

/** A route: where it goes to, and by which kind of target. */
export interface RouteRecord {
  /** The key of the destination: a CIDR block or a prefix list. */
  readonly destination: string;
  readonly kind: 'ipv4' | 'ipv6' | 'prefixList';
  readonly origin: 'CreateRouteTable' | 'CreateRoute';
  readonly target: Readonly<Record<string, string>>;
}

/** A route table with the subnets and gateways that use it. */
export interface RouteTableRecord {
  readonly routeTableId: string;
  readonly vpcId: string;
  readonly ownerId: string;
  routes: RouteRecord[];
  /** Virtual private gateways whose routes come into this table. */
  propagatingGateways: string[];
  associations: {
    readonly associationId: string;
    readonly main: boolean;
    readonly subnetId?: string | undefined;
    readonly gatewayId?: string | undefined;
  }[];
}

/** One rule of a security group: one protocol, one port range, one source or destination. */
export interface SecurityGroupRuleRecord {
  readonly ruleId: string;
  isEgress: boolean;
  ipProtocol: string;
  fromPort?: number | undefined;
  toPort?: number | undefined;
  cidrIpv4?: string | undefined;
  cidrIpv6?: string | undefined;
  prefixListId?: string | undefined;
  referencedGroupId?: string | undefined;
  description?: string | undefined;
}

/** A security group and its rules, in the order in which they came. */
export interface SecurityGroupRecord {
  readonly groupId: string;
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  readonly ownerId: string;
  rules: SecurityGroupRuleRecord[];
}

/** A network interface: what ties a load balancer or a task to subnets and security groups. */
export interface NetworkInterfaceRecord {
  readonly networkInterfaceId: string;
  readonly ownerId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly privateIpAddress: string;
  readonly publicIpAddress?: string | undefined;
  readonly description: string;
  readonly interfaceType: string;
  readonly requesterId?: string | undefined;
  groupIds: string[];
}

/** The network of a region. */
export interface Ec2State {
  readonly vpcs: Map<string, VpcRecord>;
  readonly subnets: Map<string, SubnetRecord>;
  readonly internetGateways: Map<string, InternetGatewayRecord>;
  readonly routeTables: Map<string, RouteTableRecord>;
  readonly securityGroups: Map<string, SecurityGroupRecord>;
  readonly networkInterfaces: Map<string, NetworkInterfaceRecord>;
  readonly vpnGateways: Map<string, VpnGatewayRecord>;
  /** Those that were made; the default set of a region is not kept. */
  readonly dhcpOptions: Map<string, DhcpOptionsRecord>;
  /** Tags by the id of what bears them. */
  readonly tags: Map<string, Map<string, string>>;
}

/** Where the network of a region is kept. */
export const ec2State = regional(
  'ec2',
  (): Ec2State => ({
    vpcs: new Map(),
    subnets: new Map(),
    internetGateways: new Map(),
    routeTables: new Map(),
    securityGroups: new Map(),
    networkInterfaces: new Map(),
    vpnGateways: new Map(),
    dhcpOptions: new Map(),
    tags: new Map(),
  }),
);
