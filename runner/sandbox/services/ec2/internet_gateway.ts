import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DescribeInternetGatewaysCommand,
  DetachInternetGatewayCommand,
  type InternetGateway,
} from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { type Fields, filtered } from './filters.ts';
import { existing, selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { dependencyViolation } from './refuse.ts';
import { type Ec2State, ec2State, type InternetGatewayRecord } from './state.ts';
import { addTags, specifiedTags, tagList } from './tags.ts';

/** Internet gateways. Behaviour: `CreateInternetGateway`, `AttachInternetGateway` and their opposites. */
export const internetGatewayOperations = [
  onEc2(CreateInternetGatewayCommand, (input, context) => {
    const state = context.state(ec2State);
    const tags = specifiedTags(input.TagSpecifications, 'internet-gateway');
    const gateway: InternetGatewayRecord = {
      internetGatewayId: context.newId('igw'),
      ownerId: context.account,
    };
    state.internetGateways.set(gateway.internetGatewayId, gateway);
    addTags(state, gateway.internetGatewayId, tags);
    return { InternetGateway: describeGateway(state, gateway) };
  }),
  onEc2(AttachInternetGatewayCommand, (input, context) => {
    const state = context.state(ec2State);
    const gateway = existing(state.internetGateways, 'internetGateway', input.InternetGatewayId);
    const { vpcId } = existing(state.vpcs, 'vpc', input.VpcId);
    if (gateway.vpcId !== undefined) {
      throw new ServiceError(
        'Resource.AlreadyAssociated',
        `resource ${gateway.internetGatewayId} is already attached to network ${gateway.vpcId}`,
      );
    }
    if (internetGatewayOf(state, vpcId)) {
      throw new ServiceError('InvalidParameterValue', `Network ${vpcId} already has an internet gateway attached`);
    }
    gateway.vpcId = vpcId;
    return {};
  }),
  onEc2(DetachInternetGatewayCommand, (input, context) => {
    const state = context.state(ec2State);
    const gateway = existing(state.internetGateways, 'internetGateway', input.InternetGatewayId);
    const { vpcId } = existing(state.vpcs, 'vpc', input.VpcId);
    if (gateway.vpcId !== vpcId) {
      throw new ServiceError(
        'Gateway.NotAttached',
        `resource ${gateway.internetGatewayId} is not attached to network ${vpcId}`,
      );
    }
    if ([...state.networkInterfaces.values()].some((each) => each.vpcId === vpcId && each.publicIpAddress)) {
      throw dependencyViolation(
        `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    }
    gateway.vpcId = undefined;
    return {};
  }),
  onEc2(DeleteInternetGatewayCommand, (input, context) => {
    const state = context.state(ec2State);
    const gateway = existing(state.internetGateways, 'internetGateway', input.InternetGatewayId);
    const id = gateway.internetGatewayId;
    if (gateway.vpcId !== undefined) {
      throw dependencyViolation(`The internetGateway '${id}' has dependencies and cannot be deleted.`);
    }
    state.internetGateways.delete(id);
    state.tags.delete(id);
    return {};
  }),
  onEc2(DescribeInternetGatewaysCommand, (input, context) => {
    const state = context.state(ec2State);
    const all = selected(state.internetGateways, 'internetGateway', input.InternetGatewayIds);
    const records = filtered(all, input.Filters, { state, idOf: ({ internetGatewayId }) => internetGatewayId, fields });
    const { items, next } = ec2Page(records, input, input.InternetGatewayIds);
    return { InternetGateways: items.map((gateway) => describeGateway(state, gateway)), NextToken: next };
  }),
];

const fields: Fields<InternetGatewayRecord> = {
  'internet-gateway-id': ({ internetGatewayId }) => internetGatewayId,
  'attachment.vpc-id': ({ vpcId }) => vpcId,
  'attachment.state': ({ vpcId }) => (vpcId === undefined ? undefined : 'available'),
  'owner-id': ({ ownerId }) => ownerId,
};

/** The gateway that is attached to a VPC, if any: without one nothing in it is reached from the internet. */
export function internetGatewayOf(state: Ec2State, vpcId: string): InternetGatewayRecord | undefined {
  return [...state.internetGateways.values()].find((gateway) => gateway.vpcId === vpcId);
}

function describeGateway(state: Ec2State, gateway: InternetGatewayRecord): InternetGateway {
  return {
    InternetGatewayId: gateway.internetGatewayId,
    OwnerId: gateway.ownerId,
    // EC2 says `available` here, which is not one of the SDK's words for it.
    Attachments: gateway.vpcId === undefined ? [] : [{ VpcId: gateway.vpcId, State: 'available' as 'attached' }],
    Tags: tagList(state, gateway.internetGatewayId),
  };
}
