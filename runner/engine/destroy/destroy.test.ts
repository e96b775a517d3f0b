import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateSubnetCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { PlayOptions } from '../../play.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { ec2State } from '../../sandbox/services/ec2/state.ts';
import { logsState } from '../../sandbox/services/logs/state.ts';
import { type Files, type Rehearsal, rehearse } from '../testing.ts';

const environment = { PATH: process.env['PATH'] ?? '' };

/** A sandbox and runs in it. */
function stage(files: Files) {
  const sandbox = createSandbox();
  const run = (options: Partial<PlayOptions> = {}, other = files): Promise<Rehearsal> =>
    rehearse(other, { sandbox, environment, ...options });
  return { sandbox, run };
}

/** `task [item]: step | step`, a line for each thing that goes or is left. */
function told({ events }: Rehearsal): string[] {
  const looped = new Set(events.flatMap((event) => (event.type === 'item_done' ? [event.task.id] : [])));
  return events.flatMap((event) => {
    if (event.type !== 'item_done' && !(event.type === 'task_done' && !looped.has(event.task.id))) return [];
    const { task, outcome } = event;
    const item = outcome.item === undefined ? '' : ` [${JSON.stringify(outcome.item)}]`;
    const what = outcome.left ?? (outcome.status === 'failed' ? outcome.result['msg'] : outcome.steps?.join(' | '));
    return [`${task.name}${item}: ${outcome.left === undefined ? '' : 'left, '}${what}`];
  });
}

const groupsIn = (sandbox: Sandbox): string[] => [...sandbox.state(logsState).groups.keys()].sort();
const writesIn = (sandbox: Sandbox) => sandbox.calls.filter(({ write }) => write).map(({ operation }) => operation);

/** A log group is the smallest thing there is. */
const group = (name: string, task = name) =>
  `- { name: ${task}, cloudwatchlogs_log_group: { log_group_name: ${name} } }\n`;

/** Deploys, says with --check what destroy would do, does it, and does it again. Returns what was told. */
async function story(files: Files, options: Partial<PlayOptions> = {}): Promise<{ lines: string[]; sandbox: Sandbox }> {
  const { sandbox, run } = stage(files);
  const deployed = await run(options);
  assert.equal(deployed.code, 0, JSON.stringify(deployed.diagnostics) + deployed.lines.join('\n'));
  sandbox.calls.length = 0;
  const planned = await run({ ...options, destroy: true, check: true });
  assert.deepEqual(writesIn(sandbox), []);
  const destroyed = await run({ ...options, destroy: true });
  assert.equal(destroyed.code, 0, destroyed.lines.join('\n'));
  assert.deepEqual(told(destroyed), told(planned));
  const again = await run({ ...options, destroy: true });
  assert.deepEqual([again.code, again.recap?.changed, again.recap?.writes], [0, 0, 0]);
  return { lines: told(destroyed), sandbox };
}

