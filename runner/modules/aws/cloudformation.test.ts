import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  GetStackPolicyCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateSecurityGroupCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { PlayError } from '../../diagnostics.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { unknown } from '../../template/values.ts';
import { cloudformation } from './cloudformation.ts';
import { storyOf } from './story.ts';

const template = `
Description: a network
Parameters:
  Range: { Type: String, Default: 10.0.0.0/16 }
  Names: { Type: String, Default: "true" }
  Key: { Type: String, NoEcho: true, Default: nothing }
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: !Ref Range, EnableDnsHostnames: !Ref Names }
  Gateway: { Type: AWS::EC2::InternetGateway }
Outputs:
  VpcId: { Value: !Ref Vpc }
  Range: { Value: !Sub "range \${Range}" }
`;
const params = { stack_name: 'net', template_body: template, tags: { team: 'web' } };

function begin() {
  const sandbox = createSandbox();
  return { sandbox, story: storyOf(cloudformation, sandbox) };
}
const stackIn = async (sandbox: Sandbox, StackName = 'net') =>
  (await sandbox.world().client(CloudFormationClient).send(new DescribeStacksCommand({ StackName }))).Stacks![0]!;
const vpcsIn = async (sandbox: Sandbox) =>
  ((await sandbox.world().client(EC2Client).send(new DescribeVpcsCommand({}))).Vpcs ?? []).map((vpc) => vpc.VpcId!);

