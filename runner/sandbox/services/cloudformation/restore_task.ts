import type { Context } from '../../context.ts';
import { resourceEvent } from './events.ts';
import type { StackRecord, TaskRecord } from './state.ts';
import { failureReason, handlerMessage, situationOf, typeOf } from './task_calls.ts';
import { isSame } from './template/value.ts';

const CALL_MS = 1_000;
const LOOK_MS = 5_000;

/** Brings a resource a step back to what it was before a failed update; gives the reason when that fails. */
export function stepRestore(stack: StackRecord, task: TaskRecord, context: Context): string | undefined {
  try {
    if (task.phase === 'waiting') return start(stack, task, context);
    if (task.phase === 'calling') return makeCall(stack, task, context);
    return settle(stack, task, context);
  } catch (error) {
    return failureReason(error, task.before?.type ?? '', context);
  }
}

function pair(stack: StackRecord, { logicalId, before }: TaskRecord) {
  const now = stack.resources.get(logicalId);
  if (!before || !now) throw new Error(`the stack ${stack.stackName} has lost its resource ${logicalId}`);
  return { now, before };
}

function start(stack: StackRecord, task: TaskRecord, context: Context): undefined {
  const { now, before } = pair(stack, task);
  const isUntouched = now.physicalId === before.physicalId && isSame(now.properties, before.properties);
  if (isUntouched && !/FAILED$|IN_PROGRESS$/.test(now.status)) {
    task.phase = 'done';
    return undefined;
  }
  resourceEvent(stack, context, now, 'UPDATE_IN_PROGRESS', { properties: before.properties });
  Object.assign(task, { phase: 'calling', dueAt: context.now().getTime() + CALL_MS });
  return undefined;
}

function makeCall(stack: StackRecord, task: TaskRecord, context: Context): undefined {
  const { now, before } = pair(stack, task);
  const type = typeOf(before.type);
  const at = context.now().getTime();
  let seconds = 1;
  if (now.physicalId !== before.physicalId) {
    // The old one was kept for this; the new one is deleted when all is over.
    stack.leftovers = [...stack.leftovers.filter(({ physicalId }) => physicalId !== before.physicalId), { ...now }];
    now.physicalId = before.physicalId;
  } else if (!isSame(now.properties, before.properties)) {
    type.update?.(now.physicalId, before.properties, now.properties, situationOf(stack, task.logicalId, context));
    seconds = type.seconds.update;
  }
  const { properties, needs, deletionPolicy, updateReplacePolicy } = before;
  Object.assign(now, { properties, needs, deletionPolicy, updateReplacePolicy });
  Object.assign(task, { phase: 'settling', calledAt: at, dueAt: at + seconds * 1_000, deadline: at + 3 * 3_600_000 });
  return undefined;
}

function settle(stack: StackRecord, task: TaskRecord, context: Context): string | undefined {
  const { now } = pair(stack, task);
  const standing = typeOf(now.type).standing?.(now.physicalId, task.calledAt ?? 0, context) ?? 'stable';
  const at = context.now().getTime();
  if (typeof standing === 'object') return handlerMessage(standing.failure, 'GeneralServiceException', context);
  if (standing === 'not yet') {
    if (at >= task.deadline) return handlerMessage('Exceeded attempts to wait', 'NotStabilized', context);
    task.dueAt = at + LOOK_MS;
    return undefined;
  }
  task.phase = 'done';
  resourceEvent(stack, context, now, 'UPDATE_COMPLETE', { properties: now.properties });
  return undefined;
}
