import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PlayEvent, Recap, TaskInfo, TaskOutcome } from '../engine/events.ts';
import { createJson } from './json.ts';
import { createLines } from './lines.ts';
import type { Report } from './report.ts';
import { createTree } from './tree.ts';

const place = { file: 'roles/vpc/tasks/main.yml', line: 3, column: 3 };
const task = (over: Partial<TaskInfo> = {}): TaskInfo => ({
  id: 1,
  name: 'Create the VPC',
  role: 'vpc',
  module: 'ec2_vpc_net',
  place,
  kind: 'task',
  ...over,
});
const outcome = (over: Partial<TaskOutcome> = {}): TaskOutcome => ({
  status: 'ok',
  result: { changed: false },
  milliseconds: 3,
  ...over,
});
const recap: Recap = {
  ok: 2,
  changed: 1,
  unreachable: 0,
  failed: 0,
  skipped: 1,
  rescued: 0,
  ignored: 0,
  read: 0,
  calls: 12,
  writes: 4,
  milliseconds: 2_345,
  check: false,
  interrupted: false,
  notRun: [],
};
const played: PlayEvent = { type: 'play_started', play: { name: 'Deploy' } };
const ended: PlayEvent = { type: 'ended', recap };
const ran = (info: TaskInfo, done: TaskOutcome): PlayEvent[] => [
  { type: 'task_started', task: info },
  { type: 'task_done', task: info, outcome: done },
];

async function show(create: (out: { write(text: string): void }) => Report, events: PlayEvent[]): Promise<string> {
  let text = '';
  const report = create({
    write: (more) => {
      text += more;
    },
  });
  for (const event of events) report.report(event);
  await report.end();
  return text;
}
const lines = (events: PlayEvent[], over: { verbosity?: number; diff?: boolean } = {}) =>
  show((out) => createLines({ out, color: false, verbosity: 0, diff: false, ...over }), events);

describe('lines', () => {
  test('a run reads like Ansible', async () => {
    const text = await lines([
      played,
      ...ran(task(), outcome({ status: 'changed', steps: ['create VPC 192.168.0.0/16'], result: { changed: true } })),
      ...ran(
        task({ role: undefined as never, name: 'debug', module: 'debug' }),
        outcome({ result: { changed: false, msg: 'hi' } }),
      ),
      ended,
    ]);
    assert.equal(
      text,
      `
PLAY [Deploy] ${'*'.repeat(66)}

TASK [vpc : Create the VPC] ${'*'.repeat(52)}
changed: [localhost]
    - create VPC 192.168.0.0/16

TASK [debug] ${'*'.repeat(67)}
ok: [localhost] => {
    "msg": "hi"
}

PLAY RECAP ${'*'.repeat(69)}
localhost                  : ok=2    changed=1    unreachable=0    failed=0    skipped=1    rescued=0    ignored=0

took 2.3 s; 12 AWS API calls, 4 of them writes
`,
    );
  });
  for (const [what, done, expected] of [
    [
      'a failure',
      { status: 'failed', result: { failed: true, msg: 'no' } },
      'fatal: [localhost]: FAILED! => {"failed":true,"msg":"no"}',
    ],
    ['a skip', { status: 'skipped', result: { skipped: true } }, 'skipping: [localhost]'],
    ['a value read for a part that was left out', { status: 'read' }, 'read: [localhost]'],
    ['a task that check mode cannot decide', { undecided: true }, 'may run: [localhost] (known after apply)'],
    ['a loop item', { item: 'a', status: 'changed' }, 'changed: [localhost] => (item=a)'],
    ['a loop item that is a dict', { item: { a: 1 } }, 'ok: [localhost] => (item={"a":1})'],
  ] as const) {
    test(`${what} is one line`, async () => {
      const text = await lines([{ type: 'task_done', task: task(), outcome: outcome(done as Partial<TaskOutcome>) }]);
      assert.equal(text, `${expected}\n`);
    });
  }
  test('an ignored failure says so', async () => {
    const text = await lines([
      { type: 'task_done', task: task(), outcome: outcome({ status: 'failed', ignored: true, result: { msg: 'x' } }) },
    ]);
    assert.match(text, /\n\.\.\.ignoring\n$/);
  });
  test('a loop prints its items once, not its result again', async () => {
    const results = [{ ansible_loop_var: 'item', item: 'a' }];
    const text = await lines([
      { type: 'item_done', task: task(), outcome: outcome({ item: 'a' }) },
      { type: 'task_done', task: task(), outcome: outcome({ looped: true, result: { changed: false, results } }) },
    ]);
    assert.equal(text, 'ok: [localhost] => (item=a)\n');
  });
  test('a handler and a retry are named', async () => {
    const handler = task({ kind: 'handler', name: 'restart' });
    const text = await lines([
      { type: 'task_started', task: handler },
      { type: 'task_retry', task: handler, attempt: 1, left: 1, result: {} },
    ]);
    assert.match(
      text,
      /RUNNING HANDLER \[vpc : restart\] \*+\nFAILED - RETRYING: \[localhost\]: restart \(1 retry left\)\./,
    );
  });
  test('-v shows results and --diff what differs', async () => {
    const result = { changed: true, vpc: { id: 'vpc-1' }, diff: { before: { a: 1, b: 2 }, after: { a: 1, b: 3 } } };
    const text = await lines([{ type: 'task_done', task: task(), outcome: outcome({ status: 'changed', result }) }], {
      verbosity: 1,
      diff: true,
    });
    assert.match(text, /"id": "vpc-1"/);
    assert.match(text, / {4}~ b: 2 → 3\n$/);
  });
});

