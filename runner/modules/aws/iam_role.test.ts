import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreatePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { iamRoleRules, iamRoleSchema } from '../../../schemas/iam_role.ts';
import type { PlayError } from '../../diagnostics.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { Unknown, unknown } from '../../template/values.ts';
import { iamRole } from './iam_role.ts';

type Params = Infer<typeof iamRoleSchema>;
const trust = (Service: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});
const anything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const tasks = {
  name: 'tasks',
  assume_role_policy_document: trust('ecs-tasks.amazonaws.com') as object | string,
  create_instance_profile: false,
};

async function play(sandbox: Sandbox, given: object, check = false) {
  const { params, problems } = validateParams(iamRoleSchema, { ...tasks, ...given } as never, { rules: iamRoleRules });
  assert.deepEqual(problems, []);
  sandbox.calls.length = 0;
  const outcome = await runResource(iamRole, params as Params, { world: sandbox.world({ readOnly: check }), check });
  return { ...outcome, calls: sandbox.calls.map((call) => call.operation) };
}

async function policy(sandbox: Sandbox, PolicyName: string) {
  const PolicyDocument = JSON.stringify(anything);
  const made = await sandbox.world().client(IAMClient).send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  return made.Policy!.Arn!;
}

test('a role takes one call to make and two to find unchanged', async () => {
  const sandbox = createSandbox();
  const given = { description: 'runs tasks', max_session_duration: 7200, tags: { stage: 'test' } };
  assert.deepEqual((await play(sandbox, given)).calls, ['GetRole', 'CreateRole']);
  assert.deepEqual((await play(sandbox, given)).calls, ['GetRole', 'ListAttachedRolePolicies']);
});

test('the result holds the role, and its keys once more beside it', async () => {
  const { result } = await play(createSandbox(), {}, true);
  const { iam_role, ...beside } = result as { iam_role: Record<string, unknown> };
  assert.deepEqual(Object.keys(iam_role), Object.keys(beside));
  assert.ok(iam_role['arn'] instanceof Unknown);
  assert.equal(iam_role['role_name'], 'tasks');
});

test('a trust policy in other words is no change', async () => {
  const sandbox = createSandbox();
  await play(sandbox, {});
  const text = JSON.stringify({ ...trust(['ecs-tasks.amazonaws.com']) });
  assert.deepEqual((await play(sandbox, { assume_role_policy_document: text })).steps, []);
});

test('another trust policy is one', async () => {
  const sandbox = createSandbox();
  await play(sandbox, {});
  const { steps, result } = await play(sandbox, { assume_role_policy_document: trust('ec2.amazonaws.com') });
  assert.deepEqual(steps, ['change who may take on role tasks']);
  assert.deepEqual(result['assume_role_policy_document'], trust('ec2.amazonaws.com'));
});

test('managed policies go by name or ARN, and are detached when not listed', async () => {
  const sandbox = createSandbox();
  const [read, write] = [await policy(sandbox, 'read'), await policy(sandbox, 'write')];
  const { result } = await play(sandbox, { managed_policies: ['read', write] });
  assert.deepEqual(result['attached_policies'], [
    { policy_arn: read, policy_name: 'read' },
    { policy_arn: write, policy_name: 'write' },
  ]);
  assert.deepEqual((await play(sandbox, {})).steps, [], 'policies left out stay');
  assert.deepEqual((await play(sandbox, { managed_policies: [read], purge_policies: false })).steps, []);
  assert.deepEqual((await play(sandbox, { managed_policies: [read] })).steps, [`detach policy ${write}`]);
});

test('a managed policy that is not there fails by name', async () => {
  const sandbox = createSandbox();
  assert.deepEqual((await play(sandbox, { managed_policies: ['nothing'] }, true)).steps.length, 2);
  await assert.rejects(play(sandbox, { managed_policies: ['nothing'] }), /no managed policy "nothing"/);
});

test('description, duration, boundary and tags are changed in place', async () => {
  const sandbox = createSandbox();
  const boundary = await policy(sandbox, 'bounds');
  await play(sandbox, {});
  const { steps } = await play(sandbox, { description: 'x', boundary, tags: { a: '1' } });
  assert.deepEqual(steps, [
    'update description and session duration of role tasks',
    `bound role tasks by ${boundary}`,
    'tag role tasks: a',
  ]);
  assert.deepEqual((await play(sandbox, { boundary: '', tags: {} })).steps, [
    'unbound role tasks',
    'tag role tasks: (removed: a)',
  ]);
});

test('a role that is to have another path must be replaced', async () => {
  const sandbox = createSandbox();
  await play(sandbox, { path: '/a/' });
  assert.deepEqual((await play(sandbox, {})).steps, []);
  await assert.rejects(play(sandbox, { path: '/b/' }), (error: PlayError) => error.code === 'must-replace');
});

test('an instance profile is made for the role, and goes with it when asked', async () => {
  const sandbox = createSandbox();
  const { steps } = await play(sandbox, { create_instance_profile: true });
  assert.deepEqual(steps, ['create role tasks', 'create instance profile tasks']);
  const gone = await play(sandbox, { state: 'absent', delete_instance_profile: true });
  assert.deepEqual(gone.steps, [
    'take role tasks out of instance profile tasks',
    'delete instance profile tasks',
    'delete role tasks',
  ]);
});

test('a role goes with all that hangs on it', async () => {
  const sandbox = createSandbox();
  const arn = await policy(sandbox, 'read');
  await play(sandbox, { managed_policies: [arn] });
  const PolicyDocument = JSON.stringify(anything);
  const inline = new PutRolePolicyCommand({ RoleName: 'tasks', PolicyName: 'inline', PolicyDocument });
  await sandbox.world().client(IAMClient).send(inline);
  const { steps } = await play(sandbox, { state: 'absent' });
  assert.deepEqual(steps, [`detach policy ${arn}`, 'delete inline policy inline', 'delete role tasks']);
});

test('a role without trust policy cannot be made, but an existing one need not repeat it', async () => {
  const sandbox = createSandbox();
  const silent = { assume_role_policy_document: undefined };
  await assert.rejects(play(sandbox, silent), /is needed to create the role "tasks"/);
  await play(sandbox, {});
  assert.deepEqual((await play(sandbox, silent)).steps, []);
});

test('a trust policy that is not known yet is planned with', async () => {
  const { steps } = await play(createSandbox(), { assume_role_policy_document: unknown }, true);
  assert.deepEqual(steps, ['create role tasks']);
});

for (const [what, document, code] of [
  ['broken JSON', '{"Version":', 'policy-json'],
  ['an unquoted version', { Version: '2012-10-18', Statement: [trust('x').Statement[0]] }, 'policy-version'],
  ['no statement', { Version: '2012-10-17' }, 'policy-statement'],
  ['a statement for nobody', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole' }] }, 'policy-statement'],
  ['an effect that is none', { Statement: { ...trust('x').Statement[0], Effect: 'allow' } }, 'policy-statement'],
] as const)
  test(`a trust policy with ${what} is found before the run`, () => {
    const given = { ...tasks, assume_role_policy_document: document };
    const { problems } = validateParams(iamRoleSchema, given as never, { rules: iamRoleRules });
    assert.deepEqual(
      problems.map((problem) => problem.code),
      [code],
    );
  });