describe('destroy goes back the way the playbook came', () => {
  test('the last task first, and in a loop the last item', async () => {
    const { lines, sandbox } = await story(`
- { name: first, cloudwatchlogs_log_group: { log_group_name: one } }
- name: each
  cloudwatchlogs_log_group: { log_group_name: "{{ item.name }}" }
  loop: [{ name: a }, { name: b }, { name: c }]
  loop_control: { label: "{{ item.name }}" }
- { name: last, cloudwatchlogs_log_group: { log_group_name: two } }
`);
    assert.deepEqual(lines, [
      'last: delete log group two',
      'each ["c"]: delete log group c',
      'each ["b"]: delete log group b',
      'each ["a"]: delete log group a',
      'first: delete log group one',
    ]);
    assert.deepEqual(groupsIn(sandbox), []);
  });

  test('through plays, roles, blocks, imports and includes, with their variables', async () => {
    const { lines } = await story({
      'playbook.yml': `
- { hosts: localhost, gather_facts: false, roles: [{ role: r, vars: { suffix: x } }] }
- hosts: localhost
  gather_facts: false
  tasks:
    - block:
        - { name: in a block, cloudwatchlogs_log_group: { log_group_name: block } }
      always:
        - { name: always, cloudwatchlogs_log_group: { log_group_name: always } }
    - import_tasks: imported.yml
    - include_tasks: included.yml
      loop: [1, 2]
      vars: { number: "{{ item }}" }
    - include_role: { name: r }
      vars: { suffix: y }
`,
      'roles/r/tasks/main.yml': `- { name: of a role, cloudwatchlogs_log_group: { log_group_name: "role-{{ suffix }}" } }`,
      'imported.yml': group('imported'),
      'included.yml': `- { name: included, cloudwatchlogs_log_group: { log_group_name: "i{{ number }}" } }`,
    });
    assert.deepEqual(lines, [
      'of a role: delete log group role-y',
      'included: delete log group i2',
      'included: delete log group i1',
      'imported: delete log group imported',
      'always: delete log group always',
      'in a block: delete log group block',
      'of a role: delete log group role-x',
    ]);
  });

  test('plays are announced as they are taken down', async () => {
    const { run } = stage(
      `
- { name: A, hosts: localhost, gather_facts: false, tasks: [{ cloudwatchlogs_log_group: { log_group_name: a } }] }
- { name: B, hosts: localhost, gather_facts: false, tasks: [{ cloudwatchlogs_log_group: { log_group_name: b } }] }
`,
    );
    await run();
    const { events } = await run({ destroy: true });
    const names = events.flatMap((event) => (event.type === 'play_started' ? [event.play.name] : []));
    assert.deepEqual(names, ['Destroy: B', 'Destroy: A']);
  });

  test('what a rescue makes goes, too', async () => {
    const { lines } = await story(`
- block:
    - fail:
  rescue:
    - { name: rescue, cloudwatchlogs_log_group: { log_group_name: rescued } }
    - set_fact: { state: bad }
- { name: after, cloudwatchlogs_log_group: { log_group_name: "{{ 'after' if state is defined else 'never' }}" } }
`).catch((error: Error) => ({ lines: [error.message] }));
    assert.ok(lines.includes('rescue: delete log group rescued'), lines.join('\n'));
  });
});

