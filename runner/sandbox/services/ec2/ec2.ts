import { errorTypeRegistries } from '@aws-sdk/client-ec2';
import { service } from '../../service.ts';
import { classicLinkOperations } from './classic_link.ts';
import { dhcpOptionsOperations } from './dhcp_options.ts';
import { emptyListingOperations } from './empty_listings.ts';
import { internetGatewayOperations } from './internet_gateway.ts';
import { networkAclOperations } from './network_acls.ts';
import { networkInterfaceOperations } from './network_interfaces.ts';
import { routeOperations } from './route.ts';
import { routeTableOperations } from './route_table.ts';
import { routeTableAssociationOperations } from './route_table_association.ts';
import { securityGroupOperations } from './security_group.ts';
import { securityGroupRuleChangeOperations } from './security_group_rule_changes.ts';
import { securityGroupRuleOperations } from './security_group_rules.ts';
import { subnetOperations } from './subnet.ts';
import { subnetAttributeOperations } from './subnet_attributes.ts';
import { tagOperations } from './tag_operations.ts';
import { vpcOperations } from './vpc.ts';
import { vpcAttributeOperations } from './vpc_attributes.ts';
import { vpcCidrBlockOperations } from './vpc_cidr_blocks.ts';
import { vpnGatewayOperations } from './vpn_gateway.ts';
import { zoneOperations } from './zones.ts';

/** The network part of Amazon EC2. */
export const ec2 = service(errorTypeRegistries, [
  ...vpcOperations,
  ...vpcAttributeOperations,
  ...vpcCidrBlockOperations,
  ...subnetOperations,
  ...subnetAttributeOperations,
  ...zoneOperations,
  ...dhcpOptionsOperations,
  ...internetGatewayOperations,
  ...routeTableOperations,
  ...routeTableAssociationOperations,
  ...routeOperations,
  ...vpnGatewayOperations,
  ...securityGroupOperations,
  ...securityGroupRuleOperations,
  ...securityGroupRuleChangeOperations,
  ...networkInterfaceOperations,
  ...networkAclOperations,
  ...tagOperations,
  ...classicLinkOperations,
  ...emptyListingOperations,
]);
