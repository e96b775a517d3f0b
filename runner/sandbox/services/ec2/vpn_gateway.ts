import {
  AttachVpnGatewayCommand,
  CreateVpnGatewayCommand,
  DeleteVpnGatewayCommand,
  DescribeVpnGatewaysCommand,
  DetachVpnGatewayCommand,
  DisableVgwRoutePropagationCommand,
  EnableVgwRoutePropagationCommand,
  type VpnGateway,
} from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { type Fields, filtered } from './filters.ts';
import { existing, selected } from './ids.ts';
import { onEc2 } from './operation.ts';
import { invalidValue } from './refuse.ts';
import { type Ec2State, ec2State, type VpnGatewayRecord } from './state.ts';
import { addTags, specifiedTags, tagList } from './tags.ts';

/** Virtual private gateways, as far as route tables take their routes; there are no VPN connections. */
export const vpnGatewayOperations = [
  onEc2(CreateVpnGatewayCommand, (input, context) => {
    const state = context.state(ec2State);
    const tags = specifiedTags(input.TagSpecifications, 'vpn-gateway');
    const gateway: VpnGatewayRecord = {
      vpnGatewayId: context.newId('vgw'),
      amazonSideAsn: input.AmazonSideAsn ?? 64_512,
    };
    state.vpnGateways.set(gateway.vpnGatewayId, gateway);
    addTags(state, gateway.vpnGatewayId, tags);
    return { VpnGateway: describeVpnGateway(state, gateway) };
  }),
  onEc2(DescribeVpnGatewaysCommand, (input, context) => {
    const state = context.state(ec2State);
    const records = filtered(selected(state.vpnGateways, 'vpnGateway', input.VpnGatewayIds), input.Filters, {
      state,
      idOf: ({ vpnGatewayId }) => vpnGatewayId,
      fields,
    });
    return { VpnGateways: records.map((gateway) => describeVpnGateway(state, gateway)) };
  }),
  onEc2(AttachVpnGatewayCommand, (input, context) => {
    const state = context.state(ec2State);
    const gateway = existing(state.vpnGateways, 'vpnGateway', input.VpnGatewayId);
    const { vpcId } = existing(state.vpcs, 'vpc', input.VpcId);
    if (gateway.vpcId !== undefined && gateway.vpcId !== vpcId) {
      throw invalidValue(`The vpnGateway ${gateway.vpnGatewayId} is already attached to ${gateway.vpcId}`);
    }
    gateway.vpcId = vpcId;
    return { VpcAttachment: { VpcId: vpcId, State: 'attaching' as const } };
  }),
  onEc2(DetachVpnGatewayCommand, (input, context) => {
    const state = context.state(ec2State);
    const gateway = existing(state.vpnGateways, 'vpnGateway', input.VpnGatewayId);
    const { vpcId } = existing(state.vpcs, 'vpc', input.VpcId);
    if (gateway.vpcId !== vpcId) {
      throw new ServiceError(
        'InvalidVpnGatewayAttachment.NotFound',
        `The attachment with vpn gateway ID '${gateway.vpnGatewayId}' and vpc ID '${vpcId}' does not exist`,
      );
    }
    gateway.vpcId = undefined;
    for (const table of state.routeTables.values()) withoutPropagation(table, gateway.vpnGatewayId);
    return {};
  }),
  onEc2(DeleteVpnGatewayCommand, (input, context) => {
    const state = context.state(ec2State);
    const { vpnGatewayId, vpcId } = existing(state.vpnGateways, 'vpnGateway', input.VpnGatewayId);
    if (vpcId !== undefined) throw new ServiceError('IncorrectState', 'The vpnGateway is in use.');
    state.vpnGateways.delete(vpnGatewayId);
    state.tags.delete(vpnGatewayId);
    return {};
  }),
  onEc2(EnableVgwRoutePropagationCommand, (input, context) => {
    const state = context.state(ec2State);
    const table = existing(state.routeTables, 'routeTable', input.RouteTableId);
    const { vpnGatewayId, vpcId } = existing(state.vpnGateways, 'vpnGateway', input.GatewayId);
    if (vpcId !== table.vpcId) {
      throw new ServiceError(
        'Gateway.NotAttached',
        `resource ${vpnGatewayId} is not attached to network ${table.vpcId}`,
      );
    }
    withoutPropagation(table, vpnGatewayId);
    table.propagatingGateways.push(vpnGatewayId);
    return {};
  }),
  onEc2(DisableVgwRoutePropagationCommand, (input, context) => {
    const state = context.state(ec2State);
    const table = existing(state.routeTables, 'routeTable', input.RouteTableId);
    withoutPropagation(table, existing(state.vpnGateways, 'vpnGateway', input.GatewayId).vpnGatewayId);
    return {};
  }),
];

const fields: Fields<VpnGatewayRecord> = {
  'vpn-gateway-id': ({ vpnGatewayId }) => vpnGatewayId,
  'attachment.vpc-id': ({ vpcId }) => vpcId,
  'attachment.state': ({ vpcId }) => (vpcId === undefined ? undefined : 'attached'),
  'amazon-side-asn': ({ amazonSideAsn }) => amazonSideAsn,
  state: () => 'available',
  type: () => 'ipsec.1',
};

function withoutPropagation(table: { propagatingGateways: string[] }, gatewayId: string): void {
  table.propagatingGateways = table.propagatingGateways.filter((each) => each !== gatewayId);
}

function describeVpnGateway(state: Ec2State, gateway: VpnGatewayRecord): VpnGateway {
  return {
    VpnGatewayId: gateway.vpnGatewayId,
    AmazonSideAsn: gateway.amazonSideAsn,
    State: 'available',
    Type: 'ipsec.1',
    VpcAttachments: gateway.vpcId === undefined ? [] : [{ VpcId: gateway.vpcId, State: 'attached' }],
    Tags: tagList(state, gateway.vpnGatewayId),
  };
}
