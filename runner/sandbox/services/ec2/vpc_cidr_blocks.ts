import { AssociateVpcCidrBlockCommand, DisassociateVpcCidrBlockCommand } from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { vpcCidr } from './blocks.ts';
import { contains, overlaps, parseCidr } from './cidr.ts';
import { existing } from './ids.ts';
import { onEc2 } from './operation.ts';
import { requireParameter } from './refuse.ts';
import { type Ec2State, ec2State, type VpcRecord } from './state.ts';
import { newIpv6Block } from './vpc.ts';

const maximumBlocks = 5;

/** Further ranges of a VPC. Behaviour: `AssociateVpcCidrBlock`; VPC user guide, "VPC CIDR blocks". */
export const vpcCidrBlockOperations = [
  onEc2(AssociateVpcCidrBlockCommand, (input, context) => {
    const vpc = existing(context.state(ec2State).vpcs, 'vpc', input.VpcId);
    if (input.AmazonProvidedIpv6CidrBlock) {
      const block = newIpv6Block(context);
      vpc.ipv6CidrBlocks.push(block);
      return { VpcId: vpc.vpcId, Ipv6CidrBlockAssociation: ipv6Association(block, 'associating') };
    }
    const cidrBlock = vpcCidr(requireParameter(input.CidrBlock, 'cidrBlock'));
    refuseRange(vpc, cidrBlock);
    const associationId = context.newId('vpc-cidr-assoc');
    vpc.cidrBlocks.push({ associationId, cidrBlock });
    return { VpcId: vpc.vpcId, CidrBlockAssociation: ipv4Association({ associationId, cidrBlock }, 'associating') };
  }),
  onEc2(DisassociateVpcCidrBlockCommand, (input, context) => {
    const state = context.state(ec2State);
    const id = requireParameter(input.AssociationId, 'associationId');
    for (const vpc of state.vpcs.values()) {
      const ipv4 = removeIpv4(state, vpc, id);
      if (ipv4) return { VpcId: vpc.vpcId, CidrBlockAssociation: ipv4Association(ipv4, 'disassociating') };
      const ipv6 = removed(vpc.ipv6CidrBlocks, id);
      if (ipv6) return { VpcId: vpc.vpcId, Ipv6CidrBlockAssociation: ipv6Association(ipv6, 'disassociating') };
    }
    throw new ServiceError(
      'InvalidVpcCidrBlockAssociationID.NotFound',
      `The vpc CIDR block association ID '${id}' does not exist`,
    );
  }),
];

function refuseRange(vpc: VpcRecord, cidrBlock: string): void {
  const range = parseCidr(cidrBlock)!;
  if (vpc.cidrBlocks.some((block) => overlaps(parseCidr(block.cidrBlock)!, range))) {
    throw new ServiceError('InvalidVpc.Range', `The CIDR '${cidrBlock}' conflicts with another CIDR of the VPC.`);
  }
  const primary = privateNetwork(vpc.cidrBlocks[0]?.cidrBlock ?? cidrBlock);
  const own = privateNetwork(cidrBlock);
  if (primary !== undefined && own !== undefined && primary !== own) {
    throw new ServiceError(
      'InvalidVpc.Range',
      `The CIDR '${cidrBlock}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR.`,
    );
  }
  if (vpc.cidrBlocks.length >= maximumBlocks) {
    throw new ServiceError(
      'CidrLimitExceeded',
      `This network '${vpc.vpcId}' has met its maximum number of allowed CIDRs: ${maximumBlocks}`,
    );
  }
}

/** Which of the three private networks of RFC 1918 a range belongs to. */
function privateNetwork(cidrBlock: string): string | undefined {
  const range = parseCidr(cidrBlock)!;
  return ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].find((block) => contains(parseCidr(block)!, range));
}

function removeIpv4(state: Ec2State, vpc: VpcRecord, id: string): VpcRecord['cidrBlocks'][number] | undefined {
  const block = vpc.cidrBlocks.find(({ associationId }) => associationId === id);
  if (!block) return undefined;
  if (block === vpc.cidrBlocks[0]) {
    throw new ServiceError(
      'OperationNotPermitted',
      `The vpc CIDR block with association ID ${id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  }
  const range = parseCidr(block.cidrBlock)!;
  const isUsed = [...state.subnets.values()].some(
    (subnet) => subnet.vpcId === vpc.vpcId && contains(range, parseCidr(subnet.cidrBlock)!),
  );
  if (isUsed) {
    throw new ServiceError('InvalidCidr.InUse', `The vpc CIDR block with association ID ${id} has subnets in it.`);
  }
  return removed(vpc.cidrBlocks, id);
}

function removed<T extends { readonly associationId: string }>(blocks: T[], id: string): T | undefined {
  const index = blocks.findIndex(({ associationId }) => associationId === id);
  return index < 0 ? undefined : blocks.splice(index, 1)[0];
}

function ipv4Association(block: VpcRecord['cidrBlocks'][number], state: 'associating' | 'disassociating') {
  return { AssociationId: block.associationId, CidrBlock: block.cidrBlock, CidrBlockState: { State: state } };
}

function ipv6Association(block: VpcRecord['ipv6CidrBlocks'][number], state: 'associating' | 'disassociating') {
  return {
    AssociationId: block.associationId,
    Ipv6CidrBlock: block.cidrBlock,
    Ipv6CidrBlockState: { State: state },
    NetworkBorderGroup: block.networkBorderGroup,
  };
}
