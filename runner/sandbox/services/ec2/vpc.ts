import { CreateVpcCommand, DeleteVpcCommand, DescribeVpcsCommand, type Vpc } from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { vpcCidr } from './blocks.ts';
import { defaultDhcpOptionsId } from './dhcp_options.ts';
import { type Fields, filtered } from './filters.ts';
import { existing, selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { dependencyViolation, invalidValue } from './refuse.ts';
import { addMainRouteTable } from './route_table.ts';
import { addDefaultSecurityGroup } from './security_group.ts';
import { type Ec2State, ec2State, type VpcRecord } from './state.ts';
import { addTags, specifiedTags, tagList } from './tags.ts';

/** VPCs. Behaviour: EC2 API reference, `CreateVpc`, `DescribeVpcs`, `DeleteVpc`. */
export const vpcOperations = [
  onEc2(CreateVpcCommand, (input, context) => {
    if (input.CidrBlock === undefined) {
      throw new ServiceError('MissingParameter', "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
    }
    refuseUnmodelled(input.Ipv4IpamPoolId, 'ipv4IpamPoolId');
    refuseUnmodelled(input.Ipv6CidrBlock ?? input.Ipv6IpamPoolId, "IPv6 ranges of one's own");
    const tags = specifiedTags(input.TagSpecifications, 'vpc');
    const vpc = createVpc(context, vpcCidr(input.CidrBlock), tenancyOf(input.InstanceTenancy));
    const state = context.state(ec2State);
    if (input.AmazonProvidedIpv6CidrBlock) vpc.ipv6CidrBlocks.push(newIpv6Block(context));
    addTags(state, vpc.vpcId, tags);
    return { Vpc: { ...describeVpc(state, vpc), State: 'pending' as const } };
  }),
  onEc2(DescribeVpcsCommand, (input, context) => {
    const state = context.state(ec2State);
    const records = filtered(selected(state.vpcs, 'vpc', input.VpcIds), input.Filters, {
      state,
      idOf: ({ vpcId }) => vpcId,
      fields,
    });
    const { items, next } = ec2Page(records, input, input.VpcIds);
    return { Vpcs: items.map((vpc) => describeVpc(state, vpc)), NextToken: next };
  }),
  onEc2(DeleteVpcCommand, (input, context) => {
    const state = context.state(ec2State);
    const { vpcId } = existing(state.vpcs, 'vpc', input.VpcId);
    if (hasDependents(state, vpcId)) {
      throw dependencyViolation(`The vpc '${vpcId}' has dependencies and cannot be deleted.`);
    }
    for (const records of [state.routeTables, state.securityGroups] as Map<string, { vpcId: string }>[]) {
      for (const [id, record] of records) if (record.vpcId === vpcId) forget(state, records, id);
    }
    forget(state, state.vpcs, vpcId);
    return {};
  }),
];

const fields: Fields<VpcRecord> = {
  'vpc-id': ({ vpcId }) => vpcId,
  cidr: ({ cidrBlocks }) => cidrBlocks[0]?.cidrBlock,
  'cidr-block': ({ cidrBlocks }) => cidrBlocks[0]?.cidrBlock,
  cidrBlock: ({ cidrBlocks }) => cidrBlocks[0]?.cidrBlock,
  'cidr-block-association.cidr-block': ({ cidrBlocks }) => cidrBlocks.map(({ cidrBlock }) => cidrBlock),
  'cidr-block-association.association-id': ({ cidrBlocks }) => cidrBlocks.map(({ associationId }) => associationId),
  'cidr-block-association.state': () => 'associated',
  'ipv6-cidr-block-association.ipv6-cidr-block': ({ ipv6CidrBlocks }) =>
    ipv6CidrBlocks.map(({ cidrBlock }) => cidrBlock),
  'ipv6-cidr-block-association.association-id': ({ ipv6CidrBlocks }) =>
    ipv6CidrBlocks.map(({ associationId }) => associationId),
  'dhcp-options-id': ({ dhcpOptionsId }) => dhcpOptionsId,
  isDefault: () => false,
  'is-default': () => false,
  'owner-id': ({ ownerId }) => ownerId,
  state: () => 'available',
};

function createVpc(context: Context, cidrBlock: string, instanceTenancy: VpcRecord['instanceTenancy']): VpcRecord {
  const state = context.state(ec2State);
  const vpc: VpcRecord = {
    vpcId: context.newId('vpc'),
    ownerId: context.account,
    instanceTenancy,
    dhcpOptionsId: defaultDhcpOptionsId(context),
    cidrBlocks: [{ associationId: context.newId('vpc-cidr-assoc'), cidrBlock }],
    ipv6CidrBlocks: [],
    networkAclId: context.newId('acl'),
    enableDnsSupport: true,
    enableDnsHostnames: false,
    enableNetworkAddressUsageMetrics: false,
  };
  state.vpcs.set(vpc.vpcId, vpc);
  addMainRouteTable(context, vpc);
  addDefaultSecurityGroup(context, vpc);
  return vpc;
}

/** A /56 of the block that RFC 3849 keeps for documentation. */
export function newIpv6Block(context: Context): VpcRecord['ipv6CidrBlocks'][number] {
  const digits = context.hex(6);
  const cidrBlock = `2001:db8:${digits.slice(0, 4)}:${digits.slice(4)}00::/56`;
  return { associationId: context.newId('vpc-cidr-assoc'), cidrBlock, networkBorderGroup: context.region };
}

function tenancyOf(asked: string | undefined): VpcRecord['instanceTenancy'] {
  if (asked === undefined || asked === 'default') return 'default';
  if (asked === 'dedicated') return asked;
  throw invalidValue(`Value (${asked}) for parameter instanceTenancy is invalid.`);
}

function refuseUnmodelled(value: unknown, what: string): void {
  if (value !== undefined) throw new ServiceError('UnsupportedOperation', `the sandbox does not model ${what}`);
}

function hasDependents(state: Ec2State, vpcId: string): boolean {
  const isHere = (record: { readonly vpcId?: string | undefined }) => record.vpcId === vpcId;
  return (
    [...state.subnets.values()].some(isHere) ||
    [...state.internetGateways.values()].some(isHere) ||
    [...state.vpnGateways.values()].some(isHere) ||
    [...state.networkInterfaces.values()].some(isHere) ||
    [...state.securityGroups.values()].some((group) => isHere(group) && group.groupName !== 'default') ||
    [...state.routeTables.values()].some((table) => isHere(table) && !table.associations.some(({ main }) => main))
  );
}

function forget(state: Ec2State, records: Map<string, unknown>, id: string): void {
  records.delete(id);
  state.tags.delete(id);
}

function describeVpc(state: Ec2State, vpc: VpcRecord): Vpc {
  return {
    VpcId: vpc.vpcId,
    OwnerId: vpc.ownerId,
    State: 'available',
    CidrBlock: vpc.cidrBlocks[0]?.cidrBlock,
    CidrBlockAssociationSet: vpc.cidrBlocks.map(({ associationId, cidrBlock }) => ({
      AssociationId: associationId,
      CidrBlock: cidrBlock,
      CidrBlockState: { State: 'associated' },
    })),
    // EC2 leaves this list out for a VPC without IPv6.
    ...(vpc.ipv6CidrBlocks.length > 0 && {
      Ipv6CidrBlockAssociationSet: vpc.ipv6CidrBlocks.map(({ associationId, cidrBlock, networkBorderGroup }) => ({
        AssociationId: associationId,
        Ipv6CidrBlock: cidrBlock,
        Ipv6CidrBlockState: { State: 'associated' },
        NetworkBorderGroup: networkBorderGroup,
        Ipv6Pool: 'Amazon',
      })),
    }),
    DhcpOptionsId: vpc.dhcpOptionsId,
    InstanceTenancy: vpc.instanceTenancy,
    IsDefault: false,
    Tags: tagList(state, vpc.vpcId),
  };
}
