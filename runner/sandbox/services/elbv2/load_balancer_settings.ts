import {
  DescribeLoadBalancerAttributesCommand,
  ModifyLoadBalancerAttributesCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { on } from '../../service.ts';
import { changeAttributes, listAttributes } from './attributes.ts';
import { failed, invalid } from './errors.ts';
import { attachInterfaces, releaseInterfaces } from './interfaces.ts';
import { balancerOf } from './lookup.ts';
import { checkGroups, checkSubnets } from './placement.ts';

/** What can be changed of a load balancer once it is there. */
export const loadBalancerSettingOperations = [
  on(DescribeLoadBalancerAttributesCommand, ({ LoadBalancerArn }, context) => ({
    Attributes: listAttributes(balancerOf(context, LoadBalancerArn).attributes),
  })),
  on(ModifyLoadBalancerAttributesCommand, ({ LoadBalancerArn, Attributes = [] }, context) => {
    const record = balancerOf(context, LoadBalancerArn);
    record.attributes = changeAttributes('Load balancer', record.attributes, Attributes);
    return { Attributes: listAttributes(record.attributes) };
  }),
  on(SetSecurityGroupsCommand, ({ LoadBalancerArn, SecurityGroups = [] }, context) => {
    const record = balancerOf(context, LoadBalancerArn);
    if (SecurityGroups.length === 0) throw invalid('You must specify at least one security group');
    record.balancer.SecurityGroups = checkGroups(context, SecurityGroups, record.balancer.VpcId);
    releaseInterfaces(context, record, 0);
    attachInterfaces(context, record);
    return { SecurityGroupIds: record.balancer.SecurityGroups };
  }),
  on(SetSubnetsCommand, ({ LoadBalancerArn, Subnets, SubnetMappings }, context) => {
    const record = balancerOf(context, LoadBalancerArn);
    const ids = Subnets ?? SubnetMappings?.map(({ SubnetId = '' }) => SubnetId) ?? [];
    const place = checkSubnets(context, ids, record.balancer.Scheme ?? 'internet-facing');
    if (place.vpcId !== record.balancer.VpcId) {
      throw failed('InvalidSubnet', `The subnets are not in the VPC '${record.balancer.VpcId}' of the load balancer`);
    }
    record.balancer.AvailabilityZones = place.zones;
    releaseInterfaces(context, record, 0);
    attachInterfaces(context, record);
    return { AvailabilityZones: place.zones, IpAddressType: record.balancer.IpAddressType };
  }),
  on(SetIpAddressTypeCommand, ({ LoadBalancerArn, IpAddressType }, context) => {
    const record = balancerOf(context, LoadBalancerArn);
    if (IpAddressType !== 'ipv4') {
      throw failed('InvalidSubnet', 'All subnets must have an IPv6 CIDR block for this IP address type');
    }
    record.balancer.IpAddressType = IpAddressType;
    return { IpAddressType };
  }),
];
