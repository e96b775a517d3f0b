import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import type { Context } from '../../context.ts';
import type { ResourceRecord, StackRecord } from './state.ts';
import type { Fields } from './template/value.ts';

/** The stack takes another status, and says so. */
export function stackEvent(stack: StackRecord, context: Context, status: StackStatus, reason?: string): void {
  stack.status = status;
  stack.statusReason = reason;
  stack.events.push({
    StackId: stack.stackId,
    StackName: stack.stackName,
    EventId: context.uuid(),
    LogicalResourceId: stack.stackName,
    PhysicalResourceId: stack.stackId,
    ResourceType: 'AWS::CloudFormation::Stack',
    Timestamp: context.now(),
    ResourceStatus: status as ResourceStatus,
    ...(reason !== undefined && { ResourceStatusReason: reason }),
    ...(stack.token !== undefined && { ClientRequestToken: stack.token }),
  });
}

/** A resource takes another status, and says so. */
export function resourceEvent(
  stack: StackRecord,
  context: Context,
  resource: ResourceRecord,
  status: ResourceStatus,
  { reason, properties }: { readonly reason?: string | undefined; readonly properties?: Fields | undefined } = {},
): void {
  Object.assign(resource, { status, statusReason: reason, changedAt: context.now() });
  stack.events.push({
    StackId: stack.stackId,
    StackName: stack.stackName,
    EventId: `${resource.logicalId}-${status}-${context.now().toISOString()}`,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    Timestamp: context.now(),
    ResourceStatus: status,
    ...(reason !== undefined && { ResourceStatusReason: reason }),
    ...(properties !== undefined && { ResourceProperties: JSON.stringify(properties) }),
    ...(stack.token !== undefined && { ClientRequestToken: stack.token }),
  });
}