describe('json', () => {
  const document = async (events: PlayEvent[]) =>
    JSON.parse(await show((out) => createJson({ out, complain: () => {} }), events));

  test("has the shape of Ansible's json callback", async () => {
    const { plays, stats } = await document([
      played,
      ...ran(task(), outcome({ status: 'changed', result: { changed: true, vpc: { id: 'v' } } })),
      ended,
    ]);
    const [{ play, tasks }] = plays;
    assert.equal(play.name, 'Deploy');
    assert.equal(tasks[0].task.name, 'vpc : Create the VPC');
    assert.deepEqual(tasks[0].hosts.localhost, { changed: true, vpc: { id: 'v' }, action: 'ec2_vpc_net' });
    assert.deepEqual(stats.localhost, {
      ok: 2,
      changed: 1,
      unreachable: 0,
      failures: 0,
      skipped: 1,
      rescued: 0,
      ignored: 0,
    });
  });
  test('tells what becomes of a thing, and each property of it that differs', async () => {
    const changes = [{ path: 'tags.Owner', before: 'a', after: 'b' }];
    const diff = { before: { tags: { Owner: 'a' } }, after: { tags: { Owner: 'b' } }, changes };
    const { plays } = await document([
      played,
      ...ran(task(), outcome({ status: 'changed', change: 'changed', result: { changed: true, diff } })),
    ]);
    const host = plays[0].tasks[0].hosts.localhost;
    assert.deepEqual([host.change, host.diff], ['changed', diff]);
  });
  test('marks failures, skips and what was ignored', async () => {
    const { plays } = await document([
      played,
      ...ran(task({ id: 1 }), outcome({ status: 'failed', ignored: true, result: { msg: 'no' } })),
      ...ran(task({ id: 2 }), outcome({ status: 'skipped', result: { skip_reason: 'Conditional result was False' } })),
    ]);
    const [failed, skipped] = plays[0].tasks.map((each: { hosts: { localhost: object } }) => each.hosts.localhost);
    assert.deepEqual(failed, { msg: 'no', action: 'ec2_vpc_net', changed: false, failed: true, ignored: true });
    assert.equal(skipped.skipped, true);
  });
});

describe('tree', () => {
  test('--diff shows what differs of each item of a loop, under its name', async () => {
    const result = { changed: true, diff: { before: { a: 1 }, after: { a: 2 } } };
    const shown = await show(
      (out) => createTree({ out, color: false, verbosity: 0, diff: true }),
      [
        played,
        { type: 'task_started', task: task() },
        { type: 'item_done', task: task(), outcome: outcome({ item: 'one', status: 'changed', result }) },
        { type: 'task_done', task: task(), outcome: outcome({ status: 'changed', result: { changed: true } }) },
        ended,
      ],
    );
    assert.match(shown, /╰ one\n.*╰ ~ a: 1 → 2\n/);
  });
  test('names roles, tasks, steps, what was said and the recap', async () => {
    const shown = await show(
      (out) => createTree({ out, color: false, verbosity: 0, diff: false }),
      [
        played,
        ...ran(task(), outcome({ status: 'changed', steps: ['create VPC'], result: { changed: true } })),
        ...ran(
          task({ id: 2, role: 'services', name: 'debug', module: 'debug' }),
          outcome({ result: { msg: 'the URL' } }),
        ),
        ended,
      ],
    );
    for (const expected of [
      /vpc \(\d+ ms\)/,
      /● Create the VPC changed/,
      /╰ create VPC/,
      /services/,
      /the URL/,
      /ok=2 {4}changed=1/,
    ])
      assert.match(shown, expected);
  });
});

