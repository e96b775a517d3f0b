import { CreateSubnetCommand, DeleteSubnetCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2VpcSubnetSchema } from '../../../schemas/ec2_vpc_subnet.ts';
import { addressCount, canonicalCidr } from '../../aws/cidr.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { isOwned, type Owner } from '../../aws/ownership.ts';
import { wantedTags } from '../../aws/tags.ts';
import { waitUntil } from '../../aws/wait.ts';
import type { World } from '../../aws/world.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { resource, type StepContext, step, unlessGone, type Wanted } from '../module.ts';
import { interfacesInTheWay } from './ec2/in_the_way.ts';
import { onceLetGo } from './ec2/let_go.ts';
import { subnetAttributeSteps } from './ec2/subnet_changes.ts';
import { findSubnets, type SubnetState, subnetFrom, subnetsOf } from './ec2/subnet_read.ts';
import { ec2TagSteps, onceEc2Knows, tagSpecifications } from './ec2/tags.ts';

type Params = Infer<typeof ec2VpcSubnetSchema>;

/** A subnet, as the page of `amazon.aws.ec2_vpc_subnet` documents it. */
export const ec2VpcSubnet = resource({
  name: 'ec2_vpc_subnet',
  schema: ec2VpcSubnetSchema,
  identity: ['vpc_id', 'cidr'],
  read: async (world, params): Promise<SubnetState | undefined> =>
    (await subnetsOf(world, params.vpc_id)).find(({ cidr_block }) => cidr_block === canonicalCidr(params.cidr)),
  want: wantedSubnet,
  *replaces(now, _want, { cidr, az }) {
    if (!containsUnknown(cidr) && canonicalCidr(cidr) !== now.cidr_block)
      yield { property: 'cidr', now: now.cidr_block, want: canonicalCidr(cidr) };
    const isThere = az === now.availability_zone || az === now.availability_zone_id;
    if (typeof az === 'string' && !isThere) yield { property: 'az', now: now.availability_zone, want: az };
  },
  predecessors: formerSubnets,
  removal: {
    id: (now) => now.id,
    isById: true,
    hangsOn: (now) => [now.vpc_id],
    inTheWay: (world, now, going) => interfacesInTheWay(world, now.vpc_id, going, { subnet: now.id }),
  },
  *plan(now, want, params) {
    if (!want) {
      if (now)
        yield step(`delete subnet ${now.id} (${now.cidr_block})`, (world, at) => deleteSubnet(world, now.id, at));
      return;
    }
    if (now) yield* ec2TagSteps('subnet', now, want);
    else {
      const zone = params.az ? ` in ${params.az}` : '';
      yield step(`create subnet ${want.cidr_block}${zone}`, (world, at) => createSubnet(world, params, want, at));
    }
    const fresh = { ...want, map_public_ip_on_launch: false, assign_ipv6_address_on_creation: false };
    yield* subnetAttributeSteps(now ?? fresh, want);
  },
  result: (subnet) => ({ subnet: subnet ?? {} }),
});

function wantedSubnet(params: Params, now: SubnetState | undefined): Wanted<SubnetState> | undefined {
  if (params.state === 'absent') return undefined;
  const cidr_block = canonicalCidr(params.cidr);
  const zone = isZoneId(params.az) ? undefined : params.az;
  return {
    id: unknown,
    subnet_id: unknown,
    subnet_arn: unknown,
    availability_zone_id: isZoneId(params.az) ? params.az : unknown,
    default_for_az: false,
    owner_id: unknown,
    // AWS keeps the first four addresses and the last one of each subnet.
    available_ip_address_count: typeof cidr_block === 'string' ? addressCount(cidr_block) - 5 : unknown,
    state: 'available',
    ...now,
    vpc_id: params.vpc_id,
    cidr_block,
    availability_zone: now?.availability_zone ?? zone ?? unknown,
    map_public_ip_on_launch: params.map_public,
    assign_ipv6_address_on_creation: params.assign_instances_ipv6,
    ...wantedIpv6(params, now),
    tags: wantedTags(now?.tags, params.tags, params.purge_tags),
  };
}

