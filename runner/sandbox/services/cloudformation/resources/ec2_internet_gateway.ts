import {
  AttachInternetGatewayCommand,
  AttachVpnGatewayCommand,
  CreateInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DetachInternetGatewayCommand,
  DetachVpnGatewayCommand,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../../context.ts';
import { ServiceError } from '../../../wire/errors.ts';
import { ec2State } from '../../ec2/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import { markEc2, retag, specifications } from './ec2_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { tags, text } from './shape.ts';

/** `AWS::EC2::InternetGateway` (Template reference). */
export const internetGateway: ResourceType = {
  type: 'AWS::EC2::InternetGateway',
  properties: { Tags: { shape: tags } },
  unmodelled: [],
  seconds: { create: 16, update: 5, remove: 3 },
  create: (properties, { context }) =>
    call(context, CreateInternetGatewayCommand, { TagSpecifications: specifications('internet-gateway', properties) })
      .InternetGateway?.InternetGatewayId ?? '',
  update: (id, properties, before, { context }) => retag(id, properties, before, context),
  remove: (id, _, context) => {
    if (!context.state(ec2State).internetGateways.has(id)) return;
    call(context, DeleteInternetGatewayCommand, { InternetGatewayId: id });
  },
  attributes: { InternetGatewayId: (id) => id },
  mark: markEc2,
};

/** `AWS::EC2::VPCGatewayAttachment` (Template reference). */
export const vpcGatewayAttachment: ResourceType = {
  type: 'AWS::EC2::VPCGatewayAttachment',
  properties: {
    InternetGatewayId: { shape: text },
    VpcId: { shape: text, required: true, replaces: true },
    VpnGatewayId: { shape: text },
  },
  unmodelled: [],
  seconds: { create: 5, update: 10, remove: 5 },
  create(properties, { context }) {
    attach(properties, context);
    return `${properties['InternetGatewayId'] === undefined ? 'VGW' : 'IGW'}|${String(properties['VpcId'])}`;
  },
  update(_, properties, before, { context }) {
    detach(before, context);
    attach(properties, context);
  },
  remove: (_, properties, context) => detach(properties, context),
  attributes: { AttachmentType: (id) => id.slice(0, 3) },
};

interface Gateways {
  readonly VpcId: string;
  readonly InternetGatewayId?: string;
  readonly VpnGatewayId?: string;
}

function attach(properties: Fields, context: Context): void {
  const { VpcId, InternetGatewayId, VpnGatewayId } = properties as unknown as Gateways;
  if ((InternetGatewayId === undefined) === (VpnGatewayId === undefined)) {
    throw new ServiceError('InvalidParameter', 'Specify exactly one of InternetGatewayId and VpnGatewayId');
  }
  if (InternetGatewayId !== undefined) call(context, AttachInternetGatewayCommand, { VpcId, InternetGatewayId });
  if (VpnGatewayId !== undefined) call(context, AttachVpnGatewayCommand, { VpcId, VpnGatewayId });
}

function detach(properties: Fields, context: Context): void {
  const { VpcId, InternetGatewayId = '', VpnGatewayId = '' } = properties as unknown as Gateways;
  const { internetGateways, vpnGateways } = context.state(ec2State);
  if (internetGateways.get(InternetGatewayId)?.vpcId === VpcId) {
    call(context, DetachInternetGatewayCommand, { VpcId, InternetGatewayId });
  }
  if (vpnGateways.get(VpnGatewayId)?.vpcId === VpcId) call(context, DetachVpnGatewayCommand, { VpcId, VpnGatewayId });
}
