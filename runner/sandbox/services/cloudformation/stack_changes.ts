import {
  CreateStackCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { changesOf } from './changes.ts';
import { stackEvent } from './events.ts';
import { findStack, requireStack } from './lookup.ts';
import { planOf } from './plan.ts';
import { invalid } from './refuse.ts';
import { isWanted } from './scope.ts';
import { checkedPolicy, policyDenial } from './stack_policy.ts';
import { cloudFormationState, type Plan, type StackRecord } from './state.ts';
import type { Scope } from './template/functions.ts';
import type { Template } from './template/template.ts';
import { applyTasks, begin, readingOf } from './work.ts';

/** CreateStack, UpdateStack and UpdateTerminationProtection. */
export const stackChangeOperations = [
  on(CreateStackCommand, (input, context) => {
    const earlier = findStack(context, input.StackName ?? '');
    if (earlier && isRetry(earlier, input.ClientRequestToken)) return { StackId: earlier.stackId };
    const { plan } = planOf(input, undefined);
    const stack = newStack(context, input.StackName, plan);
    stack.terminationProtection = input.EnableTerminationProtection ?? false;
    stack.onFailure = failurePolicy(input);
    Object.assign(stack, {
      ...(input.TimeoutInMinutes !== undefined && { timeoutInMinutes: input.TimeoutInMinutes }),
      ...(input.StackPolicyBody !== undefined && { policy: checkedPolicy(input.StackPolicyBody) }),
      token: input.ClientRequestToken,
    });
    context.state(cloudFormationState).stacks.set(stack.stackId, stack);
    startCreation(stack, context);
    return { StackId: stack.stackId };
  }),
  on(UpdateStackCommand, (input, context) => {
    const stack = requireStack(context, input.StackName);
    if (isRetry(stack, input.ClientRequestToken)) return { StackId: stack.stackId };
    requireIdle(stack);
    const { plan } = planOf(input, stack);
    if (changesOf(stack, plan, context).isNothing) throw invalid('No updates are to be performed.');
    stack.onFailure = input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK';
    stack.token = input.ClientRequestToken;
    if (input.StackPolicyBody !== undefined) stack.policy = checkedPolicy(input.StackPolicyBody);
    stack.policyDuringUpdate =
      input.StackPolicyDuringUpdateBody === undefined ? undefined : checkedPolicy(input.StackPolicyDuringUpdateBody);
    startUpdate(stack, plan, context);
    return { StackId: stack.stackId };
  }),
  on(UpdateTerminationProtectionCommand, (input, context) => {
    const stack = requireStack(context, input.StackName);
    if (input.EnableTerminationProtection === undefined) throw invalid('EnableTerminationProtection must be specified');
    stack.terminationProtection = input.EnableTerminationProtection;
    return { StackId: stack.stackId };
  }),
];

/** Whether a call is the same once more, whose answer got lost: it begins nothing anew. */
export function isRetry(stack: StackRecord, token: string | undefined): boolean {
  return token !== undefined && stack.token === token;
}

/** What an input says of failures. */
export function failurePolicy(input: {
  readonly DisableRollback?: boolean | undefined;
  readonly OnFailure?: string | undefined;
  readonly OnStackFailure?: string | undefined;
}): StackRecord['onFailure'] {
  const asked = input.OnFailure ?? input.OnStackFailure;
  if (input.DisableRollback !== undefined && asked !== undefined) {
    throw invalid('You can specify either DisableRollback or OnFailure, but not both.');
  }
  if (asked === undefined) return input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK';
  if (asked === 'ROLLBACK' || asked === 'DELETE' || asked === 'DO_NOTHING') return asked;
  throw invalid(
    `1 validation error detected: Value '${asked}' at 'onFailure' failed to satisfy constraint: Member must satisfy enum value set: [ROLLBACK, DO_NOTHING, DELETE]`,
  );
}

/** A stack that nothing was done for yet. */
export function newStack(context: Context, name: string | undefined, plan: Plan): StackRecord {
  const stackName = name ?? '';
  if (!/^[a-zA-Z][-a-zA-Z0-9]*$/.test(stackName)) {
    throw invalid(
      `1 validation error detected: Value '${stackName}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  }
  if (stackName.length > 128) {
    throw invalid(
      `1 validation error detected: Value '${stackName}' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128`,
    );
  }
  if (findStack(context, stackName)) {
    throw new ServiceError('AlreadyExistsException', `Stack [${stackName}] already exists`);
  }
  return {
    stackId: context.arn('cloudformation', `stack/${stackName}/${context.uuid()}`),
    stackName,
    createdAt: context.now(),
    status: 'CREATE_IN_PROGRESS',
    plan,
    resources: new Map(),
    outputs: [],
    events: [],
    onFailure: 'ROLLBACK',
    terminationProtection: false,
    leftovers: [],
  };
}

/** Begins to make a stack. */
export function startCreation(stack: StackRecord, context: Context): void {
  stackEvent(stack, context, 'CREATE_IN_PROGRESS', 'User Initiated');
  const { template, scope } = readingOf(stack, context);
  stack.description = template.description;
  const minutes = stack.timeoutInMinutes;
  begin(stack, context, 'create', applyTasks(template, scope), {
    ...(minutes !== undefined && { deadline: context.now().getTime() + minutes * 60_000 }),
  });
}

/** Begins to change a stack; what it was is kept until it is over. */
export function startUpdate(stack: StackRecord, plan: Plan, context: Context): void {
  stack.undo = {
    plan: stack.plan,
    resources: new Map([...stack.resources].map(([id, record]) => [id, { ...record }])),
    outputs: stack.outputs,
    description: stack.description,
  };
  stack.plan = plan;
  stack.updatedAt = context.now();
  stack.leftovers = [];
  stackEvent(stack, context, 'UPDATE_IN_PROGRESS', 'User Initiated');
  const { template, scope } = readingOf(stack, context);
  begin(stack, context, 'update', applyTasks(template, scope));
  const removed = [...stack.resources.values()].filter(({ logicalId }) => !isInTemplate(template, logicalId, scope));
  const denial = removed.map((resource) => policyDenial(stack, resource, 'Update:Delete')).find(Boolean);
  if (stack.work && denial !== undefined) stack.work.problem = denial;
}

function isInTemplate(template: Template, logicalId: string, scope: Scope): boolean {
  return template.resources.has(logicalId) && isWanted(template, logicalId, scope);
}

const updatable =
  /^(CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_ROLLBACK_COMPLETE|IMPORT_COMPLETE|CREATE_FAILED|UPDATE_FAILED)$/;

/** Refuses a stack that is busy, or beyond change. */
export function requireIdle(stack: StackRecord): void {
  if (updatable.test(stack.status) && !stack.work) return;
  throw invalid(`Stack:${stack.stackId} is in ${stack.status} state and can not be updated.`);
}
