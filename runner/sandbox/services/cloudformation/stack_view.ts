import type {
  Parameter,
  Stack,
  StackResourceDetail,
  StackResourceSummary,
  StackSummary,
} from '@aws-sdk/client-cloudformation';
import { knownTemplate } from './known_template.ts';
import type { Plan, ResourceRecord, StackRecord } from './state.ts';
import { isSecret } from './template/parameters.ts';

const unchecked = { StackDriftStatus: 'NOT_CHECKED' as const };

/** The parameters of a plan; secret ones are not shown. */
export function shownParameters({ templateBody, parameters }: Plan): Parameter[] {
  const declared = knownTemplate(templateBody).parameters;
  return Object.entries(parameters).map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: isSecret(declared[ParameterKey]) ? '****' : value,
  }));
}

/** A stack as `DescribeStacks` shows it. */
export function describeStack(stack: StackRecord): Stack {
  const { plan } = stack;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ...(stack.changeSetId !== undefined && { ChangeSetId: stack.changeSetId }),
    Description: stack.description,
    Parameters: shownParameters(plan),
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.onFailure === 'DO_NOTHING',
    NotificationARNs: [...plan.notificationArns],
    TimeoutInMinutes: stack.timeoutInMinutes,
    Capabilities: [...plan.capabilities] as Stack['Capabilities'],
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    RoleARN: plan.roleArn,
    Tags: Object.entries(plan.tags).map(([Key, Value]) => ({ Key, Value })),
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: unchecked,
  };
}

/** A stack as `ListStacks` shows it. */
export function summariseStack(stack: StackRecord): StackSummary {
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    TemplateDescription: stack.description,
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DriftInformation: unchecked,
  };
}

/** A resource as `ListStackResources` shows it. */
export function summariseResource(resource: ResourceRecord): StackResourceSummary {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    LastUpdatedTimestamp: resource.changedAt,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

/** A resource as `DescribeStackResource` shows it. */
export function describeResource(stack: StackRecord, resource: ResourceRecord): StackResourceDetail {
  return {
    StackName: stack.stackName,
    StackId: stack.stackId,
    ...summariseResource(resource),
  };
}
