import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../sandbox/sandbox.ts';
import { linesOf, outcomeOf, rehearse } from './testing.ts';

/** A loop whose items take the longer the earlier they stand. */
const loop = (control: string, more = '') => `
- name: each
  debug: {msg: "{{ item }}"}
  register: own
  until: own.attempts > 4 - item
  retries: 9
  delay: 0.004
  loop: [1, 2, 3, 4]
  loop_control: {${control}}
${more}`;

const items = (events: Awaited<ReturnType<typeof rehearse>>['events']) =>
  events.flatMap((event) => (event.type === 'item_done' ? [event.outcome.item] : []));

test('items side by side are told and registered in their order', async () => {
  const run = await rehearse(
    loop('parallel: 4', '- debug: {msg: "{{ own.results | map(attribute=\'item\') | list }}"}'),
  );
  assert.deepEqual(run.lines, ['each: ok [1 2 3 4]', 'debug: ok [1,2,3,4]']);
  assert.deepEqual(items(run.events), [1, 2, 3, 4]);
});

test('parallel items run at the same time, and no more than that', async () => {
  const order = async (control: string, options = {}) => {
    const run = await rehearse(loop(control), options);
    const retried = run.events.flatMap((event) => (event.type === 'task_retry' ? [event.left] : []));
    return retried;
  };
  // One after the other the first item is through with its tries before the second begins.
  const serial = await order('parallel: 1');
  assert.deepEqual(serial, [9, 8, 7, 9, 8, 9]);
  assert.deepEqual(await order('parallel: 4', { serial: true }), serial);
  assert.notDeepEqual(await order('parallel: 4'), serial);
});

test('a failing item lets the others run, and the task fails, as one after the other', async () => {
  const text = (parallel: number) => `
- name: each
  fail: {msg: "{{ item }}"}
  when: item != 2
  loop: [1, 2, 3]
  loop_control: {parallel: ${parallel}}
  ignore_errors: true
  register: all
- debug: {msg: "{{ all.msg }} {{ all.results | map(attribute='failed', default=false) | list }}"}
`;
  assert.deepEqual(await linesOf(text(3)), await linesOf(text(1)));
});

test('after an interrupt no more items start', async () => {
  const stop = new AbortController();
  let items = 0;
  const run = await rehearse(
    `
- name: each
  command: sleep 0.05
  loop: [1, 2, 3, 4, 5]
  loop_control: {parallel: 2}
`,
    {
      signal: stop.signal,
      reporter: (event) => {
        if (event.type === 'item_done') items += 1;
        if (event.type === 'task_started') setTimeout(() => stop.abort(), 10);
      },
    },
  );
  assert.equal(run.code, 130);
  assert.equal(items, 2);
});

test('resources are made side by side, and a second run finds them all', async () => {
  const text = `
- hosts: localhost
  gather_facts: false
  module_defaults: {group/aws: {region: eu-west-1}}
  tasks:
    - ec2_vpc_net: {name: v, cidr_block: 10.0.0.0/16}
      register: vpc
    - name: subnets
      ec2_vpc_subnet: {vpc_id: "{{ vpc.vpc.id }}", cidr: "10.0.{{ item }}.0/24", tags: {Name: "s{{ item }}"}}
      loop: [0, 1, 2]
      loop_control: {parallel: 3}
`;
  const sandbox = createSandbox();
  const first = await rehearse(text, { sandbox });
  const cidrs = (outcomeOf(first, 'subnets').result['results'] as { subnet: { cidr_block: string } }[]).map(
    ({ subnet }) => subnet.cidr_block,
  );
  assert.deepEqual(cidrs, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']);
  assert.equal((await rehearse(text, { sandbox })).recap?.changed, 0);
});

/** Where the items need their order: the loop's control, the module, and what is said. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  ['parallel: 2, pause: 1', 'debug: {}', /pause needs the items one after the other/],
  ['parallel: 2, break_when: item == 1', 'debug: {}', /break_when needs the items one after the other/],
  ['parallel: 0', 'debug: {}', /a whole number of at least 1, not 0/],
  ['parallel: many', 'debug: {}', /a whole number of at least 1, not "many"/],
  ['parallel: 2', 'set_fact: {x: "{{ item }}"}', /the items of set_fact cannot run side by side/],
  ['parallel: 2', 'include_tasks: x.yml', /the items of include_tasks cannot run side by side/],
];

test('where items need their order, parallel is a mistake', async () => {
  for (const [control, module, message] of refused) {
    const { diagnostics, code } = await rehearse({
      'playbook.yml': `- ${module}\n  loop: [1, 2]\n  loop_control: {${control}}\n`,
      'x.yml': '- debug: {}\n',
    });
    assert.equal(code, 4, control);
    assert.deepEqual(
      diagnostics.map((each) => each.code),
      ['loop-parallel'],
      control,
    );
    assert.match(diagnostics[0]!.message, message);
  }
});
