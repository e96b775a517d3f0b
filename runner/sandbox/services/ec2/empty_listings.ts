import {
  DescribeAddressesCommand,
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeFlowLogsCommand,
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribePrefixListsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
} from '@aws-sdk/client-ec2';
import { onEc2 } from './operation.ts';

/** Kinds of things that other clients look for and of which the sandbox never has one. */
export const emptyListingOperations = [
  onEc2(DescribeAddressesCommand, () => ({ Addresses: [] })),
  onEc2(DescribeEgressOnlyInternetGatewaysCommand, () => ({ EgressOnlyInternetGateways: [] })),
  onEc2(DescribeFlowLogsCommand, () => ({ FlowLogs: [] })),
  onEc2(DescribeInstancesCommand, () => ({ Reservations: [] })),
  onEc2(DescribeNatGatewaysCommand, () => ({ NatGateways: [] })),
  onEc2(DescribePrefixListsCommand, () => ({ PrefixLists: [] })),
  onEc2(DescribeVpcEndpointsCommand, () => ({ VpcEndpoints: [] })),
  onEc2(DescribeVpcPeeringConnectionsCommand, () => ({ VpcPeeringConnections: [] })),
];
