import {
  AssociateSubnetCidrBlockCommand,
  DisassociateSubnetCidrBlockCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
} from '@aws-sdk/client-ec2';
import { type Step, step, type Wanted } from '../../module.ts';
import type { Ipv6Range, SubnetState } from './subnet_read.ts';
import { onceEc2Knows } from './tags.ts';

/** Steps for what AWS changes one attribute at a time; IPv6 addresses need the range first. */
export function* subnetAttributeSteps(
  now: Wanted<SubnetState>,
  want: Wanted<SubnetState>,
): Generator<Step<SubnetState>> {
  yield* ipv6RangeSteps(now, want);
  if (now.map_public_ip_on_launch !== want.map_public_ip_on_launch)
    yield modify('map_public_ip_on_launch', 'public IPv4 addresses', want.map_public_ip_on_launch === true);
  if (now.assign_ipv6_address_on_creation !== want.assign_ipv6_address_on_creation)
    yield modify('assign_ipv6_address_on_creation', 'IPv6 addresses', want.assign_ipv6_address_on_creation === true);
}

function modify(
  attribute: 'map_public_ip_on_launch' | 'assign_ipv6_address_on_creation',
  what: string,
  Value: boolean,
): Step<SubnetState> {
  return step(`${Value ? 'give' : 'stop giving'} new instances ${what}`, async (world, { known }) => {
    const change =
      attribute === 'map_public_ip_on_launch'
        ? { MapPublicIpOnLaunch: { Value } }
        : { AssignIpv6AddressOnCreation: { Value } };
    await onceEc2Knows(world, () =>
      world.client(EC2Client).send(new ModifySubnetAttributeCommand({ SubnetId: known.id!, ...change })),
    );
    return { [attribute]: Value };
  });
}

function* ipv6RangeSteps(now: Wanted<SubnetState>, want: Wanted<SubnetState>): Generator<Step<SubnetState>> {
  if (now.ipv6_cidr_block === want.ipv6_cidr_block) return;
  for (const gone of now.ipv6_cidr_block_association_set as Ipv6Range[])
    yield step(`remove IPv6 address range ${gone.ipv6_cidr_block}`, async (world) => {
      const AssociationId = gone.association_id as string;
      await world.client(EC2Client).send(new DisassociateSubnetCidrBlockCommand({ AssociationId }));
      return { ipv6_cidr_block: '', ipv6_association_id: '', ipv6_cidr_block_association_set: [] };
    });
  if (want.ipv6_cidr_block === '') return;
  yield step(`add IPv6 address range ${want.ipv6_cidr_block}`, async (world, { known }) => {
    const ipv6_cidr_block = want.ipv6_cidr_block as string;
    const command = new AssociateSubnetCidrBlockCommand({ SubnetId: known.id!, Ipv6CidrBlock: ipv6_cidr_block });
    const { Ipv6CidrBlockAssociation: made } = await world.client(EC2Client).send(command);
    const association_id = made!.AssociationId!;
    const ipv6_cidr_block_state = { state: made!.Ipv6CidrBlockState?.State ?? 'associating' };
    return {
      ipv6_cidr_block,
      ipv6_association_id: association_id,
      ipv6_cidr_block_association_set: [{ association_id, ipv6_cidr_block, ipv6_cidr_block_state }],
    };
  });
}
