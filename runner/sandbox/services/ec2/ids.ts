import { ServiceError } from '../../wire/errors.ts';
import { requireParameter } from './refuse.ts';

/** How EC2 speaks of one kind of resource. Its spelling follows no rule: the codes are those of its error reference. */
interface Kind {
  readonly prefix: string;
  readonly parameter: string;
  readonly notFound: string;
  readonly malformed: string;
  readonly noun: string;
}

const kinds = {
  vpc: {
    prefix: 'vpc',
    parameter: 'vpcId',
    notFound: 'InvalidVpcID.NotFound',
    malformed: 'InvalidVpcID.Malformed',
    noun: 'vpc ID',
  },
  subnet: {
    prefix: 'subnet',
    parameter: 'subnetId',
    notFound: 'InvalidSubnetID.NotFound',
    malformed: 'InvalidSubnetID.Malformed',
    noun: 'subnet ID',
  },
  internetGateway: {
    prefix: 'igw',
    parameter: 'internetGatewayId',
    notFound: 'InvalidInternetGatewayID.NotFound',
    malformed: 'InvalidInternetGatewayId.Malformed',
    noun: 'internetGateway ID',
  },
  routeTable: {
    prefix: 'rtb',
    parameter: 'routeTableId',
    notFound: 'InvalidRouteTableID.NotFound',
    malformed: 'InvalidRouteTableId.Malformed',
    noun: 'routeTable ID',
  },
  securityGroup: {
    prefix: 'sg',
    parameter: 'groupId',
    notFound: 'InvalidGroup.NotFound',
    malformed: 'InvalidGroupId.Malformed',
    noun: 'security group',
  },
  securityGroupRule: {
    prefix: 'sgr',
    parameter: 'securityGroupRuleId',
    notFound: 'InvalidSecurityGroupRuleId.NotFound',
    malformed: 'InvalidSecurityGroupRuleId.Malformed',
    noun: 'security group rule ID',
  },
  networkInterface: {
    prefix: 'eni',
    parameter: 'networkInterfaceId',
    notFound: 'InvalidNetworkInterfaceID.NotFound',
    malformed: 'InvalidNetworkInterfaceId.Malformed',
    noun: 'networkInterface ID',
  },
  networkAcl: {
    prefix: 'acl',
    parameter: 'networkAclId',
    notFound: 'InvalidNetworkAclID.NotFound',
    malformed: 'InvalidNetworkAclId.Malformed',
    noun: 'networkAcl ID',
  },
  vpnGateway: {
    prefix: 'vgw',
    parameter: 'vpnGatewayId',
    notFound: 'InvalidVpnGatewayID.NotFound',
    malformed: 'InvalidVpnGatewayID.Malformed',
    noun: 'vpnGateway ID',
  },
  dhcpOptions: {
    prefix: 'dopt',
    parameter: 'dhcpOptionsId',
    notFound: 'InvalidDhcpOptionID.NotFound',
    malformed: 'InvalidDhcpOptionsId.Malformed',
    noun: 'dhcpOption ID',
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

/** What is kept under that id, or EC2's error: parameter missing, id malformed, nothing found. */
export function existing<T>(records: ReadonlyMap<string, T>, kindName: KindName, id: string | undefined): T {
  const kind = kinds[kindName];
  const wanted = requireParameter(id, kind.parameter);
  requireForm(kind, wanted);
  const found = records.get(wanted);
  if (!found) throw new ServiceError(kind.notFound, `The ${kind.noun} '${wanted}' does not exist`);
  return found;
}

/** Those that were asked for by id, or all when none was; one unknown id refuses the whole listing. */
export function selected<T>(
  records: ReadonlyMap<string, T>,
  kindName: KindName,
  ids: readonly string[] | undefined,
): T[] {
  if (!ids || ids.length === 0) return [...records.values()];
  const kind = kinds[kindName];
  for (const id of ids) requireForm(kind, id);
  const missing = ids.filter((id) => !records.has(id));
  if (missing.length > 0) {
    const text =
      missing.length === 1
        ? `The ${kind.noun} '${missing[0]}' does not exist`
        : `The ${kind.noun}s '${missing.join(', ')}' do not exist`;
    throw new ServiceError(kind.notFound, text);
  }
  return [...new Set(ids)].map((id) => records.get(id) as T);
}

/** Old ids have 8 digits, new ones 17. */
function requireForm(kind: Kind, id: string): void {
  if (new RegExp(`^${kind.prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return;
  const expecting = id.startsWith(`${kind.prefix}-`) ? '' : ` (expecting "${kind.prefix}-...")`;
  throw new ServiceError(kind.malformed, `Invalid id: "${id}"${expecting}`);
}
