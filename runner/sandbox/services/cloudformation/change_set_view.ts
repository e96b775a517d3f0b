import type {
  Change,
  ChangeSetStatus,
  ChangeSetSummary,
  DescribeChangeSetCommandOutput,
  DescribeChangeSetInput,
  ResourceChangeDetail,
} from '@aws-sdk/client-cloudformation';
import type { Context } from '../../context.ts';
import { pageOf } from './lookup.ts';
import type { ChangeRecord, ChangeSetRecord, DetailRecord, StackRecord } from './state.ts';
import { isFields, isList, type Value } from './template/value.ts';

/** A change set takes a moment to be made. */
export function statusOf({ readyAt, failure }: ChangeSetRecord, context: Context): ChangeSetStatus {
  if (context.now().getTime() < readyAt) return 'CREATE_IN_PROGRESS';
  return failure === undefined ? 'CREATE_COMPLETE' : 'FAILED';
}

/** A change set as `ListChangeSets` shows it. */
export function summary(changeSet: ChangeSetRecord, stack: StackRecord, context: Context): ChangeSetSummary {
  const status = statusOf(changeSet, context);
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ChangeSetId: changeSet.changeSetId,
    ChangeSetName: changeSet.name,
    ExecutionStatus: status === 'CREATE_IN_PROGRESS' ? 'UNAVAILABLE' : changeSet.execution,
    Status: status,
    ...(status === 'FAILED' && { StatusReason: changeSet.failure }),
    CreationTime: changeSet.createdAt,
    Description: changeSet.description,
    IncludeNestedStacks: false,
  };
}

/** A change set as `DescribeChangeSet` shows it. */
export function describeChangeSet(
  changeSet: ChangeSetRecord,
  stack: StackRecord,
  context: Context,
  { NextToken, IncludePropertyValues: withValues = false }: DescribeChangeSetInput,
): Omit<DescribeChangeSetCommandOutput, '$metadata'> {
  const { plan } = changeSet;
  const brief = summary(changeSet, stack, context);
  const { items, next } = pageOf(brief.Status === 'CREATE_COMPLETE' ? changeSet.changes : [], NextToken, 100);
  return {
    ...brief,
    Parameters: [...changeSet.shownParameters],
    NotificationARNs: [...plan.notificationArns],
    RollbackConfiguration: {},
    Capabilities: [...plan.capabilities] as DescribeChangeSetCommandOutput['Capabilities'],
    Tags: [...changeSet.tags],
    Changes: items.map((change) => describeChange(change, withValues)),
    NextToken: next,
    OnStackFailure: changeSet.onFailure,
  };
}

function describeChange(change: ChangeRecord, withValues: boolean): Change {
  const { action, logicalId, physicalId, type, replacement, scope, policyAction, details, before, after } = change;
  return {
    Type: 'Resource',
    ResourceChange: {
      ...(policyAction !== undefined && { PolicyAction: policyAction as 'Delete' }),
      Action: action,
      LogicalResourceId: logicalId,
      ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
      ResourceType: type,
      ...(replacement !== undefined && { Replacement: replacement }),
      Scope: [...scope],
      Details: details.map((detail) => describeDetail(detail, withValues)),
      ...(withValues && before && { BeforeContext: JSON.stringify({ Properties: asText(before) }) }),
      ...(withValues && after && { AfterContext: JSON.stringify({ Properties: asText(after) }) }),
    },
  };
}

function describeDetail(detail: DetailRecord, withValues: boolean): ResourceChangeDetail {
  const { attribute, name, recreation, source, causedBy, isStatic, before, after } = detail;
  return {
    Target: {
      Attribute: attribute,
      ...(name !== undefined && { Name: name }),
      RequiresRecreation: recreation,
      ...(withValues && {
        ...(name !== undefined && { Path: `/Properties/${name}` }),
        ...(before !== undefined && { BeforeValue: shown(before) }),
        ...(after !== undefined && { AfterValue: shown(after) }),
        AttributeChangeType: before === undefined ? 'Add' : after === undefined ? 'Remove' : 'Modify',
      }),
    },
    Evaluation: isStatic ? 'Static' : 'Dynamic',
    ChangeSource: source,
    ...(causedBy !== undefined && { CausingEntity: causedBy }),
  };
}

function shown(value: Value): string {
  return isFields(value) || isList(value) ? JSON.stringify(asText(value)) : String(value);
}

/** Numbers and flags as text, as contexts show them. */
function asText(value: Value): Value {
  if (isList(value)) return value.map(asText);
  if (isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asText(each)]));
  return value === null ? null : String(value);
}
