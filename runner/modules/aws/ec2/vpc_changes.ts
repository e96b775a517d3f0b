import {
  AssociateDhcpOptionsCommand,
  AssociateVpcCidrBlockCommand,
  DisassociateVpcCidrBlockCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  ModifyVpcTenancyCommand,
} from '@aws-sdk/client-ec2';
import { unlessDoneBefore } from '../../../aws/done_before.ts';
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
    yield step(`add address range ${cidr_block}`, async (world, { known }) => {
      const command = new AssociateVpcCidrBlockCommand({ VpcId: known.id!, CidrBlock: cidr_block as string });
      const answer = await unlessDoneBefore(['InvalidVpc.Range'], () =>
        onceEc2Knows(world, () => world.client(EC2Client).send(command)),
      );
      const made = answer?.CidrBlockAssociation;
      if (!made) return rangesNow(world, known.id!);
      const added: CidrAssociation = {
        association_id: made.AssociationId!,
        cidr_block,
        cidr_block_state: { state: made.CidrBlockState?.State ?? 'associating' },
      };
      return { cidr_block_association_set: [...(known.cidr_block_association_set ?? []), added] };
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

/** The ranges as AWS tells them, when the answer that would have told was lost. */
async function rangesNow(world: World, vpc_id: string): Promise<Partial<VpcState>> {
  const [vpc] = await describeVpcs(world, { vpc_id });
  const { cidr_block_association_set, ipv6_cidr_block_association_set } = vpcFrom(vpc!);
  return { cidr_block_association_set, ipv6_cidr_block_association_set };
}

function* ipv6Steps(now: Now, want: Now): Generator<Step<VpcState>> {
  const has = now.ipv6_cidr_block_association_set as Ipv6Association[];
  const wanted = want.ipv6_cidr_block_association_set as Ipv6Association[];
  if (wanted.length > 0 && has.length === 0)
    yield step('add an IPv6 address range from Amazon', async (world, { known }) => {
      const { Ipv6CidrBlockAssociation: made } = await world
        .client(EC2Client)
        .send(new AssociateVpcCidrBlockCommand({ VpcId: known.id!, AmazonProvidedIpv6CidrBlock: true }));
      const added: Ipv6Association = {
        association_id: made!.AssociationId!,
        ipv6_cidr_block: made!.Ipv6CidrBlock ?? '',
        ipv6_cidr_block_state: { state: made!.Ipv6CidrBlockState?.State ?? 'associating' },
      };
      return { ipv6_cidr_block_association_set: [added] };
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
