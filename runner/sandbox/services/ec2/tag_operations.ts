import { CreateTagsCommand, DeleteTagsCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { allOptions } from './dhcp_options.ts';
import { filtered } from './filters.ts';
import { existing, type KindName } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { requireParameter } from './refuse.ts';
import { type Ec2State, ec2State } from './state.ts';
import { addTags } from './tags.ts';

/** The resource types of `DescribeTags` by the prefix of the id, and where the resources are kept. */
const taggable: Readonly<
  Record<
    string,
    { readonly type: string; readonly kind: KindName; readonly ids: (state: Ec2State, context: Context) => string[] }
  >
> = {
  vpc: { type: 'vpc', kind: 'vpc', ids: ({ vpcs }) => [...vpcs.keys()] },
  subnet: { type: 'subnet', kind: 'subnet', ids: ({ subnets }) => [...subnets.keys()] },
  igw: {
    type: 'internet-gateway',
    kind: 'internetGateway',
    ids: ({ internetGateways }) => [...internetGateways.keys()],
  },
  rtb: { type: 'route-table', kind: 'routeTable', ids: ({ routeTables }) => [...routeTables.keys()] },
  sg: { type: 'security-group', kind: 'securityGroup', ids: ({ securityGroups }) => [...securityGroups.keys()] },
  sgr: {
    type: 'security-group-rule',
    kind: 'securityGroupRule',
    ids: ({ securityGroups }) => [...securityGroups.values()].flatMap(({ rules }) => rules.map(({ ruleId }) => ruleId)),
  },
  eni: {
    type: 'network-interface',
    kind: 'networkInterface',
    ids: ({ networkInterfaces }) => [...networkInterfaces.keys()],
  },
  acl: {
    type: 'network-acl',
    kind: 'networkAcl',
    ids: ({ vpcs }) => [...vpcs.values()].map(({ networkAclId }) => networkAclId),
  },
  vgw: { type: 'vpn-gateway', kind: 'vpnGateway', ids: ({ vpnGateways }) => [...vpnGateways.keys()] },
  dopt: { type: 'dhcp-options', kind: 'dhcpOptions', ids: (_state, context) => [...allOptions(context).keys()] },
};

/** Tags on anything that EC2 keeps. Behaviour: `CreateTags`, `DeleteTags`, `DescribeTags`. */
export const tagOperations = [
  onEc2(CreateTagsCommand, (input, context) => {
    const state = context.state(ec2State);
    const ids = requireResources(state, context, input.Resources);
    if (!input.Tags || input.Tags.length === 0) requireParameter(undefined, 'Tag');
    for (const id of ids) addTags(state, id, input.Tags ?? []);
    return {};
  }),
  onEc2(DeleteTagsCommand, (input, context) => {
    const state = context.state(ec2State);
    for (const id of requireResources(state, context, input.Resources)) {
      const tags = state.tags.get(id);
      if (!input.Tags) tags?.clear();
      for (const { Key = '', Value } of input.Tags ?? []) {
        // A value given with the key must match.
        if (Value === undefined || tags?.get(Key) === Value) tags?.delete(Key);
      }
    }
    return {};
  }),
  onEc2(DescribeTagsCommand, (input, context) => {
    const state = context.state(ec2State);
    const all = [...state.tags].flatMap(([id, tags]) => [...tags].map(([key, value]) => ({ id, key, value })));
    const records = filtered(all, input.Filters, {
      state,
      idOf: ({ id }) => id,
      fields: {
        key: ({ key }) => key,
        value: ({ value }) => value,
        'resource-id': ({ id }) => id,
        'resource-type': ({ id }) => typeOf(id),
      },
    });
    const { items, next } = ec2Page(records, input);
    return {
      Tags: items.map(({ id, key, value }) => ({
        ResourceId: id,
        ResourceType: typeOf(id) as 'vpc',
        Key: key,
        Value: value,
      })),
      NextToken: next,
    };
  }),
];

function typeOf(id: string): string | undefined {
  return taggable[id.slice(0, id.indexOf('-'))]?.type;
}

function requireResources(
  state: Ec2State,
  context: Context,
  resources: readonly string[] | undefined,
): readonly string[] {
  if (!resources || resources.length === 0) requireParameter(undefined, 'resourceIdSet');
  for (const id of resources ?? []) {
    const entry = taggable[id.slice(0, Math.max(0, id.indexOf('-')))];
    if (!entry) throw new ServiceError('InvalidID', `The ID '${id}' is not valid`);
    existing(new Map(entry.ids(state, context).map((each) => [each, each])), entry.kind, id);
  }
  return resources ?? [];
}
