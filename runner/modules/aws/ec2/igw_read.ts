import { isDeepStrictEqual } from 'node:util';
import { EC2Client, type InternetGateway, paginateDescribeInternetGateways } from '@aws-sdk/client-ec2';
import { withoutOwnTags } from '../../../aws/ownership.ts';
import { type Tags, tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { ec2Filters, tagFilters } from './filters.ts';

/** An internet gateway in our words; `vpc_id` is empty while it serves no VPC. */
export interface GatewayState {
  id: string;
  vpc_id: string;
  tags: Record<string, string>;
}

/** Parameters that tell which gateway is meant. */
export interface GatewayIdentity {
  readonly vpc_id?: string;
  readonly internet_gateway_id?: string;
  readonly tags?: Tags;
  readonly state?: string;
}

/** The gateway of that id, or the one of the VPC, or the one that an interrupted run made for it and could not attach. */
export async function findGateway(world: World, params: GatewayIdentity): Promise<GatewayState | undefined> {
  const { internet_gateway_id: id, vpc_id, tags, state } = params;
  if (id !== undefined) {
    const found = await unlessMissing('InvalidInternetGatewayID.NotFound', () => describe(world, {}, [id]));
    const gateway = found?.[0];
    // Removing the gateway of a VPC must not remove one that serves another.
    const elsewhere = state === 'absent' && vpc_id !== undefined && gateway?.vpc_id !== vpc_id;
    return elsewhere ? undefined : gateway;
  }
  return (await attachedTo(world, vpc_id)) ?? (await findOrphan(world, tags));
}

async function attachedTo(world: World, vpc: string | undefined): Promise<GatewayState | undefined> {
  if (vpc === undefined || world.isEmpty?.(vpc, 'ec2:DescribeInternetGateways')) return undefined;
  return (await describe(world, { 'attachment.vpc-id': vpc }))[0];
}

/** A gateway with exactly these tags, besides those of its owner, that serves no VPC. Without tags there is no telling whose it is. */
export async function findOrphan(world: World, tags: Tags | undefined): Promise<GatewayState | undefined> {
  if (tags === undefined || Object.keys(tags).length === 0) return undefined;
  const found = await describe(world, tagFilters(tags));
  return found.find(
    (gateway) => gateway.vpc_id === '' && isDeepStrictEqual(withoutOwnTags(gateway.tags), withoutOwnTags(tags)),
  );
}

async function describe(world: World, filters: Record<string, string>, ids?: string[]): Promise<GatewayState[]> {
  const query = { Filters: ec2Filters(filters), ...(ids && { InternetGatewayIds: ids }) };
  const found: GatewayState[] = [];
  for await (const page of paginateDescribeInternetGateways({ client: world.client(EC2Client) }, query))
    found.push(...(page.InternetGateways ?? []).map(gatewayFrom));
  return found;
}

function gatewayFrom(gateway: InternetGateway): GatewayState {
  const attachment = gateway.Attachments?.find(({ State }) => State !== 'detached' && State !== 'detaching');
  return {
    id: gateway.InternetGatewayId!,
    vpc_id: attachment?.VpcId ?? '',
    tags: tagsFromList(gateway.Tags),
  };
}