describe('a stack', () => {
  test('goes up by a change set, and a second run makes none', async () => {
    const { story } = begin();
    const told = await story.settle(params);
    assert.deepEqual(told.steps, ['create stack net: AWS::EC2::VPC, AWS::EC2::InternetGateway']);
    assert.deepEqual(told.writes, ['CreateChangeSet', 'ExecuteChangeSet']);
    const { stack_outputs, stack_tags, output, stack_resources, events } = told.result;
    assert.match((stack_outputs as Record<string, string>)['VpcId']!, /^vpc-/);
    assert.deepEqual([stack_tags, output], [{ team: 'web' }, 'Stack CREATE complete']);
    assert.equal((stack_resources as unknown[]).length, 2);
    assert.equal((events as string[])[0], 'StackEvent AWS::CloudFormation::Stack net CREATE_COMPLETE');
    assert.ok(told.lines.some((line) => /^Vpc \(AWS::EC2::VPC\) CREATE_COMPLETE/.test(line)));
  });

  test('is changed resource by resource, as check says', async () => {
    const { story } = begin();
    await story.apply(params);
    const told = await story.settle({ ...params, template_parameters: { Names: false }, tags: { team: 'ops' } });
    assert.deepEqual(told.steps, ['update stack net: modify Vpc (AWS::EC2::VPC: EnableDnsHostnames); tag team']);
    assert.deepEqual(told.writes, ['CreateChangeSet', 'ExecuteChangeSet']);
    assert.equal(told.result['output'], 'Stack UPDATE complete');
    assert.ok(told.lines.includes('change set: Modify Vpc (AWS::EC2::VPC)'), told.lines.join('\n'));
  });

  test('loses and gets resources, replaces them, and changes outputs', async () => {
    const { story, sandbox } = begin();
    await story.apply(params);
    const before = await vpcsIn(sandbox);
    const other = template
      .replace('Gateway: { Type: AWS::EC2::InternetGateway }', 'Other: { Type: AWS::EC2::InternetGateway }')
      .replace('range \\${', 'the range \\${')
      .replace('range ${', 'the range ${');
    const told = await story.settle({ ...params, template_body: other, template_parameters: { Range: '10.1.0.0/16' } });
    assert.deepEqual(told.steps, [
      'update stack net: replace Vpc (AWS::EC2::VPC: CidrBlock); add Other (AWS::EC2::InternetGateway); remove Gateway (AWS::EC2::InternetGateway); change output Range',
    ]);
    assert.notDeepEqual(await vpcsIn(sandbox), before);
  });

  test('goes, and is not there any more', async () => {
    const { story, sandbox } = begin();
    await story.apply(params);
    const told = await story.settle({ stack_name: 'net', state: 'absent' });
    assert.deepEqual([told.steps, told.writes], [['delete stack net'], ['DeleteStack']]);
    assert.deepEqual(await vpcsIn(sandbox), []);
  });

  test('is known by name before it stands, and what its parameters come to later', async () => {
    const { story } = begin();
    const told = await story.check({ ...params, template_parameters: { Range: unknown } });
    assert.deepEqual(told.steps, ['create stack net: AWS::EC2::VPC, AWS::EC2::InternetGateway']);
    await story.apply(params);
    const changed = await story.check({ ...params, template_parameters: { Range: unknown } });
    assert.match(changed.steps.join(), /replace Vpc \(AWS::EC2::VPC: CidrBlock\)/);
    assert.deepEqual(changed.writes, []);
  });

  test('keeps its template and the values of before where that is asked for', async () => {
    const { story } = begin();
    await story.apply({ ...params, template_parameters: { Range: '10.7.0.0/16' } });
    const same = { stack_name: 'net', template_parameters: { Range: { use_previous_value: true } } };
    assert.deepEqual((await story.apply(same)).steps, []);
    const told = await story.settle({ ...same, template_parameters: { ...same.template_parameters, Names: 'false' } });
    assert.deepEqual(told.steps, ['update stack net: modify Vpc (AWS::EC2::VPC: EnableDnsHostnames)']);
    assert.equal((told.result['stack_outputs'] as Record<string, string>)['Range'], 'range 10.7.0.0/16');
  });

  test('has a policy and protection, each by a step of its own', async () => {
    const { story, sandbox } = begin();
    const policy = { Statement: [{ Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }] };
    const guarded = { ...params, stack_policy_body: policy, termination_protection: true };
    const told = await story.settle(guarded);
    assert.deepEqual(told.steps.slice(1), ['set the policy of stack net', 'protect stack net from deletion']);
    assert.equal((await stackIn(sandbox)).EnableTerminationProtection, true);
    await assert.rejects(story.apply({ stack_name: 'net', state: 'absent' }), /stack net is protected from deletion/);
    const gone = await story.settle({ stack_name: 'net', state: 'absent', termination_protection: false });
    assert.deepEqual(gone.steps, ['no longer protect stack net from deletion', 'delete stack net']);
  });

  test('has another policy during an update, and its own again after', async () => {
    const { story, sandbox } = begin();
    const deny = { Statement: [{ Effect: 'Deny', Action: 'Update:*', Principal: '*', Resource: '*' }] };
    const allow = { Statement: [{ Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }] };
    await story.apply({ ...params, stack_policy_body: deny });
    await story.apply({ ...params, template_parameters: { Names: 'false' }, stack_policy_on_update_body: allow });
    const { StackPolicyBody } = await sandbox
      .world()
      .client(CloudFormationClient)
      .send(new GetStackPolicyCommand({ StackName: 'net' }));
    assert.deepEqual(JSON.parse(StackPolicyBody!), deny);
  });
});

describe('a secret parameter', () => {
  const secret = { ...params, template_parameters: { Key: 'hunter2hunter2' } };
  test('is sent each time, since only CloudFormation can tell whether it differs; the same one changes nothing', async () => {
    const { story } = begin();
    await story.apply(secret);
    const planned = await story.check(secret);
    assert.deepEqual(planned.steps, ['update stack net, if it changes anything: the secret parameter Key']);
    const again = await story.apply(secret);
    assert.deepEqual([again.changed, again.steps], [false, []]);
  });

  test('stands in no title, no line and no result', async () => {
    const { story } = begin();
    for (const told of [await story.check(secret), await story.apply(secret), await story.apply(secret)])
      assert.doesNotMatch(JSON.stringify(told), /hunter2/);
  });
});

