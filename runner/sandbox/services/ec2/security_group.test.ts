import assert from 'node:assert/strict';
import test from 'node:test';
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import { createSandbox } from '../../sandbox.ts';

async function withGroup() {
  const ec2 = createSandbox().world().client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId as string;
  const create = async (GroupName: string, more: object = {}) => {
    const input = { VpcId, GroupName, Description: 'a group', ...more };
    return (await ec2.send(new CreateSecurityGroupCommand(input))).GroupId as string;
  };
  const GroupId = await create('web');
  const allow = (...IpPermissions: IpPermission[]) =>
    ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  const read = async (id = GroupId) =>
    (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups?.[0];
  return { ec2, VpcId, GroupId, create, allow, read };
}

const http = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80 };
const anywhere = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

test('a new group lets nothing in and everything out', async () => {
  const { read } = await withGroup();
  const group = await read();
  assert.deepEqual(group?.IpPermissions, []);
  assert.deepEqual(group?.IpPermissionsEgress, [
    { IpProtocol: '-1', UserIdGroupPairs: [], ...anywhere, Ipv6Ranges: [], PrefixListIds: [] },
  ]);
});

test('permissions are shown merged by protocol and ports, whatever calls they came in', async () => {
  const { allow, read } = await withGroup();
  await allow({ ...http, IpRanges: [{ CidrIp: '10.0.0.7/8', Description: 'inside' }] });
  await allow({ ...http, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }, { ...http, FromPort: 443, ToPort: 443, ...anywhere });
  assert.deepEqual((await read())?.IpPermissions, [
    {
      ...http,
      IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'inside' }],
      Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      UserIdGroupPairs: [],
      PrefixListIds: [],
    },
    {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      ...anywhere,
      Ipv6Ranges: [],
      UserIdGroupPairs: [],
      PrefixListIds: [],
    },
  ]);
});

for (const [title, permission, name] of [
  ['no peer', http, 'InvalidParameterValue'],
  ['a malformed range', { ...http, IpRanges: [{ CidrIp: '10.0.0.0' }] }, 'InvalidParameterValue'],
  ['a malformed IPv6 range', { ...http, Ipv6Ranges: [{ CidrIpv6: '10.0.0.0/8' }] }, 'InvalidParameterValue'],
  ['a port above 65535', { ...http, ToPort: 70_000, ...anywhere }, 'InvalidParameterValue'],
  ['ports the wrong way round', { ...http, ToPort: 79, ...anywhere }, 'InvalidParameterValue'],
  ['no ports for TCP', { IpProtocol: 'tcp', ...anywhere }, 'InvalidParameterValue'],
  ['an unknown protocol', { ...http, IpProtocol: 'smtp', ...anywhere }, 'InvalidParameterValue'],
  ['an unknown group', { ...http, UserIdGroupPairs: [{ GroupId: 'sg-00000000000000000' }] }, 'InvalidGroup.NotFound'],
  ['a malformed group', { ...http, UserIdGroupPairs: [{ GroupId: 'web' }] }, 'InvalidGroupId.Malformed'],
  [
    'a description with characters EC2 does not take',
    { ...http, IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'a<b' }] },
    'InvalidParameterValue',
  ],
] as const) {
  test(`a permission with ${title} is refused`, async () => {
    const { allow } = await withGroup();
    await assert.rejects(allow(permission as unknown as IpPermission), { name });
  });
}

test('protocols are known by name and number, and lose the ports that mean nothing to them', async () => {
  const { allow, read } = await withGroup();
  await allow({ ...http, IpProtocol: '6', ...anywhere }, { ...http, IpProtocol: '-1', ...anywhere });
  const shown = (await read())?.IpPermissions?.map(({ IpProtocol, FromPort }) => [IpProtocol, FromPort]);
  assert.deepEqual(shown, [
    ['tcp', 80],
    ['-1', undefined],
  ]);
});

test('the same rule twice is a duplicate, even with another description', async () => {
  const { ec2, GroupId, allow } = await withGroup();
  const described = { ...http, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'all' }] };
  await assert.rejects(allow({ ...http, ...anywhere }, described), { name: 'InvalidParameterValue' });
  await allow({ ...http, ...anywhere });
  await assert.rejects(allow(described), {
    name: 'InvalidPermission.Duplicate',
    message: 'the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
  });
  const egress = { GroupId, IpPermissions: [{ IpProtocol: '-1', ...anywhere }] };
  await assert.rejects(ec2.send(new AuthorizeSecurityGroupEgressCommand(egress)), {
    name: 'InvalidPermission.Duplicate',
    message: 'the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists',
  });
});

