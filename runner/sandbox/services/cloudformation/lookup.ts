import type { Context } from '../../context.ts';
import { page } from '../../page.ts';
import { ServiceError } from '../../wire/errors.ts';
import { liveStacks } from './exports.ts';
import { invalid, noSuchStack } from './refuse.ts';
import { type ChangeSetRecord, cloudFormationState, type StackRecord } from './state.ts';

/** The stack of that name, or of that id; a deleted one is found by its id only. */
export function findStack(context: Context, nameOrId: string): StackRecord | undefined {
  if (nameOrId.startsWith('arn:')) return context.state(cloudFormationState).stacks.get(nameOrId);
  return liveStacks(context).find(({ stackName }) => stackName === nameOrId);
}

/** As `findStack`, or CloudFormation's refusal. */
export function requireStack(context: Context, nameOrId: string | undefined): StackRecord {
  if (nameOrId === undefined || nameOrId === '') throw required('stackName');
  const stack = findStack(context, nameOrId);
  if (!stack) throw noSuchStack(nameOrId);
  return stack;
}

/** As `requireStack`, in the words of the operations on what is in a stack. */
export function requireNamedStack(context: Context, nameOrId: string | undefined): StackRecord {
  if (nameOrId === undefined || nameOrId === '') throw required('stackName');
  const stack = findStack(context, nameOrId);
  if (!stack) throw invalid(`Stack '${nameOrId}' does not exist`);
  return stack;
}

function required(member: string): ServiceError {
  return invalid(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** A change set, by its ARN or by its name and its stack's. */
export function requireChangeSet(
  context: Context,
  {
    ChangeSetName: name = '',
    StackName: stackName,
  }: { ChangeSetName?: string | undefined; StackName?: string | undefined },
): { readonly changeSet: ChangeSetRecord; readonly stack: StackRecord } {
  const { changeSets, stacks } = context.state(cloudFormationState);
  if (!name.startsWith('arn:') && stackName === undefined) {
    throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  const stackId = stackName === undefined ? undefined : requireForChangeSet(context, stackName).stackId;
  const changeSet = [...changeSets.values()].find(
    (each) => (each.changeSetId === name || each.name === name) && (stackId === undefined || each.stackId === stackId),
  );
  const stack = changeSet && stacks.get(changeSet.stackId);
  if (changeSet && stack) return { changeSet, stack };
  throw new ServiceError('ChangeSetNotFoundException', `ChangeSet [${name}] does not exist`, 404);
}

function requireForChangeSet(context: Context, stackName: string): StackRecord {
  const stack = findStack(context, stackName);
  if (stack) return stack;
  throw invalid(`Stack [${stackName}] does not exist`);
}

/** One page of a listing. */
export function pageOf<T>(items: readonly T[], NextToken: string | undefined, size: number) {
  return page(items, { size, token: NextToken }, () => invalid('Token is invalid'));
}