describe('what the playbook only says at run time', () => {
  test('facts, facts of includes and results of reads flow on', async () => {
    const { lines } = await story(`
- set_fact: { prefix: app }
- { name: vpc, ec2_vpc_net: { name: v, cidr_block: 10.0.0.0/16 }, register: v }
- set_fact: { vpc_id: "{{ v.vpc.id }}" }
- { name: subnet, ec2_vpc_subnet: { vpc_id: "{{ vpc_id }}", cidr: 10.0.1.0/24 }, register: s }
- { name: info, ec2_vpc_subnet_info: { filters: { vpc-id: "{{ vpc_id }}" } }, register: found }
- { name: group, cloudwatchlogs_log_group: { log_group_name: "{{ prefix }}-{{ found.subnets | length }}" } }
`);
    assert.deepEqual(
      lines.map((line) => line.replace(/(vpc|subnet)-\w+/, '$1-…')),
      [
        'group: delete log group app-1',
        'subnet: delete subnet subnet-… (10.0.1.0/24)',
        'vpc: delete VPC vpc-… (10.0.0.0/16)',
      ],
    );
  });

  test('conditions that hold, do not hold, and cannot be decided any more', async () => {
    const { lines } = await story(`
- { name: made, cloudwatchlogs_log_group: { log_group_name: made }, register: made }
- command: echo yes
  register: said
- { name: holds, cloudwatchlogs_log_group: { log_group_name: holds }, when: 1 == 1 }
- { name: does not, cloudwatchlogs_log_group: { log_group_name: not }, when: 1 == 2 }
- { name: when it said so, cloudwatchlogs_log_group: { log_group_name: said }, when: said.stdout == 'yes' }
- { name: when it changed, cloudwatchlogs_log_group: { log_group_name: changed }, when: made is changed }
- { name: not in check mode, cloudwatchlogs_log_group: { log_group_name: real }, when: not ansible_check_mode }
`);
    assert.deepEqual(lines, [
      'not in check mode: delete log group real',
      'when it changed: delete log group changed',
      'when it said so: delete log group said',
      'holds: delete log group holds',
      'made: delete log group made',
    ]);
  });

  test('commands, files, waits and handlers are left out; commands that only look are run', async () => {
    const { run, sandbox } = stage({
      'playbook.yml': `
- hosts: localhost
  gather_facts: false
  tasks:
    - { command: touch ran, args: { chdir: "{{ playbook_dir }}" } }
    - { copy: { content: x, dest: "{{ playbook_dir }}/copied" } }
    - { command: echo web, changed_when: false, register: name }
    - { name: group, cloudwatchlogs_log_group: { log_group_name: "{{ name.stdout }}" }, notify: handler }
    - { assert: { that: 1 == 1 } }
    - { fail: , when: name.stdout == 'other' }
  handlers:
    - { name: handler, copy: { content: x, dest: "{{ playbook_dir }}/handled" } }
`,
    });
    assert.equal((await run()).code, 0);
    const destroyed = await run({ destroy: true });
    assert.deepEqual(told(destroyed), ['group: delete log group web']);
    assert.deepEqual(groupsIn(sandbox), []);
    assert.deepEqual(destroyed.recap && [destroyed.recap.ok, destroyed.recap.changed], [1, 1]);
  });

  test('a thing that only a left-out task can tell is left, and named', async () => {
    const { sandbox, run } = stage(`
- { command: echo web, register: said }
- set_fact: { name: "{{ said.stdout }}" }
- { name: first, cloudwatchlogs_log_group: { log_group_name: "{{ name }}" } }
- { name: second, cloudwatchlogs_log_group: { log_group_name: known, tags: { by: "{{ name }}" } } }
`);
    await run();
    const destroyed = await run({ destroy: true });
    assert.deepEqual(
      [destroyed.code, told(destroyed)],
      [
        0,
        [
          'second: delete log group known',
          'first: left, which one is meant "name" says, and only a real run sets that',
        ],
      ],
    );
    assert.deepEqual(groupsIn(sandbox), ['web']);
  });

  test('what the playbook itself takes away is not described', async () => {
    const { sandbox, run } = stage(group('kept', 'kept'));
    await run();
    const other = `${group('other')}- { name: away, cloudwatchlogs_log_group: { log_group_name: kept, state: absent } }\n`;
    assert.deepEqual(told(await run({ destroy: true }, other)), ['other: ']);
    assert.deepEqual(groupsIn(sandbox), ['kept']);
  });

  test('a thing that is described twice goes once, after all that was made with it', async () => {
    const { lines } = await story(`
- { name: vpc, ec2_vpc_net: { name: v, cidr_block: 10.0.0.0/16 }, register: v }
- { name: subnet, ec2_vpc_subnet: { vpc_id: "{{ v.vpc.id }}", cidr: 10.0.1.0/24 } }
- { name: vpc again, ec2_vpc_net: { name: v, cidr_block: 10.0.0.0/16, dns_hostnames: true } }
`);
    assert.deepEqual(
      lines.map((line) => line.replace(/(vpc|subnet)-\w+/, '$1-…')),
      ['vpc again: ', 'subnet: delete subnet subnet-… (10.0.1.0/24)', 'vpc: delete VPC vpc-… (10.0.0.0/16)'],
    );
  });
});

