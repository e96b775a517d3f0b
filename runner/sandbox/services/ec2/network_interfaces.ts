import { DescribeNetworkInterfacesCommand, type NetworkInterface } from '@aws-sdk/client-ec2';
import { type Fields, filtered } from './filters.ts';
import { selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { type Ec2State, ec2State, type NetworkInterfaceRecord } from './state.ts';
import { tagList } from './tags.ts';

/** Network interfaces, which other services make. Behaviour: `DescribeNetworkInterfaces`. */
export const networkInterfaceOperations = [
  onEc2(DescribeNetworkInterfacesCommand, (input, context) => {
    const state = context.state(ec2State);
    const all = selected(state.networkInterfaces, 'networkInterface', input.NetworkInterfaceIds);
    const records = filtered(all, input.Filters, {
      state,
      idOf: ({ networkInterfaceId }) => networkInterfaceId,
      fields: networkInterfaceFields(state),
    });
    const { items, next } = ec2Page(records, input, input.NetworkInterfaceIds);
    return { NetworkInterfaces: items.map((each) => describeInterface(state, each)), NextToken: next };
  }),
];

function networkInterfaceFields(state: Ec2State): Fields<NetworkInterfaceRecord> {
  return {
    'network-interface-id': ({ networkInterfaceId }) => networkInterfaceId,
    'subnet-id': ({ subnetId }) => subnetId,
    'vpc-id': ({ vpcId }) => vpcId,
    'group-id': ({ groupIds }) => groupIds,
    'group-name': ({ groupIds }) => groupIds.map((id) => state.securityGroups.get(id)?.groupName),
    'availability-zone': ({ availabilityZone }) => availabilityZone,
    description: ({ description }) => description,
    'interface-type': ({ interfaceType }) => interfaceType,
    'private-ip-address': ({ privateIpAddress }) => privateIpAddress,
    'addresses.private-ip-address': ({ privateIpAddress }) => privateIpAddress,
    'association.public-ip': ({ publicIpAddress }) => publicIpAddress,
    'requester-id': ({ requesterId }) => requesterId,
    'requester-managed': ({ requesterId }) => requesterId !== undefined,
    'owner-id': ({ ownerId }) => ownerId,
    status: () => 'in-use',
  };
}

function describeInterface(state: Ec2State, each: NetworkInterfaceRecord): NetworkInterface {
  return {
    NetworkInterfaceId: each.networkInterfaceId,
    SubnetId: each.subnetId,
    VpcId: each.vpcId,
    AvailabilityZone: each.availabilityZone,
    OwnerId: each.ownerId,
    Description: each.description,
    InterfaceType: each.interfaceType as 'interface',
    RequesterId: each.requesterId,
    RequesterManaged: each.requesterId !== undefined,
    Status: 'in-use',
    PrivateIpAddress: each.privateIpAddress,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: each.privateIpAddress }],
    Groups: each.groupIds.map((id) => ({ GroupId: id, GroupName: state.securityGroups.get(id)?.groupName })),
    ...(each.publicIpAddress && { Association: { IpOwnerId: 'amazon', PublicIp: each.publicIpAddress } }),
    SourceDestCheck: true,
    TagSet: tagList(state, each.networkInterfaceId),
  };
}