type Ipv6State = Pick<SubnetState, 'ipv6_cidr_block' | 'ipv6_association_id' | 'ipv6_cidr_block_association_set'>;

function wantedIpv6(params: Params, now: SubnetState | undefined): Wanted<Ipv6State> {
  const asked = params.ipv6_cidr === undefined ? undefined : canonicalCidr(params.ipv6_cidr);
  const has = canonicalCidr(now?.ipv6_cidr_block ?? '');
  if (asked === '' || (asked === undefined && !now))
    return { ipv6_cidr_block: '', ipv6_association_id: '', ipv6_cidr_block_association_set: [] };
  if (now && (asked === undefined || asked === has)) {
    const { ipv6_cidr_block, ipv6_association_id, ipv6_cidr_block_association_set } = now;
    return { ipv6_cidr_block, ipv6_association_id, ipv6_cidr_block_association_set };
  }
  const ipv6_cidr_block_state = { state: 'associated' };
  return {
    ipv6_cidr_block: asked!,
    ipv6_association_id: unknown,
    ipv6_cidr_block_association_set: [{ association_id: unknown, ipv6_cidr_block: asked!, ipv6_cidr_block_state }],
  };
}

const isZoneId = (zone: unknown): zone is string => typeof zone === 'string' && /-az\d+$/.test(zone);

/** Subnets of that name in the VPC which the owner made with another range. */
async function formerSubnets(world: World, { vpc_id, cidr, tags }: Params, owner: Owner): Promise<SubnetState[]> {
  const name: unknown = tags?.['Name'];
  if (typeof name !== 'string' || containsUnknown(cidr)) return [];
  const found = (await subnetsOf(world, vpc_id)).filter(({ tags: has }) => has['Name'] === name);
  return found.filter((each) => isOwned(each.tags, owner) && each.cidr_block !== canonicalCidr(cidr));
}

async function createSubnet(
  world: World,
  params: Params,
  want: Wanted<SubnetState>,
  { progress }: StepContext<SubnetState>,
): Promise<Partial<SubnetState>> {
  const ec2 = world.client(EC2Client);
  const { vpc_id, az, ipv6_cidr } = params;
  const CidrBlock = want.cidr_block as string;
  const create = async () => {
    const command = new CreateSubnetCommand({
      VpcId: vpc_id,
      CidrBlock,
      ...(az && (isZoneId(az) ? { AvailabilityZoneId: az } : { AvailabilityZone: az })),
      ...(ipv6_cidr && { Ipv6CidrBlock: ipv6_cidr }),
      TagSpecifications: tagSpecifications('subnet', want.tags),
    });
    return subnetFrom((await onceEc2Knows(world, () => ec2.send(command))).Subnet!);
  };
  const find = async () => (await findSubnets(world, { 'vpc-id': vpc_id, 'cidr-block': CidrBlock }))[0];
  const made = await createOnce(create, find);
  const subnet =
    made.state === 'available' || !params.wait ? made : await untilAvailable(world, made, params, progress);
  return { ...subnet, tags: want.tags as Record<string, string> };
}

function untilAvailable(world: World, { id }: SubnetState, params: Params, progress: (message: string) => void) {
  return waitUntil<SubnetState>(world, {
    what: `subnet ${id} to become available`,
    limit: params.wait_timeout * 1000,
    interval: 1_000,
    progress,
    look: async () => {
      const [subnet] = await findSubnets(world, { 'subnet-id': id });
      return subnet?.state === 'available' ? { done: subnet } : { seen: subnet?.state ?? 'not there yet' };
    },
  });
}

async function deleteSubnet(world: World, SubnetId: string, context: StepContext<SubnetState>): Promise<undefined> {
  const holding = {
    what: `subnet ${SubnetId}`,
    interfaces: { 'subnet-id': SubnetId },
    progress: context.progress,
  };
  await unlessGone(['InvalidSubnetID.NotFound', 'InvalidSubnetId.NotFound'], context, () =>
    onceLetGo(world, holding, () => world.client(EC2Client).send(new DeleteSubnetCommand({ SubnetId }))),
  );
  return undefined;
}