describe('a part of it', () => {
  const parts = `
- { name: vpc, ec2_vpc_net: { name: v, cidr_block: 10.0.0.0/16 }, register: v, tags: net }
- { name: subnet, ec2_vpc_subnet: { vpc_id: "{{ v.vpc.id }}", cidr: 10.0.1.0/24 }, tags: sub }
- { name: group, cloudwatchlogs_log_group: { log_group_name: g }, tags: logs }
`;
  test('goes with --tags, and what it needs is only read', async () => {
    const { sandbox, run } = stage(parts);
    await run();
    const planned = await run({ destroy: true, tags: ['sub'], check: true });
    const destroyed = await run({ destroy: true, tags: ['sub'] });
    assert.deepEqual(told(destroyed), told(planned));
    assert.match(told(destroyed).join('\n'), /^subnet: delete subnet \S+ \(10.0.1.0\/24\)$/);
    assert.equal(sandbox.state(ec2State).vpcs.size, 1);
    assert.deepEqual(groupsIn(sandbox), ['g']);
    assert.equal((await run({ destroy: true, tags: ['sub'] })).recap?.changed, 0);
  });

  test('stays while the rest of it is in the way, and says so', async () => {
    const { sandbox, run } = stage(parts);
    await run();
    sandbox.calls.length = 0;
    const planned = await run({ destroy: true, tags: ['net'], check: true });
    const destroyed = await run({ destroy: true, tags: ['net'] });
    assert.deepEqual([destroyed.code, told(destroyed)], [0, told(planned)]);
    assert.match(told(destroyed).join('\n'), /^vpc: left, subnet subnet-\w+ is in the way$/);
    assert.deepEqual(writesIn(sandbox), []);
  });

  test('is found although what it would need is not there any more', async () => {
    const { run } = stage(parts);
    const destroyed = await run({ destroy: true, tags: ['sub'] });
    assert.deepEqual([destroyed.code, told(destroyed)], [0, ['subnet: ']]);
  });
});

describe('what is not its own', () => {
  test('was made by hand, or by another playbook, and is named with the reason', async () => {
    const { sandbox, run } = stage(group('own') + group('other'));
    const mine = {
      'mine.yml': `- hosts: localhost\n  gather_facts: false\n  tasks: [{ cloudwatchlogs_log_group: { log_group_name: other } }]`,
    };
    assert.equal((await run({ playbook: 'mine.yml' }, mine)).code, 0);
    assert.equal((await run()).code, 0);
    const destroyed = await run({ destroy: true });
    assert.deepEqual(
      [destroyed.code, told(destroyed)],
      [0, ['other: left, mine.yml made it', 'own: delete log group own']],
    );
    assert.deepEqual(destroyed.recap?.left, [{ name: 'other', reason: 'mine.yml made it' }]);
    assert.deepEqual(groupsIn(sandbox), ['other']);
  });

  test('is taken over by --adopt only when nobody owns it, with its own tags kept', async () => {
    const { sandbox, run } = stage(group('mine') + group('theirs'));
    const other = {
      'other.yml': `- hosts: localhost\n  gather_facts: false\n  tasks: [{ cloudwatchlogs_log_group: { log_group_name: theirs } }]`,
    };
    await run({ playbook: 'other.yml' }, other);
    const groups = sandbox.state(logsState).groups;
    await run();
    for (const [key, value] of Object.entries({ team: 'web' })) groups.get('mine')!.tags.set(key, value);
    for (const key of [...groups.get('mine')!.tags.keys()])
      if (key.startsWith('play:')) groups.get('mine')!.tags.delete(key);
    const planned = await run({ adopt: true, check: true });
    const adopted = await run({ adopt: true });
    assert.deepEqual(told(adopted), told(planned));
    assert.equal(adopted.recap?.changed, 1);
    assert.deepEqual([...groups.get('mine')!.tags.keys()].sort(), ['play:playbook', 'play:version', 'team']);
    assert.equal(groups.get('theirs')!.tags.get('play:playbook'), 'other.yml');
    assert.equal((await run({ adopt: true })).recap?.changed, 0);
    await run({ destroy: true });
    assert.deepEqual(groupsIn(sandbox), ['theirs']);
  });

  test('keeps what it is in the way of', async () => {
    const { sandbox, run } = stage(`
- { name: vpc, ec2_vpc_net: { name: v, cidr_block: 10.0.0.0/16 }, register: v }
- { name: subnet, ec2_vpc_subnet: { vpc_id: "{{ v.vpc.id }}", cidr: 10.0.1.0/24 } }
`);
    await run();
    const [VpcId] = sandbox.state(ec2State).vpcs.keys();
    const ec2 = sandbox.world().client(EC2Client);
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.2.0/24' }));
    const planned = await run({ destroy: true, check: true });
    const destroyed = await run({ destroy: true });
    assert.deepEqual([destroyed.code, told(destroyed)], [0, told(planned)]);
    assert.equal(told(destroyed)[1], `vpc: left, subnet ${Subnet!.SubnetId} is in the way`);
  });

  test('keeps what it hangs on', async () => {
    const { sandbox, run } = stage(`
- { name: vpc, ec2_vpc_net: { name: v, cidr_block: 10.0.0.0/16 }, register: v }
- { name: subnet, ec2_vpc_subnet: { vpc_id: "{{ v.vpc.id }}", cidr: 10.0.1.0/24 } }
- { name: group, cloudwatchlogs_log_group: { log_group_name: g } }
`);
    await run();
    const [subnet] = sandbox.state(ec2State).subnets.keys();
    sandbox.state(ec2State).tags.get(subnet!)!.clear();
    const planned = await run({ destroy: true, check: true });
    const destroyed = await run({ destroy: true });
    assert.deepEqual(told(destroyed), told(planned));
    assert.deepEqual(told(destroyed), [
      'group: delete log group g',
      'subnet: left, Play did not make it (a run with --adopt takes it over)',
      'vpc: left, subnet still uses it',
    ]);
  });
});

