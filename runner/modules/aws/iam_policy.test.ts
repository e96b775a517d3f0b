import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { iamPolicyRules, iamPolicySchema } from '../../../schemas/iam_policy.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { unknown } from '../../template/values.ts';
import { iamPolicy } from './iam_policy.ts';

type Params = Infer<typeof iamPolicySchema>;
const allow = (Action: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const logs = { iam_type: 'role', iam_name: 'tasks', policy_name: 'logs', policy_json: allow('logs:*') as unknown };

async function prepared() {
  const sandbox = createSandbox();
  const Statement = [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  const command = new CreateRoleCommand({ RoleName: 'tasks', AssumeRolePolicyDocument });
  await sandbox.world().client(IAMClient).send(command);
  return sandbox;
}

function play(sandbox: Sandbox, given: object, check = false) {
  const { params } = validateParams(iamPolicySchema, { ...logs, ...given } as never, { rules: iamPolicyRules });
  return runResource(iamPolicy, params as Params, { world: sandbox.world({ readOnly: check }), check });
}

test('a policy is added once, and the result names all policies there', async () => {
  const sandbox = await prepared();
  const { steps, result } = await play(sandbox, {});
  assert.deepEqual(steps, ['add policy logs of role tasks']);
  assert.deepEqual([result['role_name'], result['policies'], result['policy_names']], ['tasks', ['logs'], ['logs']]);
  assert.deepEqual((await play(sandbox, { policy_json: JSON.stringify(allow(['logs:*'])) })).steps, []);
});

test('a policy that says something else is changed', async () => {
  const sandbox = await prepared();
  await play(sandbox, {});
  assert.deepEqual((await play(sandbox, { policy_json: allow('s3:*') })).steps, ['change policy logs of role tasks']);
  assert.deepEqual((await play(sandbox, { policy_json: allow('s3:*') })).steps, []);
});

test('skip_duplicates is content with the same under another name', async () => {
  const sandbox = await prepared();
  await play(sandbox, {});
  assert.deepEqual((await play(sandbox, { policy_name: 'again', skip_duplicates: true })).steps, []);
  assert.deepEqual((await play(sandbox, { policy_name: 'again' })).steps, ['add policy again of role tasks']);
});

test('absent removes the one policy, and the others stay', async () => {
  const sandbox = await prepared();
  await play(sandbox, {});
  await play(sandbox, { policy_name: 'other' });
  const { steps, result } = await play(sandbox, { state: 'absent' });
  assert.deepEqual(steps, ['delete policy logs of role tasks']);
  assert.deepEqual(result['policy_names'], ['other']);
  assert.deepEqual((await play(sandbox, { state: 'absent' })).steps, []);
});

test('users have inline policies, too', async () => {
  const sandbox = createSandbox();
  await sandbox
    .world()
    .client(IAMClient)
    .send(new CreateUserCommand({ UserName: 'bob' }));
  const bob = { iam_type: 'user', iam_name: 'bob' };
  assert.deepEqual((await play(sandbox, bob)).result['user_name'], 'bob');
  assert.deepEqual((await play(sandbox, bob)).steps, []);
});

test('under check the role may be yet to be made, and the policy not known', async () => {
  const sandbox = createSandbox();
  assert.deepEqual((await play(sandbox, { policy_json: unknown }, true)).steps, ['add policy logs of role tasks']);
});

test('a role that is not there is an error when it counts', async () => {
  await assert.rejects(play(createSandbox(), {}), /tasks/);
});

test('a policy of a principal is found before the run', () => {
  const policy_json = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }] };
  const { problems } = validateParams(iamPolicySchema, { ...logs, policy_json }, { rules: iamPolicyRules });
  assert.deepEqual(problems[0]?.path, ['policy_json', 'Statement', 0]);
});
