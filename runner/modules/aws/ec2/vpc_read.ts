import {
  DescribeVpcAttributeCommand,
  EC2Client,
  paginateDescribeVpcs,
  type Vpc,
  type VpcAttributeName,
} from '@aws-sdk/client-ec2';
import { canonicalCidr } from '../../../aws/cidr.ts';
import { type Owner, ownAmong } from '../../../aws/ownership.ts';
import { tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import { ec2Filters } from './filters.ts';

/** An address range of a VPC, IPv4 or IPv6. */
export interface CidrAssociation {
  readonly association_id: unknown;
  readonly cidr_block: unknown;
  readonly cidr_block_state: { readonly state: string };
}

/** An IPv6 range of a VPC. */
export interface Ipv6Association {
  readonly association_id: unknown;
  readonly ipv6_cidr_block: unknown;
  readonly ipv6_cidr_block_state: { readonly state: string };
}

/** A VPC in Ansible's words. */
export interface VpcState {
  id: string;
  cidr_block: string;
  cidr_block_association_set: CidrAssociation[];
  ipv6_cidr_block_association_set: Ipv6Association[];
  dhcp_options_id: string;
  instance_tenancy: string;
  is_default: boolean;
  owner_id: string;
  state: string;
  /** Left out, as the next one, where it is to go. */
  dns_support?: boolean;
  dns_hostnames?: boolean;
  tags: Record<string, string>;
}

/** Parameters that tell which VPC is meant. */
export interface VpcIdentity {
  readonly vpc_id?: string;
  readonly name?: string;
  readonly cidr_block?: readonly string[];
  readonly multi_ok?: boolean;
  readonly state?: string;
}

/** The VPC of that id, or of that name and primary address range; of several an owner's own. */
export async function findVpc(world: World, params: VpcIdentity, owner?: Owner): Promise<VpcState | undefined> {
  if (params.multi_ok && params.state !== 'absent' && params.vpc_id === undefined) return undefined;
  const fitting = await describeVpcs(world, params);
  const found = owner ? ownAmong(fitting, ({ Tags }) => tagsFromList(Tags), owner) : fitting;
  if (found.length > 1) throw ambiguous(found, params);
  if (!found[0]) return undefined;
  // For one that is to go they do not matter.
  return params.state === 'absent' ? vpcFrom(found[0]) : withAttributes(world, found[0]);
}

/** Every VPC that the parameters fit. */
export async function describeVpcs(world: World, params: VpcIdentity): Promise<Vpc[]> {
  const ec2 = world.client(EC2Client);
  const { vpc_id, name } = params;
  const ranges = params.cidr_block?.map(canonicalCidr);
  // Those of the name in one call, whatever range is asked for.
  const filters = name === undefined ? { cidr: ranges } : { 'tag:Name': name };
  const query = vpc_id === undefined ? { Filters: ec2Filters(filters) } : { VpcIds: [vpc_id] };
  const found = await unlessMissing(['InvalidVpcID.NotFound', 'InvalidVpcId.NotFound'], async () => {
    const vpcs: Vpc[] = [];
    for await (const page of paginateDescribeVpcs({ client: ec2 }, query)) vpcs.push(...(page.Vpcs ?? []));
    return vpcs;
  });
  const isInRange = ({ CidrBlock = '' }: Vpc) => vpc_id !== undefined || (ranges?.includes(CidrBlock) ?? true);
  return (found ?? []).filter(isInRange);
}

function ambiguous(found: readonly Vpc[], { name, cidr_block }: VpcIdentity): PlayError {
  const range = cidr_block ? ` and range ${cidr_block.join(', ')}` : '';
  return new PlayError({
    code: 'ambiguous-vpc',
    message: `${found.length} VPCs have the name "${name}"${range}: ${found.map((vpc) => vpc.VpcId).join(', ')}`,
    hint: 'say which with vpc_id, or give the others another tag Name',
  });
}

/** The VPC with its DNS attributes, of which DescribeVpcs tells nothing; AWS answers one per call. */
export async function withAttributes(world: World, vpc: Vpc): Promise<VpcState> {
  const ec2 = world.client(EC2Client);
  const attribute = (Attribute: VpcAttributeName) =>
    ec2.send(new DescribeVpcAttributeCommand({ VpcId: vpc.VpcId!, Attribute }));
  const [support, hostnames] = await Promise.all([attribute('enableDnsSupport'), attribute('enableDnsHostnames')]);
  return {
    ...vpcFrom(vpc),
    dns_support: support.EnableDnsSupport?.Value ?? true,
    dns_hostnames: hostnames.EnableDnsHostnames?.Value ?? false,
  };
}

/** What an answer of CreateVpc or DescribeVpcs says. */
export function vpcFrom(vpc: Vpc): Omit<VpcState, 'dns_support' | 'dns_hostnames'> {
  const there = (state: string | undefined) => state === 'associated' || state === 'associating';
  return {
    id: vpc.VpcId!,
    cidr_block: vpc.CidrBlock!,
    cidr_block_association_set: (vpc.CidrBlockAssociationSet ?? [])
      .filter((each) => there(each.CidrBlockState?.State))
      .map((each) => ({
        association_id: each.AssociationId!,
        cidr_block: each.CidrBlock!,
        cidr_block_state: { state: each.CidrBlockState?.State ?? 'associated' },
      })),
    ipv6_cidr_block_association_set: (vpc.Ipv6CidrBlockAssociationSet ?? [])
      .filter((each) => there(each.Ipv6CidrBlockState?.State))
      .map((each) => ({
        association_id: each.AssociationId!,
        ipv6_cidr_block: each.Ipv6CidrBlock ?? '',
        ipv6_cidr_block_state: { state: each.Ipv6CidrBlockState?.State ?? 'associated' },
      })),
    dhcp_options_id: vpc.DhcpOptionsId ?? 'default',
    instance_tenancy: vpc.InstanceTenancy ?? 'default',
    is_default: vpc.IsDefault ?? false,
    owner_id: vpc.OwnerId!,
    state: vpc.State!,
    tags: tagsFromList(vpc.Tags),
  };
}