async function fill(sandbox: Sandbox, logGroupName: string): Promise<void> {
  const logs = sandbox.world().client(CloudWatchLogsClient);
  const stream = { logGroupName, logStreamName: 'a' };
  await logs.send(new CreateLogStreamCommand(stream));
  const logEvents = [{ timestamp: sandbox.clock.now(), message: 'hello' }];
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

describe('what holds data', () => {
  test('is left without a terminal, and named', async () => {
    const { sandbox, run } = stage(group('g') + group('h'));
    await run();
    await fill(sandbox, 'g');
    const destroyed = await run({ destroy: true });
    assert.equal(destroyed.code, 0);
    assert.match(told(destroyed).join('\n'), /^h: delete log group h\ng: left, it holds \S.+$/);
    assert.deepEqual(
      destroyed.recap?.left?.map(({ holds }) => holds),
      [true],
    );
    assert.deepEqual(groupsIn(sandbox), ['g']);
  });

  for (const [answer, left] of [
    ['y', []],
    ['yes', []],
    ['n', ['g']],
    ['', ['g']],
    ['Yes, please', ['g']],
  ] as const)
    test(`is asked for: "${answer}"`, async () => {
      const { sandbox, run } = stage(group('g') + group('h'));
      await run();
      await fill(sandbox, 'g');
      const asked: string[] = [];
      const prompt = async (question: string) => {
        asked.push(question);
        return answer;
      };
      const planned = await run({ destroy: true, check: true, prompt });
      assert.deepEqual([asked, planned.recap?.left?.length], [[], 1], 'check mode asks nothing');
      assert.equal((await run({ destroy: true, prompt })).code, 0);
      assert.match(asked.join('\n'), /^g holds \S.+, which cannot be made again\. Remove it\? \(y\)es\/\(N\)o: $/);
      assert.deepEqual(groupsIn(sandbox), left);
    });

  test('goes with =all, unasked', async () => {
    const { sandbox, run } = stage(group('g'));
    await run();
    await fill(sandbox, 'g');
    const prompt = () => assert.fail('nothing is asked');
    assert.equal((await run({ destroy: 'all', prompt })).code, 0);
    assert.deepEqual(groupsIn(sandbox), []);
  });
});

describe('what goes wrong', () => {
  const net = `
- { name: vpc, ec2_vpc_net: { name: v, cidr_block: 10.0.0.0/16 }, register: v }
- { name: subnet, ec2_vpc_subnet: { vpc_id: "{{ v.vpc.id }}", cidr: 10.0.1.0/24 } }
- { name: group, cloudwatchlogs_log_group: { log_group_name: g } }
- { name: last, cloudwatchlogs_log_group: { log_group_name: h } }
`;
  test('with one removal stops only what that hangs on, and is a failure in the end', async () => {
    const { sandbox, run } = stage(net);
    await run();
    await sandbox.faults.set('refuse ec2:DeleteSubnet UnauthorizedOperation');
    const destroyed = await run({ destroy: true });
    assert.equal(destroyed.code, 2);
    const lines = told(destroyed);
    assert.deepEqual(
      [lines[0], lines[1], lines[3]],
      ['last: delete log group h', 'group: delete log group g', 'vpc: left, subnet still uses it'],
    );
    assert.match(lines[2]!, /^subnet: .*UnauthorizedOperation/);
    assert.deepEqual(destroyed.recap && [destroyed.recap.failed, destroyed.recap.changed], [1, 2]);
    sandbox.faults.clear('all');
    assert.deepEqual([(await run({ destroy: true })).code, sandbox.state(ec2State).subnets.size], [0, 0]);
  });

  test('with one removal is not ignored by ignore_errors, nor taken by a rescue', async () => {
    const { sandbox, run } = stage(`
- ignore_errors: true
  block:
    - { name: group, cloudwatchlogs_log_group: { log_group_name: g } }
  rescue:
    - debug:
`);
    await run();
    await sandbox.faults.set('refuse logs:DeleteLogGroup AccessDeniedException');
    const { code, recap } = await run({ destroy: true });
    assert.deepEqual([code, recap?.failed, recap?.ignored, recap?.rescued], [2, 1, 0, 0]);
  });

  test('while it reads: then nothing is removed', async () => {
    const { sandbox, run } = stage(net);
    await run();
    await sandbox.faults.set('refuse ec2:DescribeSubnets UnauthorizedOperation');
    sandbox.calls.length = 0;
    const destroyed = await run({ destroy: true });
    assert.equal(destroyed.code, 2);
    assert.match(told(destroyed).join('\n'), /^subnet: .*UnauthorizedOperation[^\n]*$/);
    assert.deepEqual(writesIn(sandbox), []);
    const notes = destroyed.events.flatMap((event) => (event.type === 'note' ? [event.message] : []));
    assert.deepEqual(notes, ['nothing was removed: not all of it could be read']);
  });

  test('with what is of no account here: a failing assertion, a file that is not there, a variable of a left-out task', async () => {
    const { run } = stage(group('g'));
    await run();
    const other = `
- { assert: { that: false } }
- { include_vars: nowhere.yml, when: false }
- { debug: { msg: "{{ said.stdout_lines[0].x.y }}" } }
- { command: x, register: said }
- { debug: { msg: "{{ said.stdout_lines[0].x.y }}" } }
${group('g')}`;
    const destroyed = await run({ destroy: true }, other);
    assert.deepEqual([destroyed.code, told(destroyed)], [0, ['g: delete log group g']]);
  });

  for (const fault of [
    'lose writes 1',
    'lose writes 2',
    'lose writes 3',
    'throttle * 2',
    'refuse writes InternalError 2',
  ])
    test(`and is ridden out: ${fault}`, async () => {
      const { sandbox, run } = stage(net);
      await run();
      await sandbox.faults.set(fault);
      const destroyed = await run({ destroy: true });
      assert.deepEqual([destroyed.code, told(destroyed).length], [0, 4], destroyed.lines.join('\n'));
      assert.deepEqual([groupsIn(sandbox), sandbox.state(ec2State).subnets.size], [[], 0]);
    });

  test('an interrupt lets the running removal finish, and names what was not removed', async () => {
    const { sandbox, run } = stage(net);
    await run();
    const controller = new AbortController();
    const events: string[] = [];
    const destroyed = await run({
      destroy: true,
      signal: controller.signal,
      reporter: (event) => {
        if (event.type !== 'task_started') return;
        events.push(event.task.name);
        if (event.task.name === 'group') controller.abort();
      },
    });
    assert.equal(destroyed.code, 130);
    assert.deepEqual(events, ['last', 'group']);
    assert.deepEqual(destroyed.recap?.notRun, ['subnet', 'vpc']);
    assert.deepEqual(groupsIn(sandbox), []);
    assert.equal((await run({ destroy: true })).code, 0);
    assert.equal(sandbox.state(ec2State).subnets.size, 0);
  });
});

test('what no_log hides stays hidden', async () => {
  const { run } = stage(`
- name: each
  cloudwatchlogs_log_group: { log_group_name: "{{ item }}" }
  loop: [seventeen-secrets]
  no_log: true
`);
  await run();
  const { events } = await run({ destroy: true, check: true });
  const items = events.flatMap((event) => (event.type === 'item_done' ? [event.outcome.item] : []));
  assert.deepEqual(items, ['(censored due to no_log)']);
});
