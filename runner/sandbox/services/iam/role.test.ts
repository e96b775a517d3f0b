import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  CreateServiceLinkedRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListInstanceProfilesForRoleCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { createSandbox } from '../../sandbox.ts';

function trust(Principal: object): string {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const ecsTasks = trust({ Service: 'ecs-tasks.amazonaws.com' });
const readLogs = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:Get*', Resource: '*' }],
});

async function withRole(more: Partial<CreateRoleCommandInput> = {}) {
  const iam = createSandbox({ now: () => Date.UTC(2025, 0, 1) })
    .world()
    .client(IAMClient);
  const RoleName = 'app';
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: ecsTasks, ...more }));
  const read = async () => (await iam.send(new GetRoleCommand({ RoleName }))).Role;
  return { iam, RoleName, read };
}

test('a role is answered with its trust policy URL-encoded', async () => {
  const { read } = await withRole({ Path: '/play/', Description: 'runs the app', Tags: [{ Key: 'a', Value: '1' }] });
  const role = await read();
  assert.match(role?.RoleId ?? '', /^AROA[A-Z2-7]{17}$/);
  assert.equal(role?.AssumeRolePolicyDocument, encodeURIComponent(ecsTasks));
  assert.deepEqual(
    [role?.Arn, role?.Description, role?.MaxSessionDuration, role?.Tags, role?.CreateDate],
    [
      'arn:aws:iam::123456789012:role/play/app',
      'runs the app',
      3600,
      [{ Key: 'a', Value: '1' }],
      new Date(Date.UTC(2025, 0, 1)),
    ],
  );
});

test('IAM spells principals its own way', async () => {
  const { iam, RoleName, read } = await withRole();
  const kept = async (principal: object) => {
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust(principal) }));
    const document = decodeURIComponent((await read())?.AssumeRolePolicyDocument ?? '');
    return (JSON.parse(document) as { Statement: { Principal: unknown }[] }).Statement[0]?.Principal;
  };
  assert.deepEqual(await kept({ Service: ['ecs.amazonaws.com'] }), { Service: 'ecs.amazonaws.com' });
  assert.deepEqual(await kept({ AWS: '210987654321' }), { AWS: 'arn:aws:iam::210987654321:root' });
});

for (const [title, more, name] of [
  ['a blank in its name', { RoleName: 'a b' }, 'ValidationError'],
  ['a name of 65 characters', { RoleName: 'r'.repeat(65) }, 'ValidationError'],
  ['a path without slashes', { RoleName: 'r', Path: 'play' }, 'ValidationError'],
  ['a session of a minute', { RoleName: 'r', MaxSessionDuration: 60 }, 'ValidationError'],
  ['a session of a day', { RoleName: 'r', MaxSessionDuration: 86_400 }, 'ValidationError'],
  ['a description of 1001 characters', { RoleName: 'r', Description: 'd'.repeat(1001) }, 'ValidationError'],
  ['a name that differs by case', { RoleName: 'APP' }, 'EntityAlreadyExistsException'],
  [
    'a trust policy that is no JSON',
    { RoleName: 'r', AssumeRolePolicyDocument: '{' },
    'MalformedPolicyDocumentException',
  ],
  [
    'an unknown role as principal',
    { RoleName: 'r', AssumeRolePolicyDocument: trust({ AWS: 'arn:aws:iam::123456789012:role/none' }) },
    'MalformedPolicyDocumentException',
  ],
  [
    'a boundary that is not there',
    { RoleName: 'r', PermissionsBoundary: 'arn:aws:iam::aws:policy/None' },
    'NoSuchEntityException',
  ],
  [
    'the same tag twice',
    {
      RoleName: 'r',
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'A', Value: '2' },
      ],
    },
    'InvalidInputException',
  ],
] as const) {
  test(`a role with ${title} is refused`, async () => {
    const { iam } = await withRole();
    const input = { AssumeRolePolicyDocument: ecsTasks, ...more } as CreateRoleCommandInput;
    await assert.rejects(iam.send(new CreateRoleCommand(input)), { name });
  });
}

test('an unknown role is named', async () => {
  const { iam } = await withRole();
  await assert.rejects(iam.send(new GetRoleCommand({ RoleName: 'other' })), {
    name: 'NoSuchEntityException',
    message: 'The role with name other cannot be found.',
  });
});

test('a role changes, and its list entry leaves out tags and boundary', async () => {
  const { iam, RoleName, read } = await withRole();
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await iam.send(new UpdateRoleCommand({ RoleName, Description: 'new', MaxSessionDuration: 7200 }));
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'env', Value: 'a' }] }));
  await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'ENV', Value: 'b' }] }));
  const role = await read();
  assert.deepEqual([role?.Description, role?.MaxSessionDuration], ['new', 7200]);
  assert.equal(role?.PermissionsBoundary?.PermissionsBoundaryArn, PermissionsBoundary);
  assert.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, [{ Key: 'ENV', Value: 'b' }]);
  const { Roles: [listed] = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/' }));
  assert.deepEqual([listed?.Tags, listed?.PermissionsBoundary], [undefined, undefined]);
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['env'] }));
  assert.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, []);
});

test('a role is deleted once nothing hangs on it', async () => {
  const { iam, RoleName } = await withRole();
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
  const remove = () => iam.send(new DeleteRoleCommand({ RoleName }));
  const refused = (message: string) => assert.rejects(remove(), { name: 'DeleteConflictException', message });

  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await refused('Cannot delete entity, must detach all policies first.');
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));

  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'logs', PolicyDocument: readLogs }));
  await refused('Cannot delete entity, must delete policies first.');
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'logs' }));

  const InstanceProfileName = 'app';
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  await assert.rejects(iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName })), {
    name: 'LimitExceededException',
  });
  const { InstanceProfiles } = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
  assert.equal(InstanceProfiles?.[0]?.Roles?.[0]?.RoleName, RoleName);
  await refused('Cannot delete entity, must remove roles from instance profile first.');
  await assert.rejects(iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName })), {
    name: 'DeleteConflictException',
  });
  await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));

  await remove();
  await assert.rejects(remove(), { name: 'NoSuchEntityException' });
});

test('a service-linked role is made once', async () => {
  const { iam } = await withRole();
  const create = new CreateServiceLinkedRoleCommand({ AWSServiceName: 'ecs.amazonaws.com' });
  assert.equal(
    (await iam.send(create)).Role?.Arn,
    'arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
  );
  await assert.rejects(iam.send(create), { name: 'InvalidInputException', message: /has been taken in this account/ });
});
