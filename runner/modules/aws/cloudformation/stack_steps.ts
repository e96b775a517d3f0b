import { randomUUID } from 'node:crypto';
import {
  ContinueUpdateRollbackCommand,
  CreateStackCommand,
  DeleteStackCommand,
  SetStackPolicyCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { unlessDoneBefore } from '../../../aws/done_before.ts';
import { waitUntil } from '../../../aws/wait.ts';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import { type Step, type StepContext, step, type Wanted, waitStep } from '../../module.ts';
import { describeReviewed, execute, makeChangeSet, requestOf, reviewName } from './change_set.ts';
import type { Params, Stack } from './stack.ts';
import type { StackDifference } from './stack_difference.ts';
import { eventTexts, followStack, latestEvent, type Operation, whyItFailed } from './stack_events.ts';
import { cloudFormation, describeStack, policyOf, resourcesIn } from './stack_read.ts';

type Context = StepContext<Stack>;
type Changed = Partial<Stack>;

/** Puts the stack up, and waits until it stands. */
export function creation(want: Wanted<Stack>, params: Params, what: string): Step<Stack> {
  return step(`create stack ${params.stack_name}${what}`, async (world, context) => {
    const token = randomUUID();
    const request = requestOf(params, want, false);
    if (params.create_timeout !== undefined) {
      const command = new CreateStackCommand({
        ...request,
        ...onFailure(params),
        TimeoutInMinutes: params.create_timeout,
        ClientRequestToken: token,
      });
      await unlessDoneBefore(['AlreadyExistsException'], () => cloudFormation(world).send(command));
      const stack = await describeStack(world, params.stack_name);
      return follow(world, { stackId: stack!.stack_id }, params, context);
    }
    const { OnFailure } = onFailure(params);
    const input = { ...request, ...(OnFailure && { OnStackFailure: OnFailure }) };
    const made = await makeChangeSet(world, input, { type: 'CREATE', progress: context.progress });
    if (!made)
      throw new PlayError({ code: 'stack-empty', message: `stack ${params.stack_name} would have no resources` });
    const after = await latestEvent(world, made.stackId);
    await execute(world, made, { token, disableRollback: false });
    return follow(world, { after, stackId: made.stackId }, params, context);
  });
}

/** What becomes of a stack that cannot be put up. */
function onFailure({ on_create_failure: asked, disable_rollback }: Params) {
  const OnFailure = asked ?? (disable_rollback ? ('DO_NOTHING' as const) : undefined);
  return OnFailure === undefined ? {} : { OnFailure };
}

/** Changes the stack, and waits until that is done. Where it shows that nothing differs, nothing was done. */
export function update(now: Stack, want: Wanted<Stack>, params: Params, difference: StackDifference): Step<Stack> {
  return step(`update stack ${params.stack_name}${describe(difference)}`, async (world, context) => {
    const request = requestOf(params, want, true);
    const made = await makeChangeSet(world, request, { type: 'UPDATE', progress: context.progress });
    if (!made) {
      context.idle?.();
      return { output: 'Stack is already up-to-date.', events: [] };
    }
    for (const change of made.changes) context.progress(describeReviewed(change));
    return underPolicy(world, now, params, async () => {
      const token = randomUUID();
      const after = await latestEvent(world, made.stackId);
      await execute(world, made, { token, disableRollback: params.disable_rollback });
      return follow(world, { after, stackId: made.stackId }, params, context);
    });
  });
}

function describe({ certain, uncertain }: StackDifference): string {
  const doubt = uncertain.length > 0 ? `if it changes anything: ${uncertain.join(', ')}` : '';
  if (certain.length === 0) return doubt ? `, ${doubt}` : '';
  return `: ${certain.join('; ')}`;
}

/** What a stack without a policy allows. */
const allowAll = { Statement: [{ Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }] };

/** Change sets know no policy for their own time: it is set before, and put back after. */
async function underPolicy<T>(world: World, now: Stack, params: Params, act: () => Promise<T>): Promise<T> {
  const meanwhile = params.stack_policy_on_update_body;
  if (meanwhile === undefined) return act();
  const before = (await policyOf(world, now.stack_id)) ?? allowAll;
  await setPolicy(world, now.stack_id, meanwhile);
  try {
    return await act();
  } finally {
    await setPolicy(world, now.stack_id, before);
  }
}

const setPolicy = (world: World, StackName: string, policy: unknown) =>
  cloudFormation(world).send(
    new SetStackPolicyCommand({
      StackName,
      StackPolicyBody: typeof policy === 'string' ? policy : JSON.stringify(policy),
    }),
  );

type Begun = Omit<Operation, 'stackName'>;

/** Follows what was begun to its end; fails with the first reason when that is no good one. */
async function follow(world: World, begun: Begun, params: Params, { progress }: Context): Promise<Changed> {
  const operation = { ...begun, stackName: params.stack_name };
  const ended = await followStack(world, operation, progress);
  if (!/^(CREATE|UPDATE)_COMPLETE$/.test(ended.status)) throw await whyItFailed(world, operation, ended);
  const [stack, resources] = await Promise.all([
    describeStack(world, begun.stackId),
    resourcesIn(world, begun.stackId),
  ]);
  const [verb] = ended.status.split('_');
  const events = eventTexts(ended.events, params.events_limit);
  return { ...stack, resources, events, output: `Stack ${verb} complete` };
}

/** Makes a change set for somebody to review. */
export function review(now: Stack | undefined, want: Wanted<Stack>, params: Params, isUpdate: boolean): Step<Stack> {
  const name = reviewName(params);
  return step(`create change set ${name} for stack ${params.stack_name}`, async (world, context) => {
    const request = requestOf(params, want, isUpdate);
    const type = isUpdate ? 'UPDATE' : 'CREATE';
    const made = await makeChangeSet(world, request, { type, name, progress: context.progress });
    if (!made) context.idle?.();
    const stack = now ?? (await describeStack(world, params.stack_name));
    const output = made
      ? `Created changeset named ${name} for stack ${params.stack_name}`
      : 'Stack is already up-to-date.';
    return {
      ...stack,
      change_set_id: made?.id ?? null,
      outputs: now?.outputs ?? {},
      resources: now?.resources ?? [],
      events: [],
      output,
    };
  });
}

/** Deletes the stack, and waits until it is gone. */
export function deletion({ stack_name, stack_id }: Stack, params: Params, what: string): Step<Stack> {
  return step(`delete stack ${stack_name}${what}`, async (world, { progress }) => {
    const token = randomUUID();
    const after = await latestEvent(world, stack_id);
    await cloudFormation(world).send(
      new DeleteStackCommand({
        StackName: stack_id,
        ClientRequestToken: token,
        ...(params.role_arn && { RoleARN: params.role_arn }),
      }),
    );
    const operation = { stackName: stack_name, stackId: stack_id, after };
    const ended = await followStack(world, operation, progress);
    if (ended.status !== 'DELETE_COMPLETE') throw await whatIsLeft(world, operation, ended);
    return { status: ended.status, events: eventTexts(ended.events, params.events_limit), output: 'Stack Deleted' };
  });
}

async function whatIsLeft(world: World, operation: Operation, ended: Parameters<typeof whyItFailed>[2]) {
  const { code, message } = await whyItFailed(world, operation, ended);
  const left = (await resourcesIn(world, operation.stackId)).filter(({ status }) => status !== 'DELETE_COMPLETE');
  const names = left.map((each) => `${each.logical_resource_id} (${each.resource_type} ${each.physical_resource_id})`);
  return new PlayError({
    code,
    message: `${message}; left are ${names.join(', ') || 'none of its resources'}`,
    hint: 'take away what is in the way, then run again',
  });
}

/** Waits until what somebody else began on the stack has ended. */
export function settling(now: Stack): Step<Stack> {
  const { stack_name, stack_id, status } = now;
  const what = `stack ${stack_name} to end what it is doing (${status})`;
  return waitStep(`wait for ${what}`, async (world, { progress }) => {
    const ended = await waitUntil<Changed & { status: string }>(world, {
      what,
      interval: 5_000,
      limit: 6 * 3_600_000,
      progress,
      async look() {
        const found = await describeStack(world, stack_id);
        if (!found) return { done: { status: 'DELETE_COMPLETE' } };
        return found.status.endsWith('_IN_PROGRESS') ? { seen: found.status } : { done: found };
      },
    });
    if (!isExpected(status, ended.status)) throw otherEnd(stack_name, status, ended.status);
    return ended;
  });
}

/** What was planned goes by how it was going to end. */
const isExpected = (status: string, ended: string): boolean =>
  ended === status.replace(/(_CLEANUP)?_IN_PROGRESS$/, '').replace(/^(\w+?)(_COMPLETE)?$/, '$1_COMPLETE');

const otherEnd = (name: string, status: string, ended: string): PlayError =>
  new PlayError({
    code: 'stack-busy',
    message: `stack ${name} was ${status} when this began, and is ${ended} now`,
    hint: 'run again: it goes on from there',
  });

/** Goes on with a rollback that did not get through: until then nothing else can be done with the stack. */
export function rollbackContinued({ stack_name, stack_id }: Stack, params: Params): Step<Stack> {
  return step(`continue the rollback of stack ${stack_name}, which failed`, async (world, { progress }) => {
    const token = randomUUID();
    const after = await latestEvent(world, stack_id);
    const { role_arn } = params;
    await cloudFormation(world).send(
      new ContinueUpdateRollbackCommand({
        StackName: stack_id,
        ClientRequestToken: token,
        ...(role_arn && { RoleARN: role_arn }),
      }),
    );
    const operation = { stackName: stack_name, stackId: stack_id, after };
    const ended = await followStack(world, operation, progress);
    if (ended.status !== 'UPDATE_ROLLBACK_COMPLETE') throw await whyItFailed(world, operation, ended);
    return { status: ended.status };
  });
}

/** Says what of the stack may be updated from now on. */
export const policySet = (name: string, policy: unknown): Step<Stack> =>
  step(`set the policy of stack ${name}`, async (world) => {
    await setPolicy(world, name, policy);
    return { stack_policy: policy };
  });

/** Keeps the stack from being deleted, or no longer. */
export const protection = (name: string, protect: boolean): Step<Stack> =>
  step(`${protect ? 'protect' : 'no longer protect'} stack ${name} from deletion`, async (world) => {
    await cloudFormation(world).send(
      new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: protect }),
    );
    return { termination_protection: protect };
  });
