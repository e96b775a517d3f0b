import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, outcomeOf, rehearse } from './testing.ts';

/** Keywords of a task that says `msg`, and what it says. */
const table: [name: string, keywords: string, msg: string, line: string][] = [
  ['loop runs once per item', 'loop: [1, two, [3]]', '{{ item }}', 't: ok [1 two [3]]'],
  ['an empty loop is skipped', 'loop: []', '{{ item }}', 't: skipped []'],
  ['when is asked for each item', 'loop: [1, 2, 3], when: item != 2', '{{ item }}', 't: ok [1 - 3]'],
  ['a loop of skipped items is skipped', 'loop: [1, 2], when: false', '{{ item }}', 't: skipped [- -]'],
  [
    'loop_var renames the item',
    'loop: [a], loop_control: {loop_var: letter}',
    '{{ letter }} {{ ansible_loop_var }}',
    't: ok [a letter]',
  ],
  ['index_var counts from 0', 'loop: [a, b], loop_control: {index_var: i}', '{{ i }}{{ item }}', 't: ok [0a 1b]'],
  [
    'extended tells about the loop',
    'loop: [a, b], loop_control: {extended: true}',
    '{{ ansible_loop.index }}/{{ ansible_loop.length }} {{ ansible_loop.last }}',
    't: ok [1/2 False 2/2 True]',
  ],
  [
    'extended_allitems: false leaves the list itself out',
    'loop: [a, b], loop_control: {extended: true, extended_allitems: false}',
    '{{ ansible_loop.index }}{{ ansible_loop.allitems is defined }}',
    't: ok [1False 2False]',
  ],
  ['with_items of a mapping goes over its keys', 'with_items: {a: 1, b: 2}', '{{ item }}', 't: ok [a b]'],
  [
    'break_when ends the loop after the item',
    "loop: [a, b, c], loop_control: {break_when: item == 'b'}",
    '{{ item }}',
    't: ok [a b]',
  ],
  ['a template may give the list', 'loop: "{{ [1, 2] + [3] }}"', '{{ item }}', 't: ok [1 2 3]'],
];

for (const [name, keywords, msg, line] of table) {
  test(name, async () => {
    assert.deepEqual(await linesOf(`- {name: t, debug: {msg: "${msg}"}, ${keywords}}`), [line]);
  });
}

test('a list that nothing gives fails, unless the condition is false anyway', async () => {
  const lines = await linesOf(`
- {name: fails, debug: {msg: x}, loop: "{{ [][3] }}", ignore_errors: true}
- {name: skipped, debug: {msg: x}, loop: "{{ [][3] }}", when: false}
`);
  assert.match(lines[0]!, /^fails: ignored /);
  assert.equal(lines[1], 'skipped: skipped');
});

test('loop refuses what is no list and says what to do', async () => {
  const [line] = await linesOf(`- {name: t, debug: {msg: x}, loop: "{{ {'a': 1} }}"}`);
  assert.equal(line, "t: failed loop needs a list, not {'a': 1} (make it one with the filter dict2items)");
});

test('all items run although one fails, and the task fails', async () => {
  const run = await rehearse(`
- {name: t, fail: {msg: "{{ item }}"}, loop: [a, b], when: item == 'a'}
`);
  assert.deepEqual(run.lines, ['t: failed [a -]']);
  assert.equal(run.code, 2);
  assert.equal(outcomeOf(run, 't').result['msg'], 'One or more items failed');
});

test('a fact set in one round is seen in the next', async () => {
  const lines = await linesOf(
    `
- {name: set, set_fact: {seen: "{{ seen + [item] }}"}, loop: [1, 2]}
- {name: look, debug: {msg: "{{ seen }}"}}
`.replace('seen + [item]', '(seen if seen is defined else []) + [item]'),
  );
  assert.equal(lines[1], 'look: ok [1,2]');
});

test('the registered result holds one result per item, with the item in it', async () => {
  const lines = await linesOf(`
- {name: t, debug: {msg: "m{{ item }}"}, loop: [1, 2], register: r}
- {name: look, debug: {msg: "{{ r.results[1].item }} {{ r.results[1].msg }} {{ r.changed }}"}}
`);
  assert.equal(lines[1], 'look: ok 2 m2 False');
});

test('a label stands for the item in events, and the item itself where no_log hides it not even that', async () => {
  const { events } = await rehearse(`
- {name: labelled, debug: {msg: x}, loop: [{n: a}], loop_control: {label: "<{{ item.n }}>"}}
- {name: hidden, debug: {msg: x}, loop: [secret-item], no_log: true}
`);
  const items = events.flatMap((event) => (event.type === 'item_done' ? [event.outcome.item] : []));
  assert.deepEqual(items, ['<a>', '(censored due to no_log)']);
});

test('until tries again until it holds and counts the tries', async () => {
  const run = await rehearse(`
- {name: t, debug: {msg: x}, register: r, until: r.attempts == 3, retries: 5, delay: 0}
- {name: look, debug: {msg: "{{ r.attempts }} {{ r.failed }}"}}
`);
  assert.equal(run.lines.at(-1), 'look: ok 3 False');
  assert.equal(run.events.filter((event) => event.type === 'task_retry').length, 2);
});

test('until that never holds fails after all retries', async () => {
  const run = await rehearse(`
- {name: t, debug: {msg: x}, until: false, retries: 2, delay: 0}
`);
  assert.deepEqual(run.lines, ['t: failed x']);
  assert.equal(outcomeOf(run, 't').result['attempts'], 2);
});

test('where failed_when judges, tries used up are told only in what is registered', async () => {
  const lines = await linesOf(`
- {name: t, debug: {msg: x}, register: r, until: false, retries: 1, delay: 0, failed_when: false}
- {name: look, debug: {msg: "{{ r.attempts }} {{ r is failed }}"}}
`);
  assert.deepEqual(lines, ['t: ok x', 'look: ok 1 True']);
});
