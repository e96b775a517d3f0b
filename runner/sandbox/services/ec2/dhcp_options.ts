import { DescribeDhcpOptionsCommand } from '@aws-sdk/client-ec2';
import type { Context } from '../../context.ts';
import { hexDigits } from '../../store.ts';
import { filtered } from './filters.ts';
import { selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { ec2State } from './state.ts';
import { tagList } from './tags.ts';

/** The one set of DHCP options that a region starts with; none can be made. */
export const dhcpOptionsOperations = [
  onEc2(DescribeDhcpOptionsCommand, (input, context) => {
    const state = context.state(ec2State);
    const id = defaultDhcpOptionsId(context);
    const found = filtered(selected(new Map([[id, id]]), 'dhcpOptions', input.DhcpOptionsIds), input.Filters, {
      state,
      idOf: (each) => each,
      fields: {
        'dhcp-options-id': (each) => each,
        key: () => ['domain-name', 'domain-name-servers'],
        value: () => [domainName(context.region), 'AmazonProvidedDNS'],
        'owner-id': () => context.account,
      },
    });
    const { items, next } = ec2Page(found, input, input.DhcpOptionsIds);
    return {
      DhcpOptions: items.map((each) => ({
        DhcpOptionsId: each,
        OwnerId: context.account,
        DhcpConfigurations: [
          { Key: 'domain-name', Values: [{ Value: domainName(context.region) }] },
          { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
        ],
        Tags: tagList(state, each),
      })),
      NextToken: next,
    };
  }),
];

/** The id of the options that VPCs get in this region. */
export function defaultDhcpOptionsId({ account, region }: Context): string {
  return `dopt-0${hexDigits(`dopt/${account}/${region}`, 16)}`;
}

function domainName(region: string): string {
  return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
}
