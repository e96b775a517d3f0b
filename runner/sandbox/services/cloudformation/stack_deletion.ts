import { DeleteStackCommand, type DeleteStackInput } from '@aws-sdk/client-cloudformation';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { stackEvent } from './events.ts';
import { inARow } from './exports.ts';
import { importersOf } from './imports.ts';
import { findStack, requireStack } from './lookup.ts';
import { invalid } from './refuse.ts';
import { cloudFormationState, type StackRecord } from './state.ts';
import { begin, deleteTasks } from './work.ts';

/** DeleteStack. */
export const stackDeletionOperations = [on(DeleteStackCommand, remove)];

function remove(input: DeleteStackInput, context: Context): Record<string, never> {
  if (input.StackName === undefined || input.StackName === '') requireStack(context, input.StackName);
  const stack = findStack(context, input.StackName ?? '');
  // A stack that is not there is as good as deleted.
  if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
  if (stack.terminationProtection) {
    throw invalid(`Stack [${stack.stackName}] cannot be deleted while TerminationProtection is enabled`);
  }
  if (stack.work && /update|clean-up/.test(stack.work.kind)) {
    throw invalid(`Stack [${stack.stackId}] cannot be deleted while in status ${stack.status}`);
  }
  const retained = input.RetainResources ?? [];
  if (retained.length > 0 && stack.status !== 'DELETE_FAILED') {
    throw invalid(
      'Invalid operation on stack. RetainResources can be specified only when the stack is in DELETE_FAILED state.',
    );
  }
  const foreign = retained.find((id) => !stack.resources.has(id));
  if (foreign !== undefined) throw invalid(`Resource [${foreign}] does not exist in stack ${stack.stackName}`);
  const used = usedExport(stack, context);
  if (used !== undefined) {
    stackEvent(stack, context, stack.status, `Delete canceled. ${used}`);
    return {};
  }
  startDeletion(stack, retained, input.ClientRequestToken, context);
  return {};
}

function usedExport(stack: StackRecord, context: Context): string | undefined {
  for (const { exportName } of stack.outputs) {
    if (exportName === undefined) continue;
    const users = importersOf(context, exportName).filter((name) => name !== stack.stackName);
    if (users.length > 0) return `Cannot delete export ${exportName} as it is in use by ${inARow(users)}.`;
  }
  return undefined;
}

function startDeletion(
  stack: StackRecord,
  retained: readonly string[],
  token: string | undefined,
  context: Context,
): void {
  stack.token = token;
  const { changeSets } = context.state(cloudFormationState);
  for (const [id, changeSet] of changeSets) if (changeSet.stackId === stack.stackId) changeSets.delete(id);
  stackEvent(stack, context, 'DELETE_IN_PROGRESS', 'User Initiated');
  for (const id of retained) {
    const record = stack.resources.get(id);
    if (record) stack.resources.set(id, { ...record, deletionPolicy: 'Retain' });
  }
  const left = [...stack.resources.values()].filter(({ status }) => status !== 'DELETE_COMPLETE');
  begin(stack, context, 'delete', deleteTasks([...left, ...stack.leftovers]));
}