describe('units side by side', () => {
  const vpc = task({ id: 1, unit: 1 });
  const ecr = task({ id: 2, unit: 0, role: 'ecr', name: 'Create the repository' });
  const events: PlayEvent[] = [
    played,
    {
      type: 'units_started',
      units: [
        { id: 0, title: 'ecr', waitsFor: [] },
        { id: 1, title: 'vpc', waitsFor: [] },
        { id: 2, title: 'alb', waitsFor: ['vpc'] },
      ],
    },
    { type: 'unit_started', unit: 0 },
    { type: 'unit_started', unit: 1 },
    { type: 'task_started', task: vpc },
    { type: 'task_started', task: ecr },
    { type: 'progress', task: ecr, message: 'almost' },
    { type: 'progress', task: ecr, message: 'almost' },
    { type: 'item_done', task: vpc, outcome: outcome({ item: 'a' }) },
    { type: 'item_done', task: ecr, outcome: outcome({ item: 'b', status: 'changed' }) },
    { type: 'task_done', task: vpc, outcome: outcome({ status: 'failed', result: { msg: 'no', failed: true } }) },
    { type: 'unit_done', unit: 1, failed: true, milliseconds: 2 },
    { type: 'task_done', task: ecr, outcome: outcome({ status: 'changed', result: { changed: true } }) },
    { type: 'unit_done', unit: 0, failed: false, milliseconds: 5 },
    { type: 'units_done' },
    {
      type: 'ended',
      recap: {
        ...recap,
        graphs: [
          {
            play: 'Deploy',
            units: [
              { title: 'ecr', started: 0, ended: 1_500 },
              { title: 'vpc', started: 0, ended: 40 },
              { title: 'alb', blockedBy: 'vpc' },
              { title: 'last', started: 1_500, ended: 2_000, waitedFor: 'ecr' },
            ],
            criticalPath: ['ecr', 'last'],
            milliseconds: 2_000,
          },
        ],
      },
    },
  ];

  test('lines of a task stand together and come when it ends; what it waits for comes at once, with its name', async () => {
    const text = await lines(events);
    const at = (part: string) => {
      assert.ok(text.includes(part), part);
      return text.indexOf(part);
    };
    const order = [
      '… ecr : Create the repository: almost',
      'TASK [vpc :',
      'item=a',
      'fatal:',
      'TASK [ecr :',
      'item=b',
    ].map(at);
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    assert.equal(text.match(/almost/g)?.length, 1);
  });

  test('the recap tells the critical path, what waited for what, and what was not run', async () => {
    const text = await lines(events);
    assert.ok(
      text.includes(
        'critical path: ecr (1.5 s) → last (500 ms); 2.0 s side by side, the times of all units add up to 2.0 s\n',
      ),
    );
    assert.ok(text.includes('waited: last for ecr (1.5 s)\nnot run: alb, which needs vpc\n'));
  });

  test('the tree has a branch for each unit, in the order of the playbook', async () => {
    const text = await show((out) => createTree({ out, color: false, verbosity: 0, diff: false }), events);
    const end = text.slice(text.lastIndexOf('ecr (', text.lastIndexOf('alb was not run')));
    assert.match(
      end,
      /^ecr \(.*\n.*● Create the repository \(1 items\) changed\n.*vpc \(.*\n.*✖ Create the VPC.*\n.*╰ no\n.*alb was not run/,
    );
  });

  test('JSON keeps the order of the playbook', async () => {
    const text = await show((out) => createJson({ out, complain: () => {} }), events);
    const { plays, play } = JSON.parse(text);
    assert.deepEqual(
      plays[0].tasks.map((each: { task: { name: string } }) => each.task.name),
      ['ecr : Create the repository', 'vpc : Create the VPC'],
    );
    assert.deepEqual(play.graphs[0].criticalPath, ['ecr', 'last']);
  });
});
