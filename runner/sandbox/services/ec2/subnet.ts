import { CreateSubnetCommand, DeleteSubnetCommand, DescribeSubnetsCommand, type Subnet } from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { subnetCidr, subnetIpv6Cidr } from './blocks.ts';
import { type Fields, filtered } from './filters.ts';
import { existing, selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { availableAddresses } from './network_interface.ts';
import { onEc2 } from './operation.ts';
import { dependencyViolation, invalidValue, requireParameter } from './refuse.ts';
import { type Ec2State, ec2State, type SubnetRecord, type VpcRecord } from './state.ts';
import { addTags, specifiedTags, tagList } from './tags.ts';
import { zonesOf } from './zones.ts';

/** Subnets. Behaviour: `CreateSubnet`, `DescribeSubnets`, `DeleteSubnet`. */
export const subnetOperations = [
  onEc2(CreateSubnetCommand, (input, context) => {
    const state = context.state(ec2State);
    const vpc = existing(state.vpcs, 'vpc', input.VpcId);
    const tags = specifiedTags(input.TagSpecifications, 'subnet');
    const siblings = [...state.subnets.values()].filter(({ vpcId }) => vpcId === vpc.vpcId);
    const cidrBlock = subnetCidr(
      requireParameter(input.CidrBlock, 'cidrBlock'),
      vpc.cidrBlocks.map((block) => block.cidrBlock),
      siblings.map((sibling) => sibling.cidrBlock),
    );
    const ipv6CidrBlocks = ipv6BlocksOf(context, vpc, input.Ipv6CidrBlock);
    const zone = zoneFor(context, input.AvailabilityZone, input.AvailabilityZoneId);
    const subnet: SubnetRecord = {
      subnetId: context.newId('subnet'),
      vpcId: vpc.vpcId,
      cidrBlock,
      ipv6CidrBlocks,
      availabilityZone: zone.name,
      availabilityZoneId: zone.id,
      mapPublicIpOnLaunch: false,
      assignIpv6AddressOnCreation: false,
      enableDns64: false,
      hostnameType: 'ip-name',
      enableResourceNameDnsARecord: false,
      enableResourceNameDnsAAAARecord: false,
    };
    state.subnets.set(subnet.subnetId, subnet);
    addTags(state, subnet.subnetId, tags);
    return { Subnet: describeSubnet(context, state, subnet) };
  }),
  onEc2(DescribeSubnetsCommand, (input, context) => {
    const state = context.state(ec2State);
    const records = filtered(selected(state.subnets, 'subnet', input.SubnetIds), input.Filters, {
      state,
      idOf: ({ subnetId }) => subnetId,
      fields: subnetFields(context, state),
    });
    const { items, next } = ec2Page(records, input, input.SubnetIds);
    return { Subnets: items.map((subnet) => describeSubnet(context, state, subnet)), NextToken: next };
  }),
  onEc2(DeleteSubnetCommand, (input, context) => {
    const state = context.state(ec2State);
    const { subnetId } = existing(state.subnets, 'subnet', input.SubnetId);
    if ([...state.networkInterfaces.values()].some((each) => each.subnetId === subnetId)) {
      throw dependencyViolation(`The subnet '${subnetId}' has dependencies and cannot be deleted.`);
    }
    state.subnets.delete(subnetId);
    state.tags.delete(subnetId);
    for (const table of state.routeTables.values()) {
      table.associations = table.associations.filter((association) => association.subnetId !== subnetId);
    }
    return {};
  }),
];

/** The IPv6 range that a subnet is to have, with its association. */
export function ipv6BlocksOf(
  context: Context,
  vpc: VpcRecord,
  text: string | undefined,
): SubnetRecord['ipv6CidrBlocks'] {
  if (text === undefined) return [];
  const siblings = [...context.state(ec2State).subnets.values()]
    .filter(({ vpcId }) => vpcId === vpc.vpcId)
    .flatMap(({ ipv6CidrBlocks }) => ipv6CidrBlocks.map(({ cidrBlock }) => cidrBlock));
  const vpcBlocks = vpc.ipv6CidrBlocks.map(({ cidrBlock }) => cidrBlock);
  return [{ associationId: context.newId('subnet-cidr-assoc'), cidrBlock: subnetIpv6Cidr(text, vpcBlocks, siblings) }];
}

function zoneFor(context: Context, name: string | undefined, id: string | undefined) {
  const zones = zonesOf(context);
  const zone = zones.find((each) => (id === undefined ? each.name === (name ?? zones[0]?.name) : each.id === id));
  if (zone) return zone;
  const valid = zones.map((each) => (id === undefined ? each.name : each.id)).join(', ');
  const parameter = id === undefined ? 'availabilityZone' : 'availabilityZoneId';
  throw invalidValue(
    `Value (${id ?? name}) for parameter ${parameter} is invalid. Subnets can currently only be created in the following availability zones: ${valid}.`,
  );
}

function subnetFields(context: Context, state: Ec2State): Fields<SubnetRecord> {
  return {
    'subnet-id': ({ subnetId }) => subnetId,
    'subnet-arn': ({ subnetId }) => context.arn('ec2', `subnet/${subnetId}`),
    'vpc-id': ({ vpcId }) => vpcId,
    cidr: ({ cidrBlock }) => cidrBlock,
    'cidr-block': ({ cidrBlock }) => cidrBlock,
    cidrBlock: ({ cidrBlock }) => cidrBlock,
    'availability-zone': ({ availabilityZone }) => availabilityZone,
    availabilityZone: ({ availabilityZone }) => availabilityZone,
    'availability-zone-id': ({ availabilityZoneId }) => availabilityZoneId,
    availabilityZoneId: ({ availabilityZoneId }) => availabilityZoneId,
    'available-ip-address-count': (subnet) => availableAddresses(state, subnet),
    'default-for-az': () => false,
    defaultForAz: () => false,
    'ipv6-cidr-block-association.ipv6-cidr-block': (subnet) => subnet.ipv6CidrBlocks.map((block) => block.cidrBlock),
    'ipv6-cidr-block-association.association-id': (subnet) => subnet.ipv6CidrBlocks.map((block) => block.associationId),
    'map-public-ip-on-launch': ({ mapPublicIpOnLaunch }) => mapPublicIpOnLaunch,
    'owner-id': () => context.account,
    state: () => 'available',
  };
}

function describeSubnet(context: Context, state: Ec2State, subnet: SubnetRecord): Subnet {
  return {
    SubnetId: subnet.subnetId,
    SubnetArn: context.arn('ec2', `subnet/${subnet.subnetId}`),
    VpcId: subnet.vpcId,
    OwnerId: context.account,
    State: 'available',
    CidrBlock: subnet.cidrBlock,
    AvailableIpAddressCount: availableAddresses(state, subnet),
    AvailabilityZone: subnet.availabilityZone,
    AvailabilityZoneId: subnet.availabilityZoneId,
    DefaultForAz: false,
    MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: subnet.assignIpv6AddressOnCreation,
    EnableDns64: subnet.enableDns64,
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: subnet.ipv6CidrBlocks.map(({ associationId, cidrBlock }) => ({
      AssociationId: associationId,
      Ipv6CidrBlock: cidrBlock,
      Ipv6CidrBlockState: { State: 'associated' },
    })),
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: subnet.hostnameType as 'ip-name',
      EnableResourceNameDnsARecord: subnet.enableResourceNameDnsARecord,
      EnableResourceNameDnsAAAARecord: subnet.enableResourceNameDnsAAAARecord,
    },
    Tags: tagList(state, subnet.subnetId),
  };
}
