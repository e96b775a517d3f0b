import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { temporaryFolder } from '../modules/testing.ts';
import type { PlayOptions } from '../play.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { assertAnnounced, stepsOf } from './announced.ts';
import { dyingWorld } from './dying_world.ts';
import { everythingIn } from './everything.ts';
import { honestWorlds } from './honest_memory.ts';
import { startMoto, withoutMoto } from './moto.ts';
import { createStage, failures, type Run, type Stage } from './stage.ts';
import { extra } from './stories.ts';

const environment = { PATH: process.env['PATH'] ?? '' };
/** What is remembered although it is not so any more fails the task that got it. */
const stageIn = (sandbox: Sandbox): Stage =>
  createStage({ sandbox, environment, worldFactory: honestWorlds(sandbox, { answers: 0, empty: 0 }) });

function assertFine(run: Run): void {
  assert.equal(failures(run), '');
  assert.equal(run.code, 0);
}

/** Why tasks failed, item by item. */
const reasons = ({ tasks }: Run): string =>
  tasks
    .filter(({ outcome }) => outcome.status === 'failed')
    .flatMap(({ outcome }) => (outcome.result['results'] as { msg?: string }[] | undefined) ?? [outcome.result])
    .map(({ msg }) => msg)
    .join('\n');

/** Check says what is then done, and nothing is left to do. */
async function assertReplaced(stage: Stage, options: Partial<PlayOptions>, title: RegExp): Promise<void> {
  const planned = await stage({ ...options, check: true });
  assertFine(planned);
  assert.equal(planned.recap.writes, 0);
  assert.ok(planned.recap.plan!.totals.replaced > 0);
  const run = await stage({ ...options, allowReplace: true });
  assertFine(run);
  assert.match(stepsOf(run).join('\n'), title);
  assertAnnounced(stepsOf(planned), stepsOf(run));
  const again = await stage(options);
  assertFine(again);
  assert.deepEqual([again.recap.changed, again.recap.writes, stepsOf(again)], [0, 0, []]);
}

const subnets = (...ranges: string[]) =>
  JSON.stringify({
    vpc_subnets: ranges.map((cidr, index) => {
      const zone = 'abc'[index];
      return { name: `ans-time-app-${zone}`, cidr, az: `eu-west-1${zone}` };
    }),
  });
const elsewhere = subnets('10.7.0.0/20', '10.7.16.0/20', '10.7.32.0/20');
const moved = subnets('192.168.0.0/20', '192.168.64.0/20', '192.168.32.0/20');

const changes: readonly (readonly [string, string[], RegExp])[] = [
  ['port of the target group', ['app_port=9090'], /replace targetgroup\/.*: port 8080 → 9090 \(must be replaced\)/],
  ['range of one subnet', [moved], /replace subnet-.*: cidr 192.168.16.0\/20 → 192.168.64.0\/20 \(must be replaced\)/],
  [
    'range of the VPC',
    ['vpc_cidr=10.7.0.0/16', elsewhere],
    /replace vpc-.*: cidr_block 192.168.0.0\/16 → 10.7.0.0\/16 \(must be replaced\)/,
  ],
];

describe('the shipped playbook with another', () => {
  for (const [what, extraVars, title] of changes) {
    test(`${what}: is refused and says so, unless it is allowed to replace`, async () => {
      const stage = stageIn(createSandbox());
      assertFine(await stage());
      const refused = await stage({ extraVars });
      assert.equal(refused.code, 2);
      assert.match(reasons(refused), /must be replaced: AWS cannot change .* in place/);
      assert.ok(refused.tasks.every(({ outcome }) => outcome.status !== 'failed' || !outcome.steps?.length));
      assertFine(await stage());
    });

    test(`${what}: check says exactly what is then done, and a second run is quiet`, async () => {
      const stage = stageIn(createSandbox());
      assertFine(await stage());
      await assertReplaced(stage, { extraVars }, title);
    });
  }

  test('range of the VPC, killed after whichever write: run again, all of it is as asked for', async () => {
    const extraVars = ['vpc_cidr=10.7.0.0/16', elsewhere];
    const deployed = createSandbox();
    assertFine(await stageIn(deployed)());
    const whole = await deployed.copy();
    const first = whole.calls.length;
    assertFine(await stageIn(whole)({ extraVars, allowReplace: true }));
    const writes = whole.calls.slice(first).filter(({ write }) => write);
    for (let point = 1; point < writes.length; point += 7) {
      const sandbox = await deployed.copy();
      const worldFactory = dyingWorld(sandbox, point);
      await createStage({ sandbox, environment, worldFactory })({ extraVars, allowReplace: true });
      const where = `killed after ${writes[point - 1]!.operation}, write ${point}`;
      assert.equal(failures(await stageIn(sandbox)({ extraVars, allowReplace: true })), '', where);
      const { recap } = await stageIn(sandbox)({ extraVars });
      assert.deepEqual([recap.changed, recap.failed], [0, 0], where);
      const { Vpcs = [] } = await sandbox.world().client(EC2Client).send(new DescribeVpcsCommand());
      assert.deepEqual(
        Vpcs.map(({ CidrBlock }) => CidrBlock),
        ['10.7.0.0/16'],
        where,
      );
    }
  });
});

