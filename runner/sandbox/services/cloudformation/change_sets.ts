import {
  CreateChangeSetCommand,
  type CreateChangeSetInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { describeChangeSet, statusOf, summary } from './change_set_view.ts';
import { changesOf } from './changes.ts';
import { stackEvent } from './events.ts';
import { findStack, pageOf, requireChangeSet, requireStack } from './lookup.ts';
import { planOf } from './plan.ts';
import { invalid, notModelled } from './refuse.ts';
import { propertiesProblem } from './resources/resource_properties.ts';
import { failurePolicy, isRetry, newStack, requireIdle, startCreation, startUpdate } from './stack_changes.ts';
import { shownParameters } from './stack_view.ts';
import { type ChangeSetRecord, cloudFormationState, type Plan, type StackRecord } from './state.ts';

/** How long CloudFormation takes to work out a change set: an assumption. */
const MAKING_MS = 4_000;

/** Change sets. Behaviour: API reference, `CreateChangeSet` and neighbours. */
export const changeSetOperations = [
  on(CreateChangeSetCommand, create),
  on(DescribeChangeSetCommand, (input, context) => {
    const { changeSet, stack } = requireChangeSet(context, input);
    return describeChangeSet(changeSet, stack, context, input);
  }),
  on(ExecuteChangeSetCommand, (input, context) => {
    const { changeSet, stack } = requireChangeSet(context, input);
    if (changeSet.execution.startsWith('EXECUTE_') && isRetry(stack, input.ClientRequestToken)) return {};
    const status = statusOf(changeSet, context);
    if (status !== 'CREATE_COMPLETE') throw notNow(changeSet, `status of [${status}]`);
    if (changeSet.execution !== 'AVAILABLE') throw notNow(changeSet, `execution status of [${changeSet.execution}]`);
    if (changeSet.type === 'UPDATE') requireIdle(stack);
    const { changeSets } = context.state(cloudFormationState);
    for (const [id, other] of changeSets) {
      if (other.stackId === stack.stackId && other !== changeSet) changeSets.delete(id);
    }
    changeSet.execution = 'EXECUTE_IN_PROGRESS';
    stack.changeSetId = changeSet.changeSetId;
    stack.onFailure = input.DisableRollback ? 'DO_NOTHING' : changeSet.onFailure;
    stack.token = input.ClientRequestToken;
    if (changeSet.type === 'UPDATE') startUpdate(stack, changeSet.plan, context);
    else {
      stack.plan = changeSet.plan;
      startCreation(stack, context);
    }
    return {};
  }),
  on(DeleteChangeSetCommand, (input, context) => {
    const { changeSets } = context.state(cloudFormationState);
    const isArn = input.ChangeSetName?.startsWith('arn:');
    if (!isArn) requireStack(context, input.StackName);
    try {
      const { changeSet } = requireChangeSet(context, input);
      if (changeSet.execution === 'EXECUTE_IN_PROGRESS')
        throw notNow(changeSet, 'execution status of [EXECUTE_IN_PROGRESS]');
      changeSets.delete(changeSet.changeSetId);
    } catch (error) {
      // One that is not there is as good as deleted.
      if (!(error instanceof ServiceError && error.code === 'ChangeSetNotFoundException')) throw error;
    }
    return {};
  }),
  on(ListChangeSetsCommand, (input, context) => {
    const stack = requireStack(context, input.StackName);
    const all = [...context.state(cloudFormationState).changeSets.values()].filter(
      ({ stackId }) => stackId === stack.stackId,
    );
    const { items, next } = pageOf(all, input.NextToken, 100);
    return { Summaries: items.map((each) => summary(each, stack, context)), NextToken: next };
  }),
];

function notNow({ changeSetId }: ChangeSetRecord, state: string): ServiceError {
  return new ServiceError(
    'InvalidChangeSetStatusException',
    `ChangeSet [${changeSetId}] cannot be executed in its current ${state}`,
  );
}

function create(input: CreateChangeSetInput, context: Context) {
  const name = checkedName(input.ChangeSetName);
  const type = input.ChangeSetType ?? 'UPDATE';
  const earlier = retried(input, context);
  if (earlier) return { Id: earlier.changeSetId, StackId: earlier.stackId };
  if (type === 'IMPORT' || input.ResourcesToImport) throw notModelled('importing resources into stacks');
  if (type !== 'CREATE' && type !== 'UPDATE') throw notModelled(`change sets of the type ${type}`);
  if (input.IncludeNestedStacks) throw notModelled('nested stacks');
  const existing = findStack(context, input.StackName ?? '');
  const isReview = existing?.status === 'REVIEW_IN_PROGRESS';
  if (type === 'CREATE' && existing && !isReview) {
    throw invalid(
      `Stack [${existing.stackName}] already exists and cannot be created again with the changeSet [${name}].`,
    );
  }
  if (type === 'UPDATE') checkUpdate(existing, input.StackName ?? '');
  const before = type === 'UPDATE' ? existing : undefined;
  const { plan } = planOf(input, before);
  const stack = existing ?? review(context, input.StackName, plan);
  const { changeSets } = context.state(cloudFormationState);
  if ([...changeSets.values()].some((each) => each.stackId === stack.stackId && each.name === name)) {
    throw new ServiceError(
      'AlreadyExistsException',
      `ChangeSet [${name}] already exists for stack [${stack.stackName}]`,
    );
  }
  const changeSetId = context.arn('cloudformation', `changeSet/${name}/${context.uuid()}`);
  changeSets.set(changeSetId, record({ changeSetId, name, type, stack, plan, input, context }));
  return { Id: changeSetId, StackId: stack.stackId };
}

/** What a call with the same token has made before. */
function retried({ ClientToken: token }: CreateChangeSetInput, context: Context): ChangeSetRecord | undefined {
  if (token === undefined) return undefined;
  return [...context.state(cloudFormationState).changeSets.values()].find((each) => each.token === token);
}

function checkedName(name: string | undefined): string {
  if (name !== undefined && /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name;
  throw invalid(
    `1 validation error detected: Value '${name}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}

function checkUpdate(stack: StackRecord | undefined, name: string): void {
  if (!stack) throw invalid(`Stack [${name}] does not exist`);
  requireIdle(stack);
}

/** The empty stack that a change set of the type CREATE begins with. */
function review(context: Context, name: string | undefined, plan: Plan): StackRecord {
  const stack = newStack(context, name, plan);
  context.state(cloudFormationState).stacks.set(stack.stackId, stack);
  stackEvent(stack, context, 'REVIEW_IN_PROGRESS', 'User Initiated');
  return stack;
}

interface Making {
  readonly changeSetId: string;
  readonly name: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly stack: StackRecord;
  readonly plan: Plan;
  readonly input: CreateChangeSetInput;
  readonly context: Context;
}

function record({ changeSetId, name, type, stack, plan, input, context }: Making): ChangeSetRecord {
  const { changes, failure } = workedOut(stack, plan, type, context);
  return {
    changeSetId,
    name,
    stackId: stack.stackId,
    type,
    token: input.ClientToken,
    ...(input.Description !== undefined && { description: input.Description }),
    createdAt: context.now(),
    readyAt: context.now().getTime() + MAKING_MS,
    plan,
    shownParameters: shownParameters(plan),
    tags: Object.entries(plan.tags).map(([Key, Value]) => ({ Key, Value })),
    onFailure: failurePolicy({ OnStackFailure: input.OnStackFailure }),
    changes,
    ...(failure !== undefined && { failure }),
    execution: failure === undefined ? 'AVAILABLE' : 'UNAVAILABLE',
  };
}

function workedOut(
  stack: StackRecord,
  plan: Plan,
  type: 'CREATE' | 'UPDATE',
  context: Context,
): Pick<ChangeSetRecord, 'changes' | 'failure'> {
  try {
    const { changes, problems, isNothing } = changesOf(stack, plan, context);
    if (problems.size > 0) {
      const failure = [...problems].map(([id, each]) => propertiesProblem(id, each)).join('\n');
      return { changes: [], failure };
    }
    if (type === 'CREATE' || !isNothing) return { changes };
    const isSameText = stack.plan.templateBody === plan.templateBody;
    return { changes: [], failure: isSameText ? nothingNew : 'No updates are to be performed.' };
  } catch (error) {
    if (error instanceof ServiceError) return { changes: [], failure: error.message };
    throw error;
  }
}

const nothingNew =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
