import { CreateVpcCommand, DeleteVpcCommand, EC2Client, type Vpc } from '@aws-sdk/client-ec2';
import { ec2VpcNetSchema } from '../../../schemas/ec2_vpc_net.ts';
import { canonicalCidr } from '../../aws/cidr.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { isOwned, type Owner } from '../../aws/ownership.ts';
import { wantedTags } from '../../aws/tags.ts';
import { listOf } from '../../aws/unknowns.ts';
import { waitUntil } from '../../aws/wait.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { resource, type StepContext, step, unlessGone, type Wanted } from '../module.ts';
import { contentsInTheWay } from './ec2/in_the_way.ts';
import { onceLetGo } from './ec2/let_go.ts';
import { ec2TagSteps, tagSpecifications } from './ec2/tags.ts';
import { attributeSteps, cidrSteps } from './ec2/vpc_changes.ts';
import {
  type CidrAssociation,
  describeVpcs,
  findVpc,
  type Ipv6Association,
  type VpcState,
  vpcFrom,
  withAttributes,
} from './ec2/vpc_read.ts';

type Params = Infer<typeof ec2VpcNetSchema>;

/** A VPC, as the page of `amazon.aws.ec2_vpc_net` documents it. */
export const ec2VpcNet = resource({
  name: 'ec2_vpc_net',
  schema: ec2VpcNetSchema,
  identity: ['vpc_id', 'name', 'cidr_block'],
  read: findVpc,
  want: wantedVpc,
  *replaces(now, _want, params) {
    const asked = listOf(params.cidr_block);
    const isOther = !containsUnknown(asked) && !asked.map(canonicalCidr).includes(now.cidr_block);
    // A VPC that is told by its id only gets further ranges.
    if (params.vpc_id === undefined && asked.length > 0 && isOther)
      yield { property: 'cidr_block', now: now.cidr_block, want: canonicalCidr(asked[0]!) };
    // EC2 API, ModifyVpcTenancy: only `default` can be chosen afterwards.
    if (params.tenancy === 'dedicated' && now.instance_tenancy !== 'dedicated')
      yield { property: 'tenancy', now: now.instance_tenancy, want: params.tenancy };
  },
  predecessors: formerVpcs,
  removal: {
    id: (now) => now.id,
    isById: true,
    inTheWay: (world, now, going) => contentsInTheWay(world, now.id, going),
  },
  *plan(now, want, params) {
    if (!want) {
      if (now)
        yield step(`delete VPC ${now.id} (${now.cidr_block})`, (world, context) => deleteVpc(world, now.id, context));
      return;
    }
    if (now) yield* ec2TagSteps('VPC', now, want);
    else
      yield step(`create VPC ${want.cidr_block}${params.name ? ` (${params.name})` : ''}`, (world, context) =>
        createVpc(world, params, want, context),
      );
    const current = now ?? { ...want, ...freshVpc(want, params) };
    yield* cidrSteps(current, want);
    yield* attributeSteps(current, want);
  },
  result: (vpc) => {
    if (!vpc) return { vpc: {} };
    const { dns_support: _support, dns_hostnames: _hostnames, ...documented } = vpc;
    return { vpc: documented };
  },
});

/** How every new VPC begins. */
function freshVpc(want: Wanted<VpcState>, params: Params): Partial<Wanted<VpcState>> {
  return {
    dns_support: true,
    dns_hostnames: false,
    dhcp_options_id: params.dhcp_opts_id ? unknown : want.dhcp_options_id,
    cidr_block_association_set: (want.cidr_block_association_set as CidrAssociation[]).slice(0, 1),
    ipv6_cidr_block_association_set: [],
  };
}

function wantedVpc(params: Params, now: VpcState | undefined): Wanted<VpcState> | undefined {
  if (params.state === 'absent') return undefined;
  checkVpc(params, now);
  const { name, tags: asked, dns_support, dns_hostnames } = params;
  const tags = name === undefined ? asked : { ...asked, Name: name };
  const made = { id: unknown, owner_id: unknown, is_default: false, state: 'available', dhcp_options_id: unknown };
  const instance_tenancy = params.tenancy ?? now?.instance_tenancy ?? 'default';
  return {
    ...made,
    ...now,
    cidr_block: now?.cidr_block ?? canonicalCidr(listOf(params.cidr_block)[0] ?? unknown),
    cidr_block_association_set: wantedRanges(params, now),
    ipv6_cidr_block_association_set: wantedIpv6(params, now),
    dhcp_options_id: params.dhcp_opts_id ?? now?.dhcp_options_id ?? unknown,
    instance_tenancy,
    dns_support,
    dns_hostnames,
    tags: wantedTags(now?.tags, tags, asked !== undefined && params.purge_tags),
  };
}

