import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import type { Context } from '../context.ts';
import { ecsState } from '../services/ecs/state.ts';
import { findRole, iamState } from '../services/iam/state.ts';
import type { Call } from '../wire/dispatch.ts';
import { ServiceError } from '../wire/errors.ts';
import { refusal } from './refusals.ts';

/** The account as it was when the lag began, as it was half-way, and as it is. */
type Times = readonly [past: Context, halfPast: Context, present: Context];

/**
 * What ECS says while IAM has not told it of a role yet, in the words of its API reference and of those who met them in
 * the first seconds of a role: first the caller may not pass it, then it is not valid.
 */
export function refuseYoungRoles({ route, input }: Call<Context>, times: Times): void {
  if (route.service.name !== 'ecs') return;
  if (route.operation === 'CreateService') refuseYoungAccount(times);
  if (route.operation !== 'RegisterTaskDefinition') return;
  const { executionRoleArn, taskRoleArn } = input() as RegisterTaskDefinitionRequest;
  for (const arn of [executionRoleArn, taskRoleArn]) if (arn !== undefined) refuseYoungRole(arn, times);
}

function refuseYoungRole(arn: string, [past, halfPast, present]: Times): void {
  const isKnown = (context: Context) => findRole(context.state(iamState), arn) !== undefined;
  if (!isKnown(present) || isKnown(past)) return;
  if (isKnown(halfPast)) throw new ServiceError('ClientException', 'Role is not valid');
  const { account, region } = present;
  const passing = { protocol: 'awsJson1_1', service: 'iam', operation: 'PassRole', region, account } as const;
  throw refusal(passing, 'AccessDenied', arn);
}

/** ECS makes its service-linked role with an account's first cluster. */
function refuseYoungAccount([past, , present]: Times): void {
  if (present.state(ecsState).clusters.size === 0 || past.state(ecsState).clusters.size > 0) return;
  throw new ServiceError(
    'InvalidParameterException',
    'Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
  );
}
