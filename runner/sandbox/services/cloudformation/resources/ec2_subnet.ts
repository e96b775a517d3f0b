import {
  AssociateSubnetCidrBlockCommand,
  CreateSubnetCommand,
  DeleteSubnetCommand,
  DisassociateSubnetCidrBlockCommand,
  ModifySubnetAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../../context.ts';
import { ec2State } from '../../ec2/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import { markEc2, retag, specifications } from './ec2_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { flag, tags, text } from './shape.ts';

/** `AWS::EC2::Subnet` (Template reference). */
export const subnet: ResourceType = {
  type: 'AWS::EC2::Subnet',
  properties: {
    AssignIpv6AddressOnCreation: { shape: flag },
    AvailabilityZone: { shape: text, replaces: true },
    AvailabilityZoneId: { shape: text, replaces: true },
    CidrBlock: { shape: text, replaces: true },
    EnableDns64: { shape: flag },
    Ipv6CidrBlock: { shape: text },
    MapPublicIpOnLaunch: { shape: flag },
    Tags: { shape: tags },
    VpcId: { shape: text, required: true, replaces: true },
  },
  unmodelled: [
    'EnableLniAtDeviceIndex',
    'Ipv4IpamPoolId',
    'Ipv4NetmaskLength',
    'Ipv6IpamPoolId',
    'Ipv6Native',
    'Ipv6NetmaskLength',
    'OutpostArn',
    'PrivateDnsNameOptionsOnLaunch',
  ],
  seconds: { create: 5, update: 5, remove: 3 },
  create(properties, { context }) {
    const { Subnet } = call(context, CreateSubnetCommand, {
      VpcId: properties['VpcId'] as string,
      CidrBlock: properties['CidrBlock'] as string | undefined,
      Ipv6CidrBlock: properties['Ipv6CidrBlock'] as string | undefined,
      AvailabilityZone: properties['AvailabilityZone'] as string | undefined,
      AvailabilityZoneId: properties['AvailabilityZoneId'] as string | undefined,
      TagSpecifications: specifications('subnet', properties),
    });
    return Subnet?.SubnetId ?? '';
  },
  configure: (id, properties, { context }) => setAttributes(id, properties, {}, context),
  update(id, properties, before, { context }) {
    if (properties['Ipv6CidrBlock'] !== before['Ipv6CidrBlock']) setIpv6Block(id, properties, context);
    setAttributes(id, properties, before, context);
    retag(id, properties, before, context);
  },
  remove: (id, _, context) => {
    if (context.state(ec2State).subnets.has(id)) call(context, DeleteSubnetCommand, { SubnetId: id });
  },
  attributes: {
    SubnetId: (id) => id,
    AvailabilityZone: (id, context) => context.state(ec2State).subnets.get(id)?.availabilityZone ?? '',
    AvailabilityZoneId: (id, context) => context.state(ec2State).subnets.get(id)?.availabilityZoneId ?? '',
    CidrBlock: (id, context) => context.state(ec2State).subnets.get(id)?.cidrBlock ?? '',
    VpcId: (id, context) => context.state(ec2State).subnets.get(id)?.vpcId ?? '',
    Ipv6CidrBlocks: (id, context) =>
      context
        .state(ec2State)
        .subnets.get(id)
        ?.ipv6CidrBlocks.map(({ cidrBlock }) => cidrBlock) ?? [],
  },
  mark: markEc2,
};

const switches = ['MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation', 'EnableDns64'] as const;

function setAttributes(SubnetId: string, properties: Fields, before: Fields, context: Context): void {
  for (const name of switches) {
    const wanted = properties[name] === true;
    if (wanted === (before[name] === true)) continue;
    call(context, ModifySubnetAttributeCommand, { SubnetId, [name]: { Value: wanted } });
  }
}

function setIpv6Block(SubnetId: string, properties: Fields, context: Context): void {
  for (const { associationId } of context.state(ec2State).subnets.get(SubnetId)?.ipv6CidrBlocks ?? []) {
    call(context, DisassociateSubnetCidrBlockCommand, { AssociationId: associationId });
  }
  const block = properties['Ipv6CidrBlock'] as string | undefined;
  if (block !== undefined) call(context, AssociateSubnetCidrBlockCommand, { SubnetId, Ipv6CidrBlock: block });
}
