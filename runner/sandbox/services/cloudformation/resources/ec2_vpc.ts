import {
  CreateVpcCommand,
  DeleteVpcCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcTenancyCommand,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../../context.ts';
import { ec2State } from '../../ec2/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import { markEc2, retag, specifications } from './ec2_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { flag, tags, text } from './shape.ts';

/** `AWS::EC2::VPC` (Template reference). */
export const vpc: ResourceType = {
  type: 'AWS::EC2::VPC',
  properties: {
    CidrBlock: { shape: text, replaces: true },
    EnableDnsHostnames: { shape: flag },
    EnableDnsSupport: { shape: flag },
    InstanceTenancy: { shape: text },
    Tags: { shape: tags },
  },
  unmodelled: ['Ipv4IpamPoolId', 'Ipv4NetmaskLength'],
  seconds: { create: 12, update: 10, remove: 3 },
  create(properties, { context }) {
    const { Vpc } = call(context, CreateVpcCommand, {
      CidrBlock: properties['CidrBlock'] as string,
      InstanceTenancy: properties['InstanceTenancy'] as 'default' | undefined,
      TagSpecifications: specifications('vpc', properties),
    });
    return Vpc?.VpcId ?? '';
  },
  configure: (id, properties, { context }) => setAttributes(id, properties, context),
  update(id, properties, before, { context }) {
    if (properties['InstanceTenancy'] !== before['InstanceTenancy']) {
      call(context, ModifyVpcTenancyCommand, { VpcId: id, InstanceTenancy: 'default' });
    }
    setAttributes(id, properties, context);
    retag(id, properties, before, context);
  },
  // There is only the way back from dedicated tenancy.
  replaces: (name, after) => (name === 'InstanceTenancy' ? (after ?? 'default') !== 'default' : undefined),
  remove: (id, _, context) => {
    if (context.state(ec2State).vpcs.has(id)) call(context, DeleteVpcCommand, { VpcId: id });
  },
  attributes: {
    VpcId: (id) => id,
    CidrBlock: (id, context) => context.state(ec2State).vpcs.get(id)?.cidrBlocks[0]?.cidrBlock ?? '',
    CidrBlockAssociations: (id, context) =>
      context
        .state(ec2State)
        .vpcs.get(id)
        ?.cidrBlocks.map(({ associationId }) => associationId) ?? [],
    DefaultNetworkAcl: (id, context) => context.state(ec2State).vpcs.get(id)?.networkAclId ?? '',
    DefaultSecurityGroup: (id, context) =>
      [...context.state(ec2State).securityGroups.values()].find(
        ({ vpcId, groupName }) => vpcId === id && groupName === 'default',
      )?.groupId ?? '',
    Ipv6CidrBlocks: (id, context) =>
      context
        .state(ec2State)
        .vpcs.get(id)
        ?.ipv6CidrBlocks.map(({ cidrBlock }) => cidrBlock) ?? [],
  },
  mark: markEc2,
};

function setAttributes(VpcId: string, properties: Fields, context: Context): void {
  const support = properties['EnableDnsSupport'] !== false;
  call(context, ModifyVpcAttributeCommand, { VpcId, EnableDnsSupport: { Value: support } });
  const names = properties['EnableDnsHostnames'] === true;
  call(context, ModifyVpcAttributeCommand, { VpcId, EnableDnsHostnames: { Value: names } });
}
