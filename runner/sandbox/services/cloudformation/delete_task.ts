import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { resourceEvent } from './events.ts';
import type { ResourceRecord, StackRecord, TaskRecord } from './state.ts';
import { failureReason, typeOf } from './task_calls.ts';

const CALL_MS = 1_000;
const AGAIN_MS = 10_000;
/** How long a deletion is tried while something else still uses the resource: an assumption. */
const PATIENCE_MS = 15 * 60_000;

/** What services say while something that is about to go still uses the resource. */
const inUse =
  /DependencyViolation|ResourceInUse|DeleteConflict|ClusterContains|AlreadyAssociated|OperationAborted|Throttl|RequestLimitExceeded/;

/** Brings the deletion of a resource a step further; gives the reason when it failed. */
export function stepDelete(stack: StackRecord, task: TaskRecord, context: Context): string | undefined {
  const resource = task.target;
  if (!resource) throw new Error(`nothing to delete by the name of ${task.logicalId}`);
  const now = context.now().getTime();
  if (task.phase === 'waiting') {
    if (isKept(resource, stack)) {
      resourceEvent(stack, context, resource, 'DELETE_SKIPPED');
      return forget(stack, task, resource);
    }
    // It was never there, as after a creation that failed.
    if (resource.physicalId === '') return forget(stack, task, resource);
    resourceEvent(stack, context, resource, 'DELETE_IN_PROGRESS');
    Object.assign(task, { phase: 'calling', dueAt: now + CALL_MS, deadline: now + PATIENCE_MS });
    return undefined;
  }
  const type = typeOf(resource.type);
  if (task.phase === 'calling') {
    try {
      type.remove(resource.physicalId, resource.properties, context);
    } catch (error) {
      if (!(error instanceof ServiceError && inUse.test(error.code)) || now >= task.deadline) {
        return failureReason(error, resource.type, context);
      }
      task.dueAt = now + AGAIN_MS;
      return undefined;
    }
    Object.assign(task, { phase: 'settling', dueAt: now + type.seconds.remove * 1_000 });
    return undefined;
  }
  if (type.isGone?.(resource.physicalId, resource.properties, context) === false) {
    task.dueAt = now + CALL_MS * 5;
    return undefined;
  }
  resourceEvent(stack, context, resource, 'DELETE_COMPLETE');
  return forget(stack, task, resource);
}

/** `Retain` holds even when the stack's creation is rolled back, `RetainExceptOnCreate` does not. */
function isKept(resource: ResourceRecord, stack: StackRecord): boolean {
  const kind = stack.work?.kind;
  if (kind === 'clean-up' && stack.resources.has(resource.logicalId)) {
    const isUndone = stack.work?.endsIn === 'UPDATE_ROLLBACK_COMPLETE';
    return !isUndone && resource.updateReplacePolicy !== 'Delete';
  }
  if (kind === 'undo-create') return resource.deletionPolicy === 'Retain';
  if (kind === 'clean-up' && stack.work?.endsIn === 'UPDATE_ROLLBACK_COMPLETE') {
    return resource.deletionPolicy === 'Retain';
  }
  return resource.deletionPolicy !== 'Delete' && resource.deletionPolicy !== 'Snapshot';
}

function forget(stack: StackRecord, task: TaskRecord, resource: ResourceRecord): undefined {
  task.phase = 'done';
  // Another one may have taken its logical id.
  if (stack.resources.get(resource.logicalId) === resource && stack.work?.kind === 'clean-up') {
    stack.resources.delete(resource.logicalId);
  }
  return undefined;
}
