import { EC2Client, paginateDescribeSubnets, type Subnet } from '@aws-sdk/client-ec2';
import { tagsFromList } from '../../../aws/tags.ts';
import type { World } from '../../../aws/world.ts';
import { ec2Filters } from './filters.ts';

/** A subnet in Ansible's words. */
export interface SubnetState {
  id: string;
  subnet_id: string;
  subnet_arn: string;
  vpc_id: string;
  cidr_block: string;
  availability_zone: string;
  availability_zone_id: string;
  available_ip_address_count: number;
  default_for_az: boolean;
  map_public_ip_on_launch: boolean;
  assign_ipv6_address_on_creation: boolean;
  ipv6_cidr_block: string;
  ipv6_association_id: string;
  ipv6_cidr_block_association_set: Ipv6Range[];
  owner_id: string;
  state: string;
  tags: Record<string, string>;
}

/** An IPv6 range of a subnet. */
export interface Ipv6Range {
  readonly association_id: unknown;
  readonly ipv6_cidr_block: unknown;
  readonly ipv6_cidr_block_state: { readonly state: string };
}

/** Every subnet that passes the filters (and is one of `ids`). */
export async function findSubnets(
  world: World,
  filters: Readonly<Record<string, unknown>>,
  ids?: readonly string[],
): Promise<SubnetState[]> {
  const found: Subnet[] = [];
  const query = { Filters: ec2Filters(filters), ...(ids && ids.length > 0 && { SubnetIds: [...ids] }) };
  for await (const page of paginateDescribeSubnets({ client: world.client(EC2Client) }, query))
    found.push(...(page.Subnets ?? []));
  return found.map(subnetFrom);
}

/** Every subnet of the VPC, in one call for all who ask for one of them. */
export async function subnetsOf(world: World, vpc: string): Promise<SubnetState[]> {
  return world.isEmpty?.(vpc, 'ec2:DescribeSubnets') ? [] : findSubnets(world, { 'vpc-id': vpc });
}

/** What an answer of CreateSubnet or DescribeSubnets says. */
export function subnetFrom(subnet: Subnet): SubnetState {
  const ranges = (subnet.Ipv6CidrBlockAssociationSet ?? [])
    .filter(({ Ipv6CidrBlockState: state }) => state?.State === 'associated' || state?.State === 'associating')
    .map((range) => ({
      association_id: range.AssociationId!,
      ipv6_cidr_block: range.Ipv6CidrBlock!,
      ipv6_cidr_block_state: { state: range.Ipv6CidrBlockState!.State! },
    }));
  return {
    id: subnet.SubnetId!,
    subnet_id: subnet.SubnetId!,
    subnet_arn: subnet.SubnetArn ?? '',
    vpc_id: subnet.VpcId!,
    cidr_block: subnet.CidrBlock!,
    availability_zone: subnet.AvailabilityZone!,
    availability_zone_id: subnet.AvailabilityZoneId ?? '',
    available_ip_address_count: subnet.AvailableIpAddressCount ?? 0,
    default_for_az: subnet.DefaultForAz ?? false,
    map_public_ip_on_launch: subnet.MapPublicIpOnLaunch ?? false,
    assign_ipv6_address_on_creation: subnet.AssignIpv6AddressOnCreation ?? false,
    ipv6_cidr_block: ranges[0]?.ipv6_cidr_block ?? '',
    ipv6_association_id: ranges[0]?.association_id ?? '',
    ipv6_cidr_block_association_set: ranges,
    owner_id: subnet.OwnerId ?? '',
    state: subnet.State ?? 'available',
    tags: tagsFromList(subnet.Tags),
  };
}
