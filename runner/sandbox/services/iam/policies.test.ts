import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  TagPolicyCommand,
} from '@aws-sdk/client-iam';
import { createSandbox } from '../../sandbox.ts';

const document = policy({ Effect: 'Allow', Action: ["logs:Put'Events"], Resource: '*' });
const executionPolicy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

async function withRole() {
  const iam = createSandbox().world().client(IAMClient);
  const RoleName = 'app';
  const AssumeRolePolicyDocument = policy({
    Effect: 'Allow',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const put = (PolicyDocument: string, PolicyName = 'logs') =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  return { iam, RoleName, put };
}

test('an inline policy comes back URL-encoded and otherwise as it was given', async () => {
  const { iam, RoleName, put } = await withRole();
  const pretty = JSON.stringify(JSON.parse(document), null, 2);
  await put(pretty);
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'logs' }));
  assert.equal(PolicyDocument, encodeURIComponent(pretty).replaceAll("'", '%27').replaceAll('*', '%2A'));
  assert.deepEqual((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames, ['logs']);
  await assert.rejects(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'other' })), {
    name: 'NoSuchEntityException',
    message: 'The role policy with name other cannot be found.',
  });
});

const allow = { Effect: 'Allow', Action: 's3:Get*', Resource: '*' };
for (const [text, message] of [
  ['{', /invalid Json/],
  ['[]', /Syntax errors/],
  ['{}', /Syntax errors/],
  [policy(), /Syntax errors/],
  [policy({ ...allow, Effect: 'allow' }), /Syntax errors/],
  [policy({ ...allow, NotAction: 's3:Put*' }), /Syntax errors/],
  [policy({ ...allow, Actions: 's3:Put*' }), /Syntax errors/],
  [policy({ ...allow, Condition: 'x' }), /Syntax errors/],
  [policy({ ...allow, Principal: '*' }), /should not specify a principal/],
  [policy({ Effect: 'Allow', Action: 's3:Get*' }), /must contain resources/],
  [policy({ ...allow, Resource: 'bucket' }), /Resource bucket must be in ARN format or "\*"/],
  [policy({ ...allow, Action: 'Get' }), /must be prefaced by a vendor/],
  [policy({ ...allow, Sid: 'a b' }), /must be alpha-numeric/],
  [policy({ ...allow, Sid: 'a' }, { ...allow, Sid: 'a' }), /must be unique/],
  [JSON.stringify({ Version: '2024-01-01', Statement: allow }), /valid version string/],
] as const) {
  test(`the policy ${text} is malformed`, async () => {
    const { put } = await withRole();
    await assert.rejects(put(text), { name: 'MalformedPolicyDocumentException', message });
  });
}

test('inline policies of a role have 10240 characters together, blanks not counted', async () => {
  const { put } = await withRole();
  const sized = (characters: number) => {
    const empty = policy({ ...allow, Resource: 'arn:' }).length;
    return policy({ ...allow, Resource: `arn:${'x'.repeat(characters - empty)}` });
  };
  await put(`${sized(10_000)}${' '.repeat(1000)}`);
  await assert.rejects(put(sized(241), 'more'), {
    name: 'LimitExceededException',
    message: 'Maximum policy size of 10240 bytes exceeded for role app',
  });
  await put(sized(240), 'more');
});

test('managed policies are attached once, and only when they exist', async () => {
  const { iam, RoleName } = await withRole();
  const attach = (PolicyArn: string) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await attach(executionPolicy);
  await attach(executionPolicy);
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  assert.deepEqual(AttachedPolicies, [{ PolicyName: 'AmazonECSTaskExecutionRolePolicy', PolicyArn: executionPolicy }]);
  const { PolicyRoles } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: executionPolicy }));
  assert.equal(PolicyRoles?.[0]?.RoleName, RoleName);
  await assert.rejects(attach('arn:aws:iam::aws:policy/None'), {
    name: 'NoSuchEntityException',
    message: 'Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.',
  });
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: executionPolicy }));
  await assert.rejects(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: executionPolicy })), {
    name: 'NoSuchEntityException',
    message: `Policy ${executionPolicy} was not found.`,
  });
});

test('a role has ten managed policies at most', async () => {
  const { iam, RoleName } = await withRole();
  const attach = async (number: number) => {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: `p${number}`, PolicyDocument: document }));
    return iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
  };
  for (let number = 0; number < 10; number += 1) await attach(number);
  await assert.rejects(attach(10), { name: 'LimitExceededException' });
});

