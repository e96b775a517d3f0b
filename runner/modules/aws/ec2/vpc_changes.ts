import {
  AssociateDhcpOptionsCommand,
  AssociateVpcCidrBlockCommand,
  DisassociateVpcCidrBlockCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  ModifyVpcTenancyCommand,
} from '@aws-sdk/client-ec2';
import { unlessDoneBefore } from '../../../aws/done_before.ts';
import { waitUntil } from '../../../aws/wait.ts';
import type { World } from '../../../aws/world.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import { onceEc2Knows } from './tags.ts';
import { type CidrAssociation, describeVpcs, type Ipv6Association, type VpcState, vpcFrom } from './vpc_read.ts';

type Now = Wanted<VpcState>;

/** Steps that add and remove address ranges. */
export function* cidrSteps(now: Now, want: Now): Generator<Step<VpcState>> {
  const ranges = now.cidr_block_association_set as CidrAssociation[];
  const wanted = want.cidr_block_association_set as CidrAssociation[];
  for (const { cidr_block } of wanted.filter((each) => !ranges.some((range) => range.cidr_block === each.cidr_block)))
    yield step(`add address range ${cidr_block}`, async (world, { known, progress }) => {
      const command = new AssociateVpcCidrBlockCommand({ VpcId: known.id!, CidrBlock: cidr_block as string });
      await unlessDoneBefore(['InvalidVpc.Range'], () =>
        onceEc2Knows(world, () => world.client(EC2Client).send(command)),
      );
      return untilAssociated(world, known.id!, progress);
    });
  for (const gone of ranges.filter((each) => !wanted.some((range) => range.cidr_block === each.cidr_block)))
    yield step(`remove address range ${gone.cidr_block}`, async (world, { known }) => {
      await world
        .client(EC2Client)
        .send(new DisassociateVpcCidrBlockCommand({ AssociationId: gone.association_id as string }));
      const left = known.cidr_block_association_set ?? [];
      return { cidr_block_association_set: left.filter((each) => each.association_id !== gone.association_id) };
    });
  yield* ipv6Steps(now, want);
}

/** AWS takes a moment to add a range, and what follows (a subnet in it) needs that done. */
function untilAssociated(
  world: World,
  vpc_id: string,
  progress: (message: string) => void,
): Promise<Pick<VpcState, 'cidr_block_association_set' | 'ipv6_cidr_block_association_set'>> {
  return waitUntil<Pick<VpcState, 'cidr_block_association_set' | 'ipv6_cidr_block_association_set'>>(world, {
    what: `the address ranges of VPC ${vpc_id}`,
    limit: 60_000,
    interval: 1_000,
    progress,
    look: async () => {
      const [vpc] = await describeVpcs(world, { vpc_id });
      const { cidr_block_association_set, ipv6_cidr_block_association_set } = vpcFrom(vpc!);
      const states = [
        ...cidr_block_association_set.map((each) => each.cidr_block_state.state),
        ...ipv6_cidr_block_association_set.map((each) => each.ipv6_cidr_block_state.state),
      ];
      return states.includes('associating')
        ? { seen: 'associating' }
        : { done: { cidr_block_association_set, ipv6_cidr_block_association_set } };
    },
  });
}

function* ipv6Steps(now: Now, want: Now): Generator<Step<VpcState>> {
  const has = now.ipv6_cidr_block_association_set as Ipv6Association[];
  const wanted = want.ipv6_cidr_block_association_set as Ipv6Association[];
  if (wanted.length > 0 && has.length === 0)
    yield step('add an IPv6 address range from Amazon', async (world, { known, progress }) => {
      const command = new AssociateVpcCidrBlockCommand({ VpcId: known.id!, AmazonProvidedIpv6CidrBlock: true });
      await onceEc2Knows(world, () => world.client(EC2Client).send(command));
      return untilAssociated(world, known.id!, progress);
    });
  for (const gone of wanted.length === 0 ? has : [])
    yield step(`remove IPv6 address range ${gone.ipv6_cidr_block}`, async (world) => {
      await world
        .client(EC2Client)
        .send(new DisassociateVpcCidrBlockCommand({ AssociationId: gone.association_id as string }));
      return { ipv6_cidr_block_association_set: [] };
    });
}

/** Steps for what AWS changes one attribute at a time. DNS support comes first: host names need it. */
export function* attributeSteps(now: Now, want: Now): Generator<Step<VpcState>> {
  if (now.dns_support !== want.dns_support && want.dns_support === true) yield dnsStep('dns_support', true);
  if (now.dns_hostnames !== want.dns_hostnames) yield dnsStep('dns_hostnames', want.dns_hostnames === true);
  if (now.dns_support !== want.dns_support && want.dns_support === false) yield dnsStep('dns_support', false);
  if (now.instance_tenancy !== want.instance_tenancy)
    yield step('change tenancy to default', async (world, { known }) => {
      await world.client(EC2Client).send(new ModifyVpcTenancyCommand({ VpcId: known.id!, InstanceTenancy: 'default' }));
      return { instance_tenancy: 'default' };
    });
  if (now.dhcp_options_id !== want.dhcp_options_id)
    yield step(`use DHCP options ${want.dhcp_options_id}`, async (world, { known }) => {
      const dhcp_options_id = want.dhcp_options_id as string;
      await onceEc2Knows(world, () =>
        world
          .client(EC2Client)
          .send(new AssociateDhcpOptionsCommand({ VpcId: known.id!, DhcpOptionsId: dhcp_options_id })),
      );
      return { dhcp_options_id };
    });
}

const dnsTitles = { dns_support: 'DNS support', dns_hostnames: 'DNS host names' } as const;

function dnsStep(attribute: keyof typeof dnsTitles, Value: boolean): Step<VpcState> {
  return step(`${Value ? 'enable' : 'disable'} ${dnsTitles[attribute]}`, async (world, { known }) => {
    const change = attribute === 'dns_support' ? { EnableDnsSupport: { Value } } : { EnableDnsHostnames: { Value } };
    await onceEc2Knows(world, () =>
      world.client(EC2Client).send(new ModifyVpcAttributeCommand({ VpcId: known.id!, ...change })),
    );
    return { [attribute]: Value };
  });
}
