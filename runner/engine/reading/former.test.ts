import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CreateRouteTableCommand, CreateTagsCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { PlayOptions } from '../../play.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { ec2State } from '../../sandbox/services/ec2/state.ts';
import type { PlayEvent } from '../events.ts';
import { type Rehearsal, rehearse } from '../testing.ts';

const environment = { PATH: process.env['PATH'] ?? '' };

/** The same playbook in one sandbox, with other variables and options. */
function stage(tasks: string) {
  const sandbox = createSandbox();
  const run = (options: Partial<PlayOptions> = {}) => rehearse(tasks, { sandbox, environment, ...options });
  return { sandbox, run };
}

const rangesIn = (sandbox: Sandbox): string[] => {
  const { vpcs, subnets } = sandbox.state(ec2State);
  const ofVpcs = [...vpcs.values()].flatMap(({ cidrBlocks }) => cidrBlocks);
  return [...ofVpcs, ...subnets.values()].map(({ cidrBlock }) => cidrBlock).sort();
};

/** What is removed or left, the ids of AWS left out. */
const told = ({ events }: Rehearsal): string[] =>
  events.flatMap((event) => {
    if (event.type !== 'task_done') return [];
    const { left, steps } = event.outcome;
    const what = left === undefined ? steps?.join(' | ') : `left, ${left}`;
    return what ? [what.replaceAll(/\b(\w+) (vpc|subnet)-\w+/g, '$1')] : [];
  });

const net = `
- name: vpc
  ec2_vpc_net: { name: net, cidr_block: "{{ network | default('10.0.0.0/16') }}" }
  register: v
- name: subnet
  ec2_vpc_subnet:
    { vpc_id: "{{ v.vpc.id }}", cidr: "{{ part | default('10.0.1.0/24') }}", tags: { Name: a } }
`;

describe('a range that was edited before the destroy', () => {
  for (const [what, extraVars] of [
    ['of a subnet', ['part=10.0.2.0/24']],
    ['of a VPC and of what is in it', ['network=10.9.0.0/16', 'part=10.9.1.0/24']],
  ] as const)
    test(`${what}: what was made goes, as check said, and a second time there is nothing`, async () => {
      const { sandbox, run } = stage(net);
      await run();
      const planned = await run({ destroy: true, check: true, extraVars });
      const destroyed = await run({ destroy: true, extraVars });
      assert.equal(destroyed.code, 0, destroyed.lines.join('\n'));
      assert.deepEqual(told(destroyed), ['delete subnet (10.0.1.0/24)', 'delete VPC (10.0.0.0/16)']);
      assert.deepEqual(told(destroyed), told(planned));
      assert.deepEqual(rangesIn(sandbox), []);
      const again = await run({ destroy: true, extraVars });
      assert.deepEqual([again.code, again.recap?.changed, again.recap?.writes], [0, 0, 0]);
    });

  test('is not taken for that of somebody else, who made something of that name', async () => {
    const { sandbox, run } = stage(net);
    const ec2 = sandbox.world().client(EC2Client);
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    await ec2.send(new CreateTagsCommand({ Resources: [Vpc!.VpcId!], Tags: [{ Key: 'Name', Value: 'net' }] }));
    const destroyed = await run({ destroy: true, extraVars: ['network=10.9.0.0/16', 'part=10.9.1.0/24'] });
    assert.deepEqual([destroyed.code, told(destroyed), rangesIn(sandbox)], [0, [], ['10.0.0.0/16']]);
  });
});

