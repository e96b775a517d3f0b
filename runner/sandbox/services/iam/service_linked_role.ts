import { CreateServiceLinkedRoleCommand } from '@aws-sdk/client-iam';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { iamId } from './ids.ts';
import { constraint, invalidInput } from './refuse.ts';
import { describeRole } from './role.ts';
import { iamState, type RoleRecord } from './state.ts';

/** Services whose role is not simply named after them. */
const roleNames: Readonly<Record<string, string>> = {
  ecs: 'ECS',
  elasticloadbalancing: 'ElasticLoadBalancing',
  'ecs.application-autoscaling': 'ApplicationAutoScaling_ECSService',
  autoscaling: 'AutoScaling',
};

/** Roles that a service owns. Behaviour: `CreateServiceLinkedRole`. */
export const serviceLinkedRoleOperations = [
  on(CreateServiceLinkedRoleCommand, (input, context) => {
    const service = input.AWSServiceName ?? '';
    if (!/^[\w+=,.@-]+\.amazonaws\.com$/.test(service)) {
      throw constraint(service, 'aWSServiceName', 'a service principal such as ecs.amazonaws.com is expected');
    }
    const name = serviceLinkedRoleName(service, input.CustomSuffix);
    if (context.state(iamState).roles.has(name.toLowerCase())) {
      throw invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`);
    }
    return { Role: describeRole(addServiceLinkedRole(context, service, name, input.Description)) };
  }),
];

/** Makes sure that a service has its role, as services do on first use. */
export function ensureServiceLinkedRole(context: Context, service: string): void {
  const name = serviceLinkedRoleName(service);
  if (!context.state(iamState).roles.has(name.toLowerCase())) addServiceLinkedRole(context, service, name);
}

function serviceLinkedRoleName(service: string, suffix?: string): string {
  const short = service.replace(/\.amazonaws\.com$/, '');
  const own = roleNames[short] ?? short.charAt(0).toUpperCase() + short.slice(1);
  return `AWSServiceRoleFor${own}${suffix === undefined ? '' : `_${suffix}`}`;
}

function addServiceLinkedRole(context: Context, service: string, name: string, description?: string): RoleRecord {
  const path = `/aws-service-role/${service}/`;
  const role: RoleRecord = {
    name,
    id: iamId(context, 'AROA'),
    path,
    arn: context.arn('iam', `role${path}${name}`),
    createdAt: context.now(),
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
    tags: new Map(),
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    }),
    description,
    maxSessionDuration: 3600,
  };
  context.state(iamState).roles.set(name.toLowerCase(), role);
  return role;
}