describe('a change set for review', () => {
  test('is made and not executed, once', async () => {
    const { story, sandbox } = begin();
    await story.apply(params);
    const wish = { ...params, template_parameters: { Names: 'false' }, create_changeset: true };
    const told = await story.apply(wish);
    assert.match(told.steps.join(), /^create change set Play-net-[0-9a-f]{12} for stack net$/);
    assert.equal((await stackIn(sandbox)).StackStatus, 'CREATE_COMPLETE');
    const client = sandbox.world().client(CloudFormationClient);
    const found = await client.send(
      new DescribeChangeSetCommand({ ChangeSetName: told.result['change_set_id'] as string }),
    );
    assert.equal(found.ExecutionStatus, 'AVAILABLE');
    assert.deepEqual((await story.apply(wish)).steps, []);
  });

  test('of a new stack leaves nothing but the wish, and the stack goes up from there', async () => {
    const { story, sandbox } = begin();
    await story.apply({ ...params, create_changeset: true, changeset_name: 'first' });
    assert.equal((await stackIn(sandbox)).StackStatus, 'REVIEW_IN_PROGRESS');
    const told = await story.settle(params);
    assert.deepEqual(told.steps, ['create stack net: AWS::EC2::VPC, AWS::EC2::InternetGateway']);
  });
});

/** A resource that CloudFormation cannot make: its range is outside of the network's. */
const broken = template.replace(
  'Outputs:',
  `  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 172.16.0.0/24 } }
  Another: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24 } }
Outputs:`,
);

describe('a stack that fails', () => {
  test('fails with the first resource and its reason; the next run deletes what is left and puts it up', async () => {
    const { story, sandbox } = begin();
    const failing = story.apply({ ...params, template_body: broken });
    await assert.rejects(failing, (error: PlayError) => {
      assert.match(error.message, /^stack net: Subnet \(AWS::EC2::Subnet\) CREATE_FAILED: .*CIDR/);
      assert.match(error.hint!, /ROLLBACK_COMPLETE.*creates it anew/);
      return true;
    });
    const told = await story.settle(params);
    assert.deepEqual(told.steps, [
      'delete stack net, which never stood (ROLLBACK_COMPLETE)',
      'create stack net: AWS::EC2::VPC, AWS::EC2::InternetGateway',
    ]);
    assert.equal((await vpcsIn(sandbox)).length, 1);
  });

  test('in an update is as it was before', async () => {
    const { story } = begin();
    await story.apply(params);
    await assert.rejects(story.apply({ ...params, template_body: broken }), (error: PlayError) => {
      assert.match(error.message, /^stack net: Subnet \(AWS::EC2::Subnet\) CREATE_FAILED: /);
      assert.match(error.hint!, /as it was before \(UPDATE_ROLLBACK_COMPLETE\)/);
      return true;
    });
    assert.deepEqual((await story.apply(params)).steps, []);
  });

  test('in its deletion names what is left', async () => {
    const { story, sandbox } = begin();
    const { result } = await story.apply(params);
    const { VpcId } = result['stack_outputs'] as { VpcId: string };
    const ec2 = sandbox.world().client(EC2Client);
    await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'x', Description: 'in the way', VpcId }));
    await assert.rejects(story.apply({ stack_name: 'net', state: 'absent' }), (error: PlayError) => {
      assert.match(
        error.message,
        /^stack net: Vpc \(AWS::EC2::VPC\) DELETE_FAILED: .*; left are Vpc \(AWS::EC2::VPC vpc-\w+\)$/,
      );
      return true;
    });
  });

  test('to go because another one imports from it says so, and stays whole', async () => {
    const { story, sandbox } = begin();
    const exporting = template.replace(
      'VpcId: { Value: !Ref Vpc }',
      'VpcId: { Value: !Ref Vpc, Export: { Name: net-id } }',
    );
    await story.apply({ ...params, template_body: exporting });
    const importing = `
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: of another, VpcId: !ImportValue net-id }
`;
    await story.apply({ stack_name: 'user', template_body: importing });
    await assert.rejects(story.apply({ stack_name: 'net', state: 'absent' }), /net-id.* in use by user/);
    assert.equal((await vpcsIn(sandbox)).length, 1);
    await story.settle({ stack_name: 'user', state: 'absent' });
    await story.settle({ stack_name: 'net', state: 'absent' });
  });

  test('is left as it is where that is asked for, and the next run goes on', async () => {
    const { story, sandbox } = begin();
    await assert.rejects(story.apply({ ...params, template_body: broken, on_create_failure: 'DO_NOTHING' }));
    assert.equal((await stackIn(sandbox)).StackStatus, 'CREATE_FAILED');
    await story.apply(params);
    assert.equal((await stackIn(sandbox)).StackStatus, 'UPDATE_COMPLETE');
  });
});

