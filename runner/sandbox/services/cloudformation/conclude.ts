import type { StackStatus } from '@aws-sdk/client-cloudformation';
import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { stackEvent } from './events.ts';
import { checkExports, outputsOf } from './outputs.ts';
import { isWanted } from './scope.ts';
import { cloudFormationState, type StackRecord, type WorkRecord } from './state.ts';
import { begin, deleteTasks, readingOf, restoreTasks } from './work.ts';

/** The work of a stack is over: what comes of it. */
export function conclude(stack: StackRecord, work: WorkRecord, context: Context): void {
  stack.work = undefined;
  if (work.kind === 'create') concludeCreate(stack, work, context);
  if (work.kind === 'update') concludeUpdate(stack, work, context);
  if (work.kind === 'undo-create') concludeDeletion(stack, work, context, 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED');
  if (work.kind === 'delete') concludeDeletion(stack, work, context, 'DELETE_COMPLETE', 'DELETE_FAILED');
  if (work.kind === 'undo-update') concludeUndo(stack, work, context);
  if (work.kind === 'clean-up') {
    stack.leftovers = [];
    stack.undo = undefined;
    stackEvent(stack, context, work.endsIn ?? 'UPDATE_COMPLETE');
  }
}

/** The outputs, or why there are none. */
function setOutputs(stack: StackRecord, work: WorkRecord, context: Context): void {
  if (work.failed.length > 0 || work.problem !== undefined) return;
  try {
    const { template, scope } = readingOf(stack, context);
    const outputs = outputsOf(template, scope);
    checkExports(stack, outputs, context);
    stack.outputs = outputs;
    stack.description = template.description;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    work.problem = error.message;
  }
}

function failureOf({ failed, problem, tasks }: WorkRecord, verb: string): string | undefined {
  if (problem !== undefined) return problem;
  if (failed.length === 0) return undefined;
  const created = failed.filter((id) => tasks.some((task) => task.logicalId === id && task.change === 'create'));
  const others = failed.filter((id) => !created.includes(id));
  const sentence = (ids: readonly string[], what: string) =>
    ids.length > 0 ? `The following resource(s) failed to ${what}: [${ids.join(', ')}]. ` : '';
  return sentence(created, 'create') + sentence(others, verb);
}

function concludeCreate(stack: StackRecord, work: WorkRecord, context: Context): void {
  setOutputs(stack, work, context);
  const failure = failureOf(work, 'create');
  if (failure === undefined) {
    settleChangeSet(stack, context, 'EXECUTE_COMPLETE');
    stackEvent(stack, context, 'CREATE_COMPLETE');
    return;
  }
  settleChangeSet(stack, context, 'EXECUTE_FAILED');
  const requested = (what: string) =>
    /by user\.$/.test(failure) ? failure : `${failure.trimEnd()} ${what} requested by user.`;
  if (stack.onFailure === 'DO_NOTHING') {
    stackEvent(stack, context, 'CREATE_FAILED', failure);
    return;
  }
  if (stack.onFailure === 'ROLLBACK') {
    rollBackCreation(stack, context, requested('Rollback'));
    return;
  }
  stackEvent(stack, context, 'DELETE_IN_PROGRESS', requested('Delete'));
  begin(stack, context, 'delete', deleteTasks([...stack.resources.values()]));
}

/** Deletes what a failed creation has made. */
export function rollBackCreation(stack: StackRecord, context: Context, reason: string): void {
  stackEvent(stack, context, 'ROLLBACK_IN_PROGRESS', reason);
  begin(stack, context, 'undo-create', deleteTasks([...stack.resources.values()]));
}

function concludeUpdate(stack: StackRecord, work: WorkRecord, context: Context): void {
  setOutputs(stack, work, context);
  const failure = failureOf(work, 'update');
  if (failure === undefined) {
    settleChangeSet(stack, context, 'EXECUTE_COMPLETE');
    const { template, scope } = readingOf(stack, context);
    const isThere = (id: string) => template.resources.has(id) && isWanted(template, id, scope);
    const removed = [...stack.resources.values()].filter(({ logicalId }) => !isThere(logicalId));
    cleanUp(stack, context, 'UPDATE_COMPLETE', [...stack.leftovers, ...removed]);
    return;
  }
  settleChangeSet(stack, context, 'EXECUTE_FAILED');
  if (stack.onFailure === 'DO_NOTHING') {
    stackEvent(stack, context, 'UPDATE_FAILED', failure);
    return;
  }
  rollBackUpdate(stack, context, failure);
}

/** Brings a stack back to what it was before an update. */
export function rollBackUpdate(
  stack: StackRecord,
  context: Context,
  reason: string | undefined,
  skipped: readonly string[] = [],
): void {
  const { undo } = stack;
  if (!undo) throw new Error(`the stack ${stack.stackName} has nothing to go back to`);
  stackEvent(stack, context, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  stack.plan = undo.plan;
  const before = [...undo.resources.values()].filter(({ logicalId }) => stack.resources.has(logicalId));
  for (const { logicalId } of before) {
    const record = stack.resources.get(logicalId);
    if (record && skipped.includes(logicalId)) record.status = 'UPDATE_COMPLETE';
  }
  begin(stack, context, 'undo-update', restoreTasks(before.filter(({ logicalId }) => !skipped.includes(logicalId))));
}

function concludeUndo(stack: StackRecord, work: WorkRecord, context: Context): void {
  const failure = failureOf(work, 'update');
  if (failure !== undefined) {
    stackEvent(stack, context, 'UPDATE_ROLLBACK_FAILED', failure);
    return;
  }
  const { undo } = stack;
  const added = [...stack.resources.values()].filter(({ logicalId }) => !undo?.resources.has(logicalId));
  stack.outputs = undo?.outputs ?? [];
  stack.description = undo?.description;
  cleanUp(stack, context, 'UPDATE_ROLLBACK_COMPLETE', [...stack.leftovers, ...added]);
}

function cleanUp(
  stack: StackRecord,
  context: Context,
  endsIn: 'UPDATE_COMPLETE' | 'UPDATE_ROLLBACK_COMPLETE',
  doomed: Parameters<typeof deleteTasks>[0],
): void {
  stackEvent(stack, context, `${endsIn}_CLEANUP_IN_PROGRESS`);
  begin(stack, context, 'clean-up', deleteTasks(doomed), { endsIn });
}

function concludeDeletion(
  stack: StackRecord,
  work: WorkRecord,
  context: Context,
  good: StackStatus,
  bad: StackStatus,
): void {
  const failure = failureOf(work, 'delete');
  if (failure === undefined && good === 'DELETE_COMPLETE') {
    stack.deletedAt = context.now();
    stack.outputs = [];
  }
  stackEvent(stack, context, failure === undefined ? good : bad, failure);
}

function settleChangeSet(stack: StackRecord, context: Context, execution: 'EXECUTE_COMPLETE' | 'EXECUTE_FAILED'): void {
  const { changeSets } = context.state(cloudFormationState);
  const record = changeSets.get(stack.changeSetId ?? '');
  if (record?.execution === 'EXECUTE_IN_PROGRESS') record.execution = execution;
}
