import { DescribeVpcClassicLinkCommand, DescribeVpcClassicLinkDnsSupportCommand } from '@aws-sdk/client-ec2';
import { selected } from './ids.ts';
import { onEc2 } from './operation.ts';
import { ec2State } from './state.ts';
import { tagList } from './tags.ts';

/** EC2-Classic is gone, and clients still ask which VPCs are linked to it: none is. */
export const classicLinkOperations = [
  onEc2(DescribeVpcClassicLinkCommand, (input, context) => {
    const state = context.state(ec2State);
    return {
      Vpcs: selected(state.vpcs, 'vpc', input.VpcIds).map(({ vpcId }) => ({
        VpcId: vpcId,
        ClassicLinkEnabled: false,
        Tags: tagList(state, vpcId),
      })),
    };
  }),
  onEc2(DescribeVpcClassicLinkDnsSupportCommand, (input, context) => ({
    Vpcs: selected(context.state(ec2State).vpcs, 'vpc', input.VpcIds).map(({ vpcId }) => ({
      VpcId: vpcId,
      ClassicLinkDnsSupported: false,
    })),
  })),
];
