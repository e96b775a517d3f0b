import { internetGateway, vpcGatewayAttachment } from './ec2_internet_gateway.ts';
import { route, routeTable, subnetRouteTableAssociation } from './ec2_route_table.ts';
import { securityGroup } from './ec2_security_group.ts';
import { securityGroupEgress, securityGroupIngress } from './ec2_security_group_rule.ts';
import { subnet } from './ec2_subnet.ts';
import { vpc } from './ec2_vpc.ts';
import type { ResourceType } from './resource_type.ts';

/** The types of resources that stacks may have here, by name. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [
    vpc,
    subnet,
    internetGateway,
    vpcGatewayAttachment,
    routeTable,
    route,
    subnetRouteTableAssociation,
    securityGroup,
    securityGroupIngress,
    securityGroupEgress,
  ].map((each) => [each.type, each]),
);
