import {
  AssociateDhcpOptionsCommand,
  CreateDhcpOptionsCommand,
  DeleteDhcpOptionsCommand,
  DescribeDhcpOptionsCommand,
  type DhcpOptions,
} from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { hexDigits } from '../../store.ts';
import { filtered } from './filters.ts';
import { existing, selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { dependencyViolation, invalidValue } from './refuse.ts';
import { type DhcpOptionsRecord, type Ec2State, ec2State } from './state.ts';
import { addTags, specifiedTags, tagList } from './tags.ts';

const keys = [
  'domain-name',
  'domain-name-servers',
  'ntp-servers',
  'netbios-name-servers',
  'netbios-node-type',
  'ipv6-address-preferred-lease-time',
];

/** Sets of DHCP options; a region starts with one. Behaviour: `CreateDhcpOptions`, `AssociateDhcpOptions`. */
export const dhcpOptionsOperations = [
  onEc2(CreateDhcpOptionsCommand, (input, context) => {
    const state = context.state(ec2State);
    const tags = specifiedTags(input.TagSpecifications, 'dhcp-options');
    const configurations = (input.DhcpConfigurations ?? []).map(({ Key = '', Values = [] }) => {
      if (!keys.includes(Key)) throw invalidValue(`Value (${Key}) for parameter dhcpConfiguration is invalid.`);
      return { key: Key, values: [...Values] };
    });
    const options: DhcpOptionsRecord = { dhcpOptionsId: context.newId('dopt'), configurations };
    state.dhcpOptions.set(options.dhcpOptionsId, options);
    addTags(state, options.dhcpOptionsId, tags);
    return { DhcpOptions: describeOptions(context, state, options) };
  }),
  onEc2(DescribeDhcpOptionsCommand, (input, context) => {
    const state = context.state(ec2State);
    const found = filtered(selected(allOptions(context), 'dhcpOptions', input.DhcpOptionsIds), input.Filters, {
      state,
      idOf: ({ dhcpOptionsId }) => dhcpOptionsId,
      fields: {
        'dhcp-options-id': ({ dhcpOptionsId }) => dhcpOptionsId,
        key: ({ configurations }) => configurations.map(({ key }) => key),
        value: ({ configurations }) => configurations.flatMap(({ values }) => values),
        'owner-id': () => context.account,
      },
    });
    const { items, next } = ec2Page(found, input, input.DhcpOptionsIds);
    return { DhcpOptions: items.map((each) => describeOptions(context, state, each)), NextToken: next };
  }),
  onEc2(AssociateDhcpOptionsCommand, (input, context) => {
    const vpc = existing(context.state(ec2State).vpcs, 'vpc', input.VpcId);
    // The word `default` takes a VPC's options away, which is not the same as the default set.
    vpc.dhcpOptionsId =
      input.DhcpOptionsId === 'default'
        ? 'default'
        : existing(allOptions(context), 'dhcpOptions', input.DhcpOptionsId).dhcpOptionsId;
    return {};
  }),
  onEc2(DeleteDhcpOptionsCommand, (input, context) => {
    const state = context.state(ec2State);
    const { dhcpOptionsId } = existing(state.dhcpOptions, 'dhcpOptions', input.DhcpOptionsId);
    if ([...state.vpcs.values()].some((vpc) => vpc.dhcpOptionsId === dhcpOptionsId)) {
      throw dependencyViolation(`The dhcpOptions '${dhcpOptionsId}' has dependencies and cannot be deleted.`);
    }
    state.dhcpOptions.delete(dhcpOptionsId);
    state.tags.delete(dhcpOptionsId);
    return {};
  }),
];

/** The id of the options that VPCs get in this region. */
export function defaultDhcpOptionsId({ account, region }: Context): string {
  return `dopt-0${hexDigits(`dopt/${account}/${region}`, 16)}`;
}

/** The default set and those that were made. */
export function allOptions(context: Context): ReadonlyMap<string, DhcpOptionsRecord> {
  const standard: DhcpOptionsRecord = {
    dhcpOptionsId: defaultDhcpOptionsId(context),
    configurations: [
      { key: 'domain-name', values: [domainName(context.region)] },
      { key: 'domain-name-servers', values: ['AmazonProvidedDNS'] },
    ],
  };
  return new Map([[standard.dhcpOptionsId, standard], ...context.state(ec2State).dhcpOptions]);
}

function domainName(region: string): string {
  return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
}

function describeOptions({ account }: Context, state: Ec2State, options: DhcpOptionsRecord): DhcpOptions {
  return {
    DhcpOptionsId: options.dhcpOptionsId,
    OwnerId: account,
    DhcpConfigurations: options.configurations.map(({ key, values }) => ({
      Key: key,
      Values: values.map((Value) => ({ Value })),
    })),
    Tags: tagList(state, options.dhcpOptionsId),
  };
}