test('rules are revoked by what they say, or by id', async () => {
  const { ec2, GroupId, allow, read } = await withGroup();
  const { SecurityGroupRules: [rule] = [] } = await allow({ ...http, ...anywhere });
  const revoke = (input: object) => ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, ...input }));
  await assert.rejects(revoke({ IpPermissions: [{ ...http, ToPort: 81, ...anywhere }] }), {
    name: 'InvalidPermission.NotFound',
  });
  await revoke({ SecurityGroupRuleIds: [rule?.SecurityGroupRuleId] });
  await assert.rejects(revoke({ SecurityGroupRuleIds: [rule?.SecurityGroupRuleId] }), {
    name: 'InvalidSecurityGroupRuleId.NotFound',
  });
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [{ IpProtocol: '-1', ...anywhere }] }));
  assert.deepEqual([(await read())?.IpPermissions, (await read())?.IpPermissionsEgress], [[], []]);
});

test('a description is changed in place, a rule by its id', async () => {
  const { ec2, GroupId, allow } = await withGroup();
  const { SecurityGroupRules: [rule] = [] } = await allow({ ...http, ...anywhere });
  await ec2.send(
    new UpdateSecurityGroupRuleDescriptionsIngressCommand({
      GroupId,
      IpPermissions: [{ ...http, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'all' }] }],
    }),
  );
  const SecurityGroupRuleId = rule?.SecurityGroupRuleId as string;
  const shown = async () => {
    const input = { SecurityGroupRuleIds: [SecurityGroupRuleId] };
    const { SecurityGroupRules: [found] = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand(input));
    return [found?.CidrIpv4, found?.FromPort, found?.Description, found?.IsEgress];
  };
  assert.deepEqual(await shown(), ['0.0.0.0/0', 80, 'all', false]);
  const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 81, ToPort: 81, CidrIpv4: '10.0.0.0/8' };
  await ec2.send(
    new ModifySecurityGroupRulesCommand({ GroupId, SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }] }),
  );
  assert.deepEqual(await shown(), ['10.0.0.0/8', 81, undefined, false]);
});

test('names are unique in a VPC and follow the rules of EC2', async () => {
  const { VpcId, create } = await withGroup();
  await assert.rejects(create('web'), {
    name: 'InvalidGroup.Duplicate',
    message: `The security group 'web' already exists for VPC '${VpcId}'`,
  });
  for (const name of ['sg-web', 'default', 'wäb', 'w'.repeat(256)]) {
    await assert.rejects(create(name), { name: 'InvalidParameterValue' }, name);
  }
  await assert.rejects(create('app', { Description: 'a<b' }), { name: 'InvalidParameterValue' });
  await assert.rejects(create('app', { VpcId: 'vpc-00000000000000000' }), { name: 'InvalidVpcID.NotFound' });
});

test('a group of another VPC is no peer', async () => {
  const { ec2, create, allow } = await withGroup();
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.1.0.0/16' }));
  const GroupId = await create('app', { VpcId: Vpc?.VpcId });
  await assert.rejects(allow({ ...http, UserIdGroupPairs: [{ GroupId }] }), { name: 'InvalidGroup.NotFound' });
});

test('a group that another one refers to, and the default group, cannot be deleted', async () => {
  const { ec2, GroupId, create } = await withGroup();
  const app = await create('app');
  const IpPermissions = [{ ...http, UserIdGroupPairs: [{ GroupId }] }];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: app, IpPermissions }));
  const byPeer = { Filters: [{ Name: 'ip-permission.group-id', Values: [GroupId] }] };
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(byPeer));
  assert.deepEqual(
    SecurityGroups?.map((group) => group.GroupId),
    [app],
  );
  const remove = (id: string | undefined) => ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
  await assert.rejects(remove(GroupId), {
    name: 'DependencyViolation',
    message: `resource ${GroupId} has a dependent object`,
  });
  await remove(app);
  await remove(GroupId);
  const { SecurityGroups: rest = [] } = await ec2.send(new DescribeSecurityGroupsCommand());
  await assert.rejects(remove(rest[0]?.GroupId), { name: 'CannotDelete' });
});

test('a group holds 60 rules each way', async () => {
  const { allow } = await withGroup();
  const ranges = (count: number, third: number) => ({
    ...http,
    IpRanges: Array.from({ length: count }, (_, index) => ({ CidrIp: `10.0.${third}.${index}/32` })),
  });
  await allow(ranges(60, 0));
  await assert.rejects(allow(ranges(1, 1)), { name: 'RulesPerSecurityGroupLimitExceeded' });
});