describe('refused before anything is sent is', () => {
  for (const [what, given, pattern] of [
    [
      'a template that CloudFormation does not take',
      { template_body: 'Resources: {R: {Type: "AWS::No::Such"}}' },
      /does not take the template of stack net: .*AWS::No::Such/,
    ],
    [
      'a template that does not parse',
      { template_body: 'Resources: [' },
      /template of stack net:\d+:\d+: the template cannot be read/,
    ],
    [
      'a reference to nothing',
      { template_body: template.replace('!Ref Vpc', '!Ref Vcp') },
      /does not take the template of stack net: .*Vcp/,
    ],
    ['an unknown parameter', { template_parameters: { Rang: 'x' } }, /has no parameter "Rang"/],
    ['no template at all', { template_body: undefined }, /a template is needed to create stack net/],
  ] as const)
    for (const mode of ['check', 'apply'] as const)
      test(`${what} (${mode})`, async () => {
        const { story, sandbox } = begin();
        const { template_body, ...rest } = { ...params, ...given };
        await assert.rejects(story[mode]({ ...rest, ...(template_body && { template_body }) }), pattern);
        assert.deepEqual(
          sandbox.calls.filter(({ write }) => write),
          [],
        );
      });

  test('a template that may do more than is allowed', async () => {
    const { story } = begin();
    const role =
      'Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: r, AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: "sts:AssumeRole"}]}}}}';
    const wish = { stack_name: 'net', template_body: role, capabilities: ['CAPABILITY_IAM'] };
    await assert.rejects(story.check(wish), /needs CAPABILITY_NAMED_IAM/);
  });
});

test('what somebody else began is waited for', async () => {
  const { story, sandbox } = begin();
  await story.apply(params);
  await beginUpdate(sandbox, 'false');
  const wish = { ...params, template_parameters: { Names: 'false' } };
  const waited = await story.apply(wish);
  assert.deepEqual(waited.steps, ['wait for stack net to end what it is doing (UPDATE_IN_PROGRESS)']);
  assert.deepEqual([waited.changed, waited.writes], [false, []]);
  await beginUpdate(sandbox, 'true');
  const { steps } = await story.apply(wish);
  assert.deepEqual(steps.slice(1), ['update stack net: modify Vpc (AWS::EC2::VPC: EnableDnsHostnames)']);
});

test('a stack that goes is waited for, and made anew', async () => {
  const { story, sandbox } = begin();
  await story.apply(params);
  await sandbox
    .world()
    .client(CloudFormationClient)
    .send(new DeleteStackCommand({ StackName: 'net' }));
  const told = await story.apply(params);
  assert.deepEqual(told.steps, [
    'wait for stack net to end what it is doing (DELETE_IN_PROGRESS)',
    'create stack net: AWS::EC2::VPC, AWS::EC2::InternetGateway',
  ]);
  assert.equal((await vpcsIn(sandbox)).length, 1);
});

/** Has an update under way, as somebody else would begin it. */
async function beginUpdate(sandbox: Sandbox, ParameterValue: string): Promise<void> {
  await sandbox
    .world()
    .client(CloudFormationClient)
    .send(
      new UpdateStackCommand({
        StackName: 'net',
        UsePreviousTemplate: true,
        Parameters: [{ ParameterKey: 'Names', ParameterValue }],
        Tags: [{ Key: 'team', Value: 'web' }],
      }),
    );
  assert.equal((await stackIn(sandbox)).StackStatus, 'UPDATE_IN_PROGRESS');
}
