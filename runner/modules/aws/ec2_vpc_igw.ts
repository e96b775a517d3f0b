import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DetachInternetGatewayCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ec2VpcIgwSchema } from '../../../schemas/ec2_vpc_igw.ts';
import { unlessDoneBefore } from '../../aws/done_before.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { wantedTags } from '../../aws/tags.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { Infer } from '../../schema/infer.ts';
import { unknown } from '../../template/values.ts';
import { resource, type Step, step, unlessGone, type Wanted } from '../module.ts';
import { findGateway, findOrphan, type GatewayState } from './ec2/igw_read.ts';
import { onceLetGo } from './ec2/let_go.ts';
import { ec2TagSteps, onceEc2Knows, tagSpecifications } from './ec2/tags.ts';

type Params = Infer<typeof ec2VpcIgwSchema>;

/** An internet gateway, as the page of `amazon.aws.ec2_vpc_igw` documents it. */
export const ec2VpcIgw = resource({
  name: 'ec2_vpc_igw',
  schema: ec2VpcIgwSchema,
  identity: ['vpc_id', 'internet_gateway_id'],
  read: (world, params): Promise<GatewayState | undefined> => findGateway(world, params),
  want: wantedGateway,
  removal: { id: (now) => now.id, isById: true, hangsOn: (now) => [now.vpc_id] },
  *plan(now, want, params) {
    if (!want) {
      if (now) yield* removal(now);
      return;
    }
    if (now) yield* ec2TagSteps('internet gateway', now, want);
    else yield step('create internet gateway', (world) => createGateway(world, params, want.tags));
    const attached = now?.vpc_id ?? '';
    if (attached === want.vpc_id) return;
    if (attached !== '') yield detachment(attached);
    if (want.vpc_id !== '') yield attachment(want.vpc_id);
  },
  result: (gateway) => ({
    gateway_id: gateway?.id ?? null,
    vpc_id: gateway?.vpc_id || null,
    tags: gateway?.tags ?? {},
  }),
});

function wantedGateway(params: Params, now: GatewayState | undefined): Wanted<GatewayState> | undefined {
  if (params.state === 'absent') return undefined;
  const { internet_gateway_id, vpc_id, force_attach, detach_vpc } = params;
  if (!now && typeof internet_gateway_id === 'string')
    throw new PlayError({
      code: 'gateway-missing',
      message: `there is no internet gateway ${internet_gateway_id}`,
      hint: 'leave internet_gateway_id out to make one',
    });
  if (now?.vpc_id && vpc_id !== undefined && vpc_id !== now.vpc_id && !force_attach)
    throw new PlayError({
      code: 'gateway-attached',
      message: `internet gateway ${now.id} serves ${now.vpc_id}, not ${vpc_id}`,
      hint: 'force_attach: true takes it from there',
    });
  const stays = detach_vpc ? '' : (now?.vpc_id ?? '');
  return {
    id: now?.id ?? unknown,
    vpc_id: vpc_id ?? stays,
    tags: wantedTags(now?.tags, params.tags, params.purge_tags),
  };
}

async function createGateway(world: World, params: Params, tags: unknown): Promise<Partial<GatewayState>> {
  const ec2 = world.client(EC2Client);
  const create = async () => {
    const TagSpecifications = tagSpecifications('internet-gateway', tags);
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({ TagSpecifications }));
    return InternetGateway!.InternetGatewayId!;
  };
  const id = await createOnce(create, async () => (await findOrphan(world, params.tags))?.id);
  return { id, vpc_id: '', tags: tags as Record<string, string> };
}

function attachment(vpc: unknown): Step<GatewayState> {
  return step(`attach internet gateway to ${vpc}`, async (world, { known }) => {
    const VpcId = vpc as string;
    const command = new AttachInternetGatewayCommand({ InternetGatewayId: known.id!, VpcId });
    await unlessDoneBefore(['Resource.AlreadyAssociated'], () =>
      onceEc2Knows(world, () => world.client(EC2Client).send(command)),
    );
    return { vpc_id: VpcId };
  });
}

/** A gateway cannot leave while public addresses behind it are in use, as those of a load balancer that is going away. */
function detachment(VpcId: string): Step<GatewayState> {
  return step(`detach internet gateway from ${VpcId}`, async (world, { known, progress, idle }) => {
    const command = new DetachInternetGatewayCommand({ InternetGatewayId: known.id!, VpcId });
    const what = `internet gateway ${known.id}`;
    const holding = { what, interfaces: { 'vpc-id': VpcId }, onlyPublic: true, progress };
    await unlessGone(['Gateway.NotAttached', ...goneGateway], { idle }, () =>
      onceLetGo(world, holding, () => world.client(EC2Client).send(command)),
    );
    return { vpc_id: '' };
  });
}

const goneGateway = ['InvalidInternetGatewayID.NotFound', 'InvalidInternetGatewayId.NotFound'];

function* removal({ id, vpc_id }: GatewayState): Generator<Step<GatewayState>> {
  if (vpc_id !== '') yield detachment(vpc_id);
  yield step(`delete internet gateway ${id}`, async (world, context) => {
    const command = new DeleteInternetGatewayCommand({ InternetGatewayId: id });
    await unlessGone(goneGateway, context, () => world.client(EC2Client).send(command));
    return undefined;
  });
}