test('a managed policy has versions, one of which counts', async () => {
  const { iam, RoleName } = await withRole();
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'logs', PolicyDocument: document }));
  const PolicyArn = Policy?.Arn as string;
  assert.equal(PolicyArn, 'arn:aws:iam::123456789012:policy/logs');
  await assert.rejects(iam.send(new CreatePolicyCommand({ PolicyName: 'Logs', PolicyDocument: document })), {
    name: 'EntityAlreadyExistsException',
  });
  const newVersion = () =>
    iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document, SetAsDefault: true }));
  assert.equal((await newVersion()).PolicyVersion?.VersionId, 'v2');
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  assert.deepEqual(
    Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
    [
      ['v2', true],
      ['v1', false],
    ],
  );
  for (let count = 2; count < 5; count += 1) await newVersion();
  await assert.rejects(newVersion(), { name: 'LimitExceededException' });

  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  assert.equal((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount, 1);
  const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn }));
  await assert.rejects(remove(), { message: 'Cannot delete a policy attached to entities.' });
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await assert.rejects(remove(), { message: /more than one version/ });
  const removeVersion = (VersionId: string) => iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  await assert.rejects(removeVersion('v5'), { name: 'DeleteConflictException' });
  for (const version of ['v1', 'v2', 'v3', 'v4']) await removeVersion(version);
  await remove();
  await assert.rejects(iam.send(new GetPolicyCommand({ PolicyArn })), { name: 'NoSuchEntityException' });
});

test('policies of AWS are there to read and not to change', async () => {
  const { iam } = await withRole();
  const version = { PolicyArn: executionPolicy, VersionId: 'v1' };
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(version));
  assert.match(decodeURIComponent(PolicyVersion?.Document ?? ''), /ecr:GetAuthorizationToken/);
  await assert.rejects(iam.send(new TagPolicyCommand({ PolicyArn: executionPolicy, Tags: [] })), {
    name: 'AccessDenied',
  });
  assert.deepEqual((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies, []);
  const first = await iam.send(new ListPoliciesCommand({ Scope: 'AWS', MaxItems: 10 }));
  const second = await iam.send(new ListPoliciesCommand({ Scope: 'AWS', MaxItems: 10, Marker: first.Marker }));
  assert.deepEqual([first.IsTruncated, first.Policies?.length], [true, 10]);
  assert.notEqual(second.Policies?.[0]?.Arn, first.Policies?.[0]?.Arn);
});

test('users and groups have policies of their own', async () => {
  const { iam } = await withRole();
  const inline = { PolicyName: 'logs', PolicyDocument: document };
  await iam.send(new CreateUserCommand({ UserName: 'ann' }));
  await iam.send(new CreateGroupCommand({ GroupName: 'team' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'ann', ...inline }));
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'team', ...inline }));
  const ofUser = await iam.send(new GetUserPolicyCommand({ UserName: 'ann', PolicyName: 'logs' }));
  const ofGroup = await iam.send(new GetGroupPolicyCommand({ GroupName: 'team', PolicyName: 'logs' }));
  assert.equal(ofUser.PolicyDocument, ofGroup.PolicyDocument);
  await assert.rejects(iam.send(new DeleteUserCommand({ UserName: 'ann' })), { name: 'DeleteConflictException' });
  await assert.rejects(iam.send(new DeleteGroupCommand({ GroupName: 'team' })), { name: 'DeleteConflictException' });
});

test('a group knows its users', async () => {
  const { iam } = await withRole();
  const member = { UserName: 'ann', GroupName: 'team' };
  await iam.send(new CreateUserCommand(member));
  await iam.send(new CreateGroupCommand(member));
  await iam.send(new AddUserToGroupCommand(member));
  const { Users } = await iam.send(new GetGroupCommand(member));
  assert.deepEqual(
    Users?.map(({ UserName }) => UserName),
    ['ann'],
  );
  await assert.rejects(iam.send(new DeleteUserCommand(member)), { name: 'DeleteConflictException' });
  await iam.send(new RemoveUserFromGroupCommand(member));
  await iam.send(new DeleteUserCommand(member));
  await iam.send(new DeleteGroupCommand(member));
  await assert.rejects(iam.send(new GetUserCommand(member)), { name: 'NoSuchEntityException' });
});
