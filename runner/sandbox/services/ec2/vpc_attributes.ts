import { DescribeVpcAttributeCommand, ModifyVpcAttributeCommand, ModifyVpcTenancyCommand } from '@aws-sdk/client-ec2';
import { ServiceError } from '../../wire/errors.ts';
import { existing } from './ids.ts';
import { onEc2 } from './operation.ts';
import { invalidValue, requireParameter } from './refuse.ts';
import { ec2State, type VpcRecord } from './state.ts';

const attributes = ['enableDnsSupport', 'enableDnsHostnames', 'enableNetworkAddressUsageMetrics'] as const;
type Attribute = (typeof attributes)[number];

/** DNS settings of a VPC. Behaviour: `ModifyVpcAttribute` (one attribute a call), `DescribeVpcAttribute`. */
export const vpcAttributeOperations = [
  onEc2(ModifyVpcAttributeCommand, (input, context) => {
    const vpc = existing(context.state(ec2State).vpcs, 'vpc', input.VpcId);
    const wanted: [Attribute, boolean | undefined][] = [
      ['enableDnsSupport', input.EnableDnsSupport?.Value],
      ['enableDnsHostnames', input.EnableDnsHostnames?.Value],
      ['enableNetworkAddressUsageMetrics', input.EnableNetworkAddressUsageMetrics?.Value],
    ];
    const given = wanted.filter(([, value]) => value !== undefined);
    if (given.length !== 1) {
      throw new ServiceError(
        'InvalidParameterCombination',
        'The parameters enableDnsSupport, enableDnsHostnames and enableNetworkAddressUsageMetrics must be used one at a time',
      );
    }
    for (const [attribute, value] of given) setAttribute(vpc, attribute, value ?? false);
    return {};
  }),
  onEc2(ModifyVpcTenancyCommand, (input, context) => {
    const vpc = existing(context.state(ec2State).vpcs, 'vpc', input.VpcId);
    // There is only the way back from dedicated.
    if (input.InstanceTenancy !== 'default') {
      throw invalidValue(`Value (${input.InstanceTenancy}) for parameter instanceTenancy is invalid.`);
    }
    vpc.instanceTenancy = 'default';
    return { ReturnValue: true };
  }),
  onEc2(DescribeVpcAttributeCommand, (input, context) => {
    const vpc = existing(context.state(ec2State).vpcs, 'vpc', input.VpcId);
    const asked = requireParameter(input.Attribute, 'attribute');
    const attribute = attributes.find((each) => each === asked);
    if (!attribute) throw invalidValue(`Value (${asked}) for parameter attribute is invalid. Unknown attribute.`);
    const member = `${attribute.charAt(0).toUpperCase()}${attribute.slice(1)}` as Capitalize<Attribute>;
    return { VpcId: vpc.vpcId, [member]: { Value: vpc[attribute] } };
  }),
];

function setAttribute(vpc: VpcRecord, attribute: Attribute, value: boolean): void {
  if (attribute === 'enableDnsHostnames' && value && !vpc.enableDnsSupport) {
    throw new ServiceError(
      'InvalidParameterCombination',
      'You cannot enable DNS hostnames while DNS support is disabled for the VPC.',
    );
  }
  vpc[attribute] = value;
  if (attribute === 'enableDnsSupport' && !value) vpc.enableDnsHostnames = false;
}
