import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type Rehearsal, rehearse } from '../../../engine/testing.ts';
import type { PlayOptions } from '../../../play.ts';
import { createSandbox, type Sandbox } from '../../../sandbox/sandbox.ts';

const rule = (other: string) => `[{ proto: tcp, ports: 80, group_name: ${other} }]`;
const circle = `
- { name: net, ec2_vpc_net: { name: net, cidr_block: 10.0.0.0/16, region: eu-west-1 }, register: net }
- { name: one, ec2_security_group: { name: one, description: one, vpc_id: "{{ net.vpc.id }}", region: eu-west-1 } }
- { name: two, ec2_security_group: { name: two, description: two, vpc_id: "{{ net.vpc.id }}", rules: ${rule('one')}, region: eu-west-1 } }
- { name: one again, ec2_security_group: { name: one, description: one, vpc_id: "{{ net.vpc.id }}", rules: ${rule('two')}, region: eu-west-1 } }
`;

function stage() {
  const sandbox = createSandbox();
  const environment = { PATH: process.env['PATH'] ?? '' };
  return {
    sandbox,
    run: (options: Partial<PlayOptions> = {}) => rehearse(circle, { sandbox, environment, ...options }),
  };
}

const stepsOf = ({ events }: Rehearsal): string[] =>
  events.flatMap((event) => (event.type === 'task_done' ? (event.outcome.steps ?? []) : []));

async function groupsIn(sandbox: Sandbox) {
  const { SecurityGroups = [] } = await sandbox.world().client(EC2Client).send(new DescribeSecurityGroupsCommand({}));
  return SecurityGroups;
}

test('groups whose rules name each other go in one run, as check says', async () => {
  const { sandbox, run } = stage();
  const before = await groupsIn(sandbox);
  assert.equal((await run()).code, 0);
  const planned = await run({ destroy: true, check: true });
  const destroyed = await run({ destroy: true });
  assert.equal(destroyed.code, 0, destroyed.lines.join('\n'));
  assert.deepEqual(stepsOf(destroyed), stepsOf(planned));
  const words = stepsOf(destroyed).map((title) => title.replaceAll(/sg-\w+|vpc-\w+/g, 'ID'));
  assert.deepEqual(words, [
    'take the rules of security group one (ID) away that name it: tcp/80 from ID',
    'delete security group two (ID)',
    'delete security group one (ID)',
    'delete VPC ID (10.0.0.0/16)',
  ]);
  assert.deepEqual(await groupsIn(sandbox), before);
});

test('a group that a rule has made bears the owner of the one whose rule it is', async () => {
  const sandbox = createSandbox();
  const { code } = await rehearse(
    `
- { name: net, ec2_vpc_net: { name: net, cidr_block: 10.0.0.0/16, region: eu-west-1 }, register: net }
- name: maker
  ec2_security_group:
    name: maker
    description: maker
    vpc_id: "{{ net.vpc.id }}"
    rules: [{ proto: tcp, ports: 80, group_name: made, group_desc: made for a rule }]
    tags: { Owner: us }
    region: eu-west-1
`,
    { sandbox },
  );
  assert.equal(code, 0);
  const made = (await groupsIn(sandbox)).find(({ GroupName }) => GroupName === 'made');
  assert.deepEqual(made?.Tags?.map(({ Key }) => Key).sort(), ['play:playbook', 'play:version']);
});
