import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { resourceEvent } from './events.ts';
import { propertiesProblem, propertyChanges, wantedProperties } from './resources/resource_properties.ts';
import { policyDenial } from './stack_policy.ts';
import type { ResourceRecord, StackRecord, TaskRecord } from './state.ts';
import { failureReason, handlerMessage, markOf, newResource, situationOf, typeOf } from './task_calls.ts';
import { neededBy } from './template/references.ts';
import { readingOf } from './work.ts';

/** How often CloudFormation looks at what takes its time. */
const LOOK_MS = 5_000;
/** How long it waits for a resource to get stable (ECS services have the longest time of those modelled here). */
const PATIENCE_MS = 3 * 3_600_000;
const CALL_MS = 1_000;

/** What came of calls that do not answer at once. They do not outlive the process: the call is then made again. */
const underWay = new WeakMap<TaskRecord, { id?: string; error?: unknown }>();

/** Brings one resource a step further; gives the reason when it failed. */
export function stepApply(stack: StackRecord, task: TaskRecord, context: Context): string | undefined {
  try {
    if (task.phase === 'waiting') return start(stack, task, context);
    if (task.phase === 'calling') return makeCall(stack, task, context);
    if (task.phase === 'opening') return hear(stack, task, context);
    return settle(stack, task, context);
  } catch (error) {
    return failureReason(error, recordOf(stack, task.logicalId).type, context);
  }
}

function recordOf(stack: StackRecord, logicalId: string): ResourceRecord {
  const record = stack.resources.get(logicalId);
  if (!record) throw new Error(`the stack ${stack.stackName} has lost its resource ${logicalId}`);
  return record;
}

function start(stack: StackRecord, task: TaskRecord, context: Context): string | undefined {
  const { template, scope } = readingOf(stack, context);
  const declaration = template.resources.get(task.logicalId);
  if (!declaration) throw new Error(`the template of ${stack.stackName} has lost ${task.logicalId}`);
  const type = typeOf(declaration.type);
  const needs = neededBy(template, task.logicalId);
  const declared = { needs, ...policiesOf(declaration) };
  const old = stack.resources.get(task.logicalId);
  task.before = old && { ...old };
  if (!old) stack.resources.set(task.logicalId, newResource(task.logicalId, type.type, context, declared));
  const record = recordOf(stack, task.logicalId);
  const wanted = attempt(() => wantedProperties(type, declaration, scope, stack.plan.tags));
  const problem = typeof wanted === 'string' ? wanted : problemOf(task.logicalId, wanted.problems);
  const properties = typeof wanted === 'string' ? {} : wanted.properties;
  const changes = old ? propertyChanges(type, old.properties, properties) : [];
  if (old && problem === undefined && changes.length === 0) {
    Object.assign(record, declared);
    task.phase = 'done';
    return undefined;
  }
  const replaces = changes.some((change) => change.replaces);
  task.change = old ? (replaces ? 'replace' : 'update') : 'create';
  task.wanted = properties;
  const reason = replaces
    ? 'Requested update requires the creation of a new physical resource; hence creating one.'
    : undefined;
  resourceEvent(stack, context, record, old ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS', { reason, properties });
  const denial = old && policyDenial(stack, record, replaces ? 'Update:Replace' : 'Update:Modify');
  if (problem !== undefined || denial !== undefined) return problem ?? denial;
  Object.assign(record, declared);
  task.phase = 'calling';
  task.dueAt = context.now().getTime() + CALL_MS;
  return undefined;
}

function policiesOf(declared: Pick<ResourceRecord, 'deletionPolicy' | 'updateReplacePolicy'>) {
  const { deletionPolicy, updateReplacePolicy } = declared;
  return { deletionPolicy, updateReplacePolicy };
}

/** What a template's functions say no to is the resource's own failure. */
function attempt<T>(evaluate: () => T): T | string {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ServiceError) return error.message;
    throw error;
  }
}

function problemOf(logicalId: string, problems: readonly string[]): string | undefined {
  return problems.length > 0 ? propertiesProblem(logicalId, problems) : undefined;
}

function makeCall(stack: StackRecord, task: TaskRecord, context: Context): undefined {
  const record = recordOf(stack, task.logicalId);
  const type = typeOf(record.type);
  const situation = situationOf(stack, task.logicalId, context);
  const wanted = task.wanted ?? {};
  if (task.change === 'update') {
    type.update?.(record.physicalId, wanted, record.properties, situation);
    record.properties = wanted;
    wait(task, type.seconds.update, context);
    return undefined;
  }
  const id = type.create(wanted, situation);
  if (typeof id === 'string') {
    made(stack, task, id, context);
    return undefined;
  }
  const outcome: { id?: string; error?: unknown } = {};
  underWay.set(task, outcome);
  id.then(
    (made) => Object.assign(outcome, { id: made }),
    (error) => Object.assign(outcome, { error }),
  );
  task.phase = 'opening';
  task.dueAt = context.now().getTime() + CALL_MS;
  return undefined;
}

/** Whether an answer that did not come at once has come. */
function hear(stack: StackRecord, task: TaskRecord, context: Context): undefined {
  const outcome = underWay.get(task);
  if (!outcome) return makeCall(stack, task, context);
  if (outcome.error !== undefined) throw outcome.error;
  if (outcome.id !== undefined) made(stack, task, outcome.id, context);
  else task.dueAt = context.now().getTime() + CALL_MS;
  return undefined;
}

function made(stack: StackRecord, task: TaskRecord, physicalId: string, context: Context): void {
  const record = recordOf(stack, task.logicalId);
  const type = typeOf(record.type);
  if (task.change === 'replace' && task.before) stack.leftovers.push(task.before);
  Object.assign(record, { physicalId, properties: task.wanted ?? {} });
  type.mark?.(physicalId, markOf(stack, task.logicalId), context);
  const status = task.change === 'create' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
  resourceEvent(stack, context, record, status, {
    reason: task.change === 'create' ? 'Resource creation Initiated' : undefined,
    properties: record.properties,
  });
  type.configure?.(physicalId, record.properties, situationOf(stack, task.logicalId, context));
  wait(task, type.seconds.create, context);
}

function wait(task: TaskRecord, seconds: number, context: Context): void {
  const now = context.now().getTime();
  Object.assign(task, {
    phase: 'settling',
    calledAt: now,
    dueAt: now + seconds * 1_000 - CALL_MS,
    deadline: now + PATIENCE_MS,
  });
}

function settle(stack: StackRecord, task: TaskRecord, context: Context): string | undefined {
  const record = recordOf(stack, task.logicalId);
  const type = typeOf(record.type);
  const now = context.now().getTime();
  const standing = type.standing?.(record.physicalId, task.calledAt ?? 0, context) ?? 'stable';
  if (typeof standing === 'object') return handlerMessage(standing.failure, 'GeneralServiceException', context);
  if (standing === 'not yet') {
    if (now >= task.deadline) return handlerMessage('Exceeded attempts to wait', 'NotStabilized', context);
    task.dueAt = now + LOOK_MS;
    return undefined;
  }
  task.phase = 'done';
  const status = task.change === 'create' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
  resourceEvent(stack, context, record, status, { properties: record.properties });
  return undefined;
}