function wantedRanges(params: Params, now: VpcState | undefined): CidrAssociation[] {
  const has = now?.cidr_block_association_set ?? [];
  const asked = listOf(params.cidr_block).map(canonicalCidr);
  const kept = has.filter(
    ({ cidr_block }) =>
      cidr_block === now?.cidr_block ||
      !params.purge_cidrs ||
      params.cidr_block === undefined ||
      asked.includes(String(cidr_block)),
  );
  const added = asked.filter((range) => !kept.some((each) => each.cidr_block === range));
  const associated = { association_id: unknown, cidr_block_state: { state: 'associated' } };
  return [...kept, ...added.map((cidr_block) => ({ ...associated, cidr_block }))];
}

function wantedIpv6({ ipv6_cidr }: Params, now: VpcState | undefined): Ipv6Association[] {
  const has = now?.ipv6_cidr_block_association_set ?? [];
  if (ipv6_cidr === false) return [];
  if (ipv6_cidr === undefined || has.length > 0) return has;
  return [{ association_id: unknown, ipv6_cidr_block: unknown, ipv6_cidr_block_state: { state: 'associated' } }];
}

function checkVpc(params: Params, now: VpcState | undefined): void {
  const fail = (message: string, hint: string) => new PlayError({ code: 'vpc-parameters', message, hint });
  if (params.dns_hostnames && !params.dns_support)
    throw fail('dns_hostnames needs dns_support', 'leave dns_support on, or turn dns_hostnames off as well');
  if (!now && params.vpc_id !== undefined && typeof params.vpc_id === 'string')
    throw fail(`there is no VPC ${params.vpc_id}`, 'leave vpc_id out to make one by name and cidr_block');
  if (!now && params.vpc_id === undefined && params.cidr_block === undefined)
    throw fail(`cidr_block is needed to create the VPC "${params.name}"`, 'give it a range such as 10.0.0.0/16');
}

async function createVpc(
  world: World,
  params: Params,
  want: Wanted<VpcState>,
  { progress }: StepContext<VpcState>,
): Promise<Partial<VpcState>> {
  const ec2 = world.client(EC2Client);
  const create = async (): Promise<Vpc | undefined> => {
    const answer = await ec2.send(
      new CreateVpcCommand({
        CidrBlock: want.cidr_block as string,
        InstanceTenancy: want.instance_tenancy as 'default' | 'dedicated',
        TagSpecifications: tagSpecifications('vpc', want.tags),
      }),
    );
    return answer.Vpc;
  };
  const made = await createOnce(create, async () =>
    params.multi_ok ? undefined : (await describeVpcs(world, params))[0],
  );
  const vpc = made!.State === 'available' ? made! : await untilAvailable(world, made!.VpcId!, progress);
  return { ...vpcFrom(vpc), tags: want.tags as Record<string, string>, dns_support: true, dns_hostnames: false };
}

function untilAvailable(world: World, id: string, progress: (message: string) => void): Promise<Vpc> {
  return waitUntil<Vpc>(world, {
    what: `VPC ${id} to become available`,
    limit: 60_000,
    interval: 1_000,
    progress,
    look: async () => {
      const [vpc] = await describeVpcs(world, { vpc_id: id });
      return vpc?.State === 'available' ? { done: vpc } : { seen: vpc?.State ?? 'not there yet' };
    },
  });
}

/** VPCs of that name which the owner made with another range. */
async function formerVpcs(world: World, params: Params, owner: Owner): Promise<VpcState[]> {
  const { name, vpc_id, multi_ok, cidr_block } = params;
  if (name === undefined || vpc_id !== undefined || multi_ok || cidr_block === undefined) return [];
  const found = await describeVpcs(world, { name });
  return Promise.all(found.filter((vpc) => isOwned(vpcFrom(vpc).tags, owner)).map((vpc) => withAttributes(world, vpc)));
}

async function deleteVpc(world: World, VpcId: string, context: StepContext<VpcState>): Promise<undefined> {
  const holding = {
    what: `VPC ${VpcId}`,
    interfaces: { 'vpc-id': VpcId },
    others: () => contentsInTheWay(world, VpcId, new Set()),
    progress: context.progress,
  };
  await unlessGone(['InvalidVpcID.NotFound', 'InvalidVpcId.NotFound'], context, () =>
    onceLetGo(world, holding, () => world.client(EC2Client).send(new DeleteVpcCommand({ VpcId }))),
  );
  return undefined;
}
