import {
  ContinueUpdateRollbackCommand,
  GetStackPolicyCommand,
  RollbackStackCommand,
  SetStackPolicyCommand,
} from '@aws-sdk/client-cloudformation';
import { on } from '../../service.ts';
import { rollBackCreation, rollBackUpdate } from './conclude.ts';
import { requireStack } from './lookup.ts';
import { invalid, notModelled } from './refuse.ts';
import { checkedPolicy } from './stack_policy.ts';

/** Ways back that somebody asks for, and stack policies. */
export const rollbackOperations = [
  on(ContinueUpdateRollbackCommand, (input, context) => {
    const stack = requireStack(context, input.StackName);
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED') {
      throw invalid(`Stack:${stack.stackId} is in ${stack.status} state and can not continue rollback.`);
    }
    const skipped = input.ResourcesToSkip ?? [];
    const foreign = skipped.find((id) => !/FAILED$/.test(stack.resources.get(id)?.status ?? ''));
    if (foreign !== undefined) {
      throw invalid(
        `The following resources to skip are invalid because they are not in UPDATE_FAILED state: [${foreign}]`,
      );
    }
    stack.token = input.ClientRequestToken;
    rollBackUpdate(stack, context, 'User Initiated', skipped);
    return {};
  }),
  on(RollbackStackCommand, (input, context) => {
    const stack = requireStack(context, input.StackName);
    stack.token = input.ClientRequestToken;
    if (stack.status === 'CREATE_FAILED') rollBackCreation(stack, context, 'User Initiated');
    else if (stack.status === 'UPDATE_FAILED') rollBackUpdate(stack, context, 'User Initiated');
    else throw invalid(`Stack:${stack.stackId} is in ${stack.status} state and can not be rolled back.`);
    return { StackId: stack.stackId };
  }),
  on(SetStackPolicyCommand, (input, context) => {
    const stack = requireStack(context, input.StackName);
    if (input.StackPolicyURL !== undefined) throw notModelled('policies at a StackPolicyURL: there is no S3');
    stack.policy = checkedPolicy(input.StackPolicyBody);
    return {};
  }),
  on(GetStackPolicyCommand, (input, context) => ({ StackPolicyBody: requireStack(context, input.StackName).policy })),
];