describe('a thing of the same name that another task describes', () => {
  const twins = `
- { name: vpc, ec2_vpc_net: { name: net, cidr_block: 10.0.0.0/16 }, register: v, tags: [one, two] }
- { name: one, ec2_vpc_subnet: { vpc_id: "{{ v.vpc.id }}", cidr: "{{ part | default('10.0.1.0/24') }}", tags: { Name: a } }, tags: one }
- { name: two, ec2_vpc_subnet: { vpc_id: "{{ v.vpc.id }}", cidr: 10.0.2.0/24, tags: { Name: a } }, tags: two }
`;
  const parts = { tags: ['one'], skipTags: ['two'] };

  test('is not taken for the one that is gone, although its task is left out', async () => {
    const { sandbox, run } = stage(twins);
    await run();
    await run({ destroy: true, ...parts });
    assert.deepEqual(rangesIn(sandbox), ['10.0.0.0/16', '10.0.2.0/24']);
    const again = await run({ destroy: true, ...parts });
    assert.deepEqual([again.code, told(again), again.recap?.writes], [0, [], 0]);
  });

  test('goes once when both are taken down', async () => {
    const { sandbox, run } = stage(twins);
    await run({ tags: ['two'] });
    const destroyed = await run({ destroy: true });
    assert.deepEqual(told(destroyed), ['delete subnet (10.0.2.0/24)', 'delete VPC (10.0.0.0/16)']);
    assert.deepEqual(rangesIn(sandbox), []);
  });

  test('is read again for it without asking anybody twice', async () => {
    const asked: string[] = [];
    const prompt = async (question: string) => {
      asked.push(question);
      return '10.0.3.0/24';
    };
    const { run } = stage(`
- hosts: localhost
  gather_facts: false
  vars_prompt: [{ name: part, private: false }]
  tasks:
${twins.trim().replaceAll(/^/gm, '    ')}
`);
    await run({ extraVars: ['part=10.0.1.0/24'], tags: ['two'] });
    const destroyed = await run({ destroy: true, ...parts, prompt });
    assert.deepEqual([destroyed.code, told(destroyed), asked.length], [0, [], 1]);
  });
});

describe('of several VPCs of one name and range', () => {
  const vpc = '- { name: vpc, ec2_vpc_net: { name: net, cidr_block: 10.0.0.0/16 } }\n';

  async function makeTwins(sandbox: Sandbox, count: number): Promise<void> {
    const ec2 = sandbox.world().client(EC2Client);
    for (let made = 0; made < count; made += 1) {
      const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
      await ec2.send(new CreateTagsCommand({ Resources: [Vpc!.VpcId!], Tags: [{ Key: 'Name', Value: 'net' }] }));
    }
  }

  test('the one that the playbook made goes', async () => {
    const { sandbox, run } = stage(vpc);
    await run();
    const [own] = sandbox.state(ec2State).vpcs.keys();
    await makeTwins(sandbox, 2);
    const planned = await run({ destroy: true, check: true });
    const destroyed = await run({ destroy: true });
    assert.deepEqual([destroyed.code, told(destroyed)], [0, ['delete VPC (10.0.0.0/16)']]);
    assert.deepEqual(told(destroyed), told(planned));
    assert.equal(sandbox.state(ec2State).vpcs.has(own!), false);
    const again = await run({ destroy: true });
    assert.deepEqual([again.code, again.recap?.writes], [0, 0]);
    assert.match(told(again).join('\n'), /^left, Play did not make it/);
    assert.equal(sandbox.state(ec2State).vpcs.size, 2);
  });

  test('and of several route tables with the same tags the one that the playbook made goes', async () => {
    const { sandbox, run } = stage(`${vpc.replace(' }\n', ', register: v }\n')}
- { name: table, ec2_vpc_route_table: { vpc_id: "{{ v.vpc.id }}", tags: { Name: web } } }
`);
    await run();
    const [VpcId] = sandbox.state(ec2State).vpcs.keys();
    const ec2 = sandbox.world().client(EC2Client);
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const theirs = RouteTable!.RouteTableId!;
    await ec2.send(new CreateTagsCommand({ Resources: [theirs], Tags: [{ Key: 'Name', Value: 'web' }] }));
    const destroyed = await run({ destroy: true });
    assert.equal(destroyed.code, 0, destroyed.lines.join('\n'));
    assert.match(told(destroyed)[0]!, /^delete route table/);
    assert.equal(told(destroyed)[1], `left, route table ${theirs} is in the way`);
  });

  test('none goes in the place of the one that went meanwhile', async () => {
    const { sandbox, run } = stage(vpc);
    await run();
    const { vpcs } = sandbox.state(ec2State);
    const [own] = vpcs.keys();
    await makeTwins(sandbox, 1);
    const reporter = ({ type }: PlayEvent) => type === 'task_started' && vpcs.delete(own!);
    const destroyed = await run({ destroy: true, reporter });
    assert.deepEqual([destroyed.code, destroyed.recap?.changed, vpcs.size], [0, 0, 1]);
  });

  test('no run but a destroy guesses', async () => {
    const { sandbox, run } = stage(vpc);
    await run();
    await makeTwins(sandbox, 1);
    const { code, lines } = await run();
    assert.equal(code, 2);
    assert.match(lines.join('\n'), /2 VPCs have the name "net"/);
  });
});
