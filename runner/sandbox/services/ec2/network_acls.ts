import { DescribeNetworkAclsCommand, type NetworkAclEntry } from '@aws-sdk/client-ec2';
import { hexDigits } from '../../store.ts';
import { filtered } from './filters.ts';
import { selected } from './ids.ts';
import { ec2Page } from './listing.ts';
import { onEc2 } from './operation.ts';
import { ec2State } from './state.ts';
import { tagList } from './tags.ts';

/** The network ACL that comes with each VPC and lets everything through. Behaviour: `DescribeNetworkAcls`. */
export const networkAclOperations = [
  onEc2(DescribeNetworkAclsCommand, (input, context) => {
    const state = context.state(ec2State);
    const all = new Map(
      [...state.vpcs.values()].map(({ networkAclId, vpcId }) => [
        networkAclId,
        {
          networkAclId,
          vpcId,
          subnetIds: [...state.subnets.values()].filter((each) => each.vpcId === vpcId).map(({ subnetId }) => subnetId),
        },
      ]),
    );
    const records = filtered(selected(all, 'networkAcl', input.NetworkAclIds), input.Filters, {
      state,
      idOf: ({ networkAclId }) => networkAclId,
      fields: {
        'network-acl-id': ({ networkAclId }) => networkAclId,
        'vpc-id': ({ vpcId }) => vpcId,
        default: () => true,
        'association.subnet-id': ({ subnetIds }) => subnetIds,
        'owner-id': () => context.account,
      },
    });
    const { items, next } = ec2Page(records, input, input.NetworkAclIds);
    return {
      NetworkAcls: items.map(({ networkAclId, vpcId, subnetIds }) => ({
        NetworkAclId: networkAclId,
        VpcId: vpcId,
        OwnerId: context.account,
        IsDefault: true,
        Associations: subnetIds.map((SubnetId) => ({
          NetworkAclAssociationId: `aclassoc-0${hexDigits(`${networkAclId}/${SubnetId}`, 16)}`,
          NetworkAclId: networkAclId,
          SubnetId,
        })),
        Entries: [false, true].flatMap(defaultEntries),
        Tags: tagList(state, networkAclId),
      })),
      NextToken: next,
    };
  }),
];

function defaultEntries(Egress: boolean): NetworkAclEntry[] {
  const entry = { Egress, Protocol: '-1', CidrBlock: '0.0.0.0/0' };
  return [
    { ...entry, RuleNumber: 100, RuleAction: 'allow' },
    { ...entry, RuleNumber: 32767, RuleAction: 'deny' },
  ];
}
