import { internetGateway, vpcGatewayAttachment } from './ec2_internet_gateway.ts';
import { route, routeTable, subnetRouteTableAssociation } from './ec2_route_table.ts';
import { securityGroup } from './ec2_security_group.ts';
import { securityGroupEgress, securityGroupIngress } from './ec2_security_group_rule.ts';
import { subnet } from './ec2_subnet.ts';
import { vpc } from './ec2_vpc.ts';
import { repository } from './ecr_repository.ts';
import { cluster } from './ecs_cluster.ts';
import { service } from './ecs_service.ts';
import { taskDefinition } from './ecs_task_definition.ts';
import { listener, listenerRule } from './elbv2_listener.ts';
import { loadBalancer } from './elbv2_load_balancer.ts';
import { targetGroup } from './elbv2_target_group.ts';
import { managedPolicy, policy } from './iam_policy.ts';
import { role } from './iam_role.ts';
import { logGroup } from './logs_log_group.ts';
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
    role,
    policy,
    managedPolicy,
    logGroup,
    repository,
    cluster,
    taskDefinition,
    service,
    loadBalancer,
    targetGroup,
    listener,
    listenerRule,
  ].map((each) => [each.type, each]),
);