describe('nothing is touched', () => {
  const refuse = async (sandbox: Sandbox, options: Partial<PlayOptions>, why: RegExp) => {
    const before = await everythingIn(sandbox.world());
    for (const check of [true, false]) {
      const run = await stageIn(sandbox)({ ...options, allowReplace: true, check });
      assert.equal(run.code, 2);
      assert.match(reasons(run), why);
      assert.equal(run.recap.writes, 0);
    }
    assert.deepEqual(await everythingIn(sandbox.world()), before);
  };

  test('when something of somebody else is in the VPC', async () => {
    const sandbox = createSandbox();
    assertFine(await stageIn(sandbox)());
    const ec2 = sandbox.world().client(EC2Client);
    const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand());
    await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'theirs', Description: 'theirs', VpcId: vpc!.VpcId }));
    const options = { extraVars: ['vpc_cidr=10.7.0.0/16', elsewhere] };
    await refuse(sandbox, options, /vpc-\w+ must be replaced .* security group sg-\w+ is in the way/);
  });

  test('when a part that would go with it is not run', async () => {
    const sandbox = createSandbox();
    assertFine(await stageIn(sandbox)());
    const options = { extraVars: [moved], tags: ['vpc'] };
    await refuse(sandbox, options, /Create the load balancer would go as well, but its tags are left out of this run/);
  });

  test('when it was not made by this playbook', async (t) => {
    const sandbox = createSandbox();
    const stage = groupsIn(t, sandbox);
    assertFine(await stage());
    const other = groupsIn(t, sandbox, 'other.yml');
    const run = await other({ extraVars: ['purpose=others'], allowReplace: true });
    assert.match(reasons(run), /playbook.yml made it/);
    assert.equal(run.recap.writes, 0);
  });
});

/** A VPC with two security groups that know each other. */
const groups = `
- hosts: localhost
  gather_facts: false
  vars: { purpose: one }
  tasks:
    - ec2_vpc_net: { name: net, cidr_block: 10.0.0.0/16, region: eu-west-1 }
      register: vpc
    - ec2_security_group:
        { name: web, description: "web {{ purpose }}", vpc_id: "{{ vpc.vpc.id }}", region: eu-west-1, rules: [{ ports: 80, cidr_ip: 0.0.0.0/0 }] }
      register: web
    - ec2_security_group:
        name: app
        description: app
        vpc_id: "{{ vpc.vpc.id }}"
        region: eu-west-1
        rules: [{ ports: 8080, group_id: "{{ web.group_id }}" }]
`;

function groupsIn(t: TestContext, sandbox: Sandbox, file = 'playbook.yml'): Stage {
  const playbook = join(temporaryFolder(t), file);
  writeFileSync(playbook, groups);
  return createStage({ playbook, sandbox, environment });
}

describe('the description of a security group', () => {
  const descriptions = async (sandbox: Sandbox) => {
    const { SecurityGroups = [] } = await sandbox.world().client(EC2Client).send(new DescribeSecurityGroupsCommand());
    return SecurityGroups.map(({ Description }) => Description).sort();
  };

  test('makes it and the group whose rules name it anew', async (t) => {
    const sandbox = createSandbox();
    const stage = groupsIn(t, sandbox);
    assertFine(await stage());
    await assertReplaced(stage, { extraVars: ['purpose=two'] }, /replace sg-\w+: description web one → web two/);
    assert.deepEqual(await descriptions(sandbox), ['app', 'default VPC security group', 'web two']);
  });

  test('is not changed where the group of somebody else names it in a rule', async (t) => {
    const sandbox = createSandbox();
    const stage = groupsIn(t, sandbox);
    assertFine(await stage());
    const ec2 = sandbox.world().client(EC2Client);
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand());
    const [VpcId, web] = [SecurityGroups[0]!.VpcId, SecurityGroups.find(({ GroupName }) => GroupName === 'web')];
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'theirs', Description: 'theirs', VpcId }),
    );
    const rule = { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, UserIdGroupPairs: [{ GroupId: web!.GroupId }] };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [rule] }));
    const run = await stage({ extraVars: ['purpose=two'], allowReplace: true });
    assert.match(reasons(run), /security group sg-\w+, whose rules name it is in the way/);
    assert.equal(run.recap.writes, 0);
  });

  test('stays, with a warning, where the group was there before', async (t) => {
    const sandbox = createSandbox();
    const stage = groupsIn(t, sandbox);
    assertFine(await stage());
    const ec2 = sandbox.world().client(EC2Client);
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand());
    const web = SecurityGroups.find(({ GroupName }) => GroupName === 'web')!;
    await ec2.send(new DeleteTagsCommand({ Resources: [web.GroupId!] }));
    const run = await stage({ extraVars: ['purpose=two'] });
    assertFine(run);
    assert.equal(run.recap.changed, 0);
    assert.deepEqual(await descriptions(sandbox), ['app', 'default VPC security group', 'web one']);
  });
});

describe('against moto', { skip: withoutMoto }, () => {
  const moto = startMoto();
  // moto keeps the associations of a subnet with its route table when it deletes the subnet.
  for (const [what, extraVars, title] of changes.filter(([what]) => what !== 'range of one subnet'))
    test(`another ${what} is replaced`, async () => {
      await moto.reset();
      const stage = createStage({ environment: moto.environment });
      assertFine(await stage({ extraVars: extra(false), skipTags: ['image'] }));
      const vars = [...extra(false), ...extraVars];
      await assertReplaced(stage, { extraVars: vars, skipTags: ['image'] }, title);
    });
});
