import {
  AssociateSubnetCidrBlockCommand,
  DisassociateSubnetCidrBlockCommand,
  ModifySubnetAttributeCommand,
  type ModifySubnetAttributeCommandInput,
} from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { existing } from './ids.ts';
import { onEc2 } from './operation.ts';
import { invalidValue, requireParameter } from './refuse.ts';
import { ec2State, type SubnetRecord } from './state.ts';
import { ipv6BlocksOf } from './subnet.ts';

/** What can be changed of a subnet. Behaviour: `ModifySubnetAttribute` (one attribute a call). */
export const subnetAttributeOperations = [
  onEc2(ModifySubnetAttributeCommand, (input, context) => {
    const subnet = existing(context.state(ec2State).subnets, 'subnet', input.SubnetId);
    const changes = changesOf(input);
    if (changes.length !== 1) {
      throw new ServiceError('InvalidParameterCombination', 'Exactly one attribute must be specified');
    }
    if (input.AssignIpv6AddressOnCreation?.Value && subnet.ipv6CidrBlocks.length === 0) {
      throw new ServiceError(
        'InvalidParameterValue',
        `Invalid value 'true' for assign-ipv6-address-on-creation. Subnet does not have IPv6 CIDR block associated.`,
      );
    }
    for (const change of changes) Object.assign(subnet, change);
    return {};
  }),
  onEc2(AssociateSubnetCidrBlockCommand, (input, context) => {
    const subnet = existing(context.state(ec2State).subnets, 'subnet', input.SubnetId);
    const cidrBlock = requireParameter(input.Ipv6CidrBlock, 'ipv6CidrBlock');
    if (subnet.ipv6CidrBlocks.length > 0) {
      throw new ServiceError(
        'InvalidSubnet.Conflict',
        `The subnet '${subnet.subnetId}' already has an IPv6 CIDR block`,
      );
    }
    const { vpcs } = context.state(ec2State);
    const [block] = ipv6BlocksOf(context, existing(vpcs, 'vpc', subnet.vpcId), cidrBlock);
    if (!block) throw invalidValue('Value () for parameter ipv6CidrBlock is invalid.');
    subnet.ipv6CidrBlocks.push(block);
    return { SubnetId: subnet.subnetId, Ipv6CidrBlockAssociation: association(block, 'associating') };
  }),
  onEc2(DisassociateSubnetCidrBlockCommand, (input, context) => {
    const id = requireParameter(input.AssociationId, 'associationId');
    for (const subnet of context.state(ec2State).subnets.values()) {
      const index = subnet.ipv6CidrBlocks.findIndex(({ associationId }) => associationId === id);
      const [block] = index < 0 ? [] : subnet.ipv6CidrBlocks.splice(index, 1);
      if (block) return { SubnetId: subnet.subnetId, Ipv6CidrBlockAssociation: association(block, 'disassociating') };
    }
    throw new ServiceError(
      'InvalidSubnetCidrBlockAssociationID.NotFound',
      `The subnet CIDR block with association ID '${id}' does not exist`,
    );
  }),
];

function changesOf(input: ModifySubnetAttributeCommandInput): Partial<SubnetRecord>[] {
  const values: Partial<SubnetRecord>[] = [
    { mapPublicIpOnLaunch: input.MapPublicIpOnLaunch?.Value },
    { assignIpv6AddressOnCreation: input.AssignIpv6AddressOnCreation?.Value },
    { enableDns64: input.EnableDns64?.Value },
    { hostnameType: input.PrivateDnsHostnameTypeOnLaunch },
    { enableResourceNameDnsARecord: input.EnableResourceNameDnsARecordOnLaunch?.Value },
    { enableResourceNameDnsAAAARecord: input.EnableResourceNameDnsAAAARecordOnLaunch?.Value },
  ] as Partial<SubnetRecord>[];
  return values.filter((value) => Object.values(value).some((each) => each !== undefined));
}

function association(block: SubnetRecord['ipv6CidrBlocks'][number], state: 'associating' | 'disassociating') {
  return {
    AssociationId: block.associationId,
    Ipv6CidrBlock: block.cidrBlock,
    Ipv6CidrBlockState: { State: state },
  };
}
