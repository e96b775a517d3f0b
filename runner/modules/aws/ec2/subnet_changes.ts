import {
  AssociateSubnetCidrBlockCommand,
  DisassociateSubnetCidrBlockCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
} from '@aws-sdk/client-ec2';
import { waitUntil } from '../../../aws/wait.ts';
import type { World } from '../../../aws/world.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import { findSubnets, type Ipv6Range, type SubnetState } from './subnet_read.ts';
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
  yield step(`add IPv6 address range ${want.ipv6_cidr_block}`, async (world, { known, progress }) => {
    const command = new AssociateSubnetCidrBlockCommand({
      SubnetId: known.id!,
      Ipv6CidrBlock: want.ipv6_cidr_block as string,
    });
    await world.client(EC2Client).send(command);
    return untilAssociated(world, known.id!, progress);
  });
}

/** AWS takes a moment to add a range, and giving its addresses to instances needs that done. */
function untilAssociated(
  world: World,
  id: string,
  progress: (message: string) => void,
): Promise<Pick<SubnetState, 'ipv6_cidr_block' | 'ipv6_association_id' | 'ipv6_cidr_block_association_set'>> {
  return waitUntil<Pick<SubnetState, 'ipv6_cidr_block' | 'ipv6_association_id' | 'ipv6_cidr_block_association_set'>>(
    world,
    {
      what: `the IPv6 address range of subnet ${id}`,
      limit: 60_000,
      interval: 1_000,
      progress,
      look: async () => {
        const [subnet] = await findSubnets(world, { 'subnet-id': id });
        const { ipv6_cidr_block, ipv6_association_id, ipv6_cidr_block_association_set } = subnet!;
        const [range] = ipv6_cidr_block_association_set as Ipv6Range[];
        const state = range?.ipv6_cidr_block_state.state ?? 'not there yet';
        return state === 'associated'
          ? { done: { ipv6_cidr_block, ipv6_association_id, ipv6_cidr_block_association_set } }
          : { seen: state };
      },
    },
  );
}
