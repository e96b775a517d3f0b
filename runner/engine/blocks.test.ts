import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, rehearse } from './testing.ts';

const fail = (name: string) => `{name: ${name}, fail: {msg: x}}`;
const ok = (name: string) => `{name: ${name}, debug: {msg: ''}}`;

/** Tasks, what runs, and the exit code. */
const table: [name: string, tasks: string, lines: string[], code: number][] = [
  [
    'a rescue takes a failure and the play goes on',
    `- block: [${fail('bad')}, ${ok('left')}]\n  rescue: [${ok('rescue')}]\n- ${ok('after')}`,
    ['bad: rescued x', 'rescue: ok', 'after: ok'],
    0,
  ],
  [
    'always runs after a failure that nobody takes',
    `- block: [${fail('bad')}]\n  always: [${ok('always')}]\n- ${ok('after')}`,
    ['bad: failed x', 'always: ok'],
    2,
  ],
  [
    'a failing rescue fails after always ran',
    `- block: [${fail('bad')}]\n  rescue: [${fail('worse')}]\n  always: [${ok('always')}]`,
    ['bad: rescued x', 'worse: failed x', 'always: ok'],
    2,
  ],
  [
    'a failure travels out to the rescue of an outer block, past the inner always',
    `- block:\n    - block: [${fail('bad')}]\n      always: [${ok('inner')}]\n    - ${ok('left')}\n  rescue: [${ok('outer')}]`,
    ['bad: rescued x', 'inner: ok', 'outer: ok'],
    0,
  ],
  [
    'an ignored failure starts no rescue',
    `- block: [{name: soft, fail: {msg: x}, ignore_errors: true}, ${ok('next')}]\n  rescue: [${ok('rescue')}]`,
    ['soft: ignored x', 'next: ok'],
    0,
  ],
  [
    'end_play inside a block ends the play without always',
    `- block: [{meta: end_play}, ${ok('left')}]\n  always: [${ok('always')}]\n- ${ok('after')}`,
    [],
    0,
  ],
  [
    'end_play inside a rescue ends the run as failed',
    `- block: [${fail('x')}]\n  rescue: [{meta: end_play}]\n  always: [${ok('always')}]\n- ${ok('after')}`,
    ['x: rescued x'],
    2,
  ],
];

for (const [name, tasks, lines, code] of table) {
  test(name, async () => {
    const run = await rehearse(tasks);
    assert.deepEqual(run.lines, lines);
    assert.equal(run.code, code);
  });
}

test('a rescue sees which task failed and how', async () => {
  const lines = await linesOf(`
- block: [{name: bad, fail: {msg: x}}]
  rescue:
    - {name: r, debug: {msg: "{{ ansible_failed_task.name }} {{ ansible_failed_task.action }} {{ ansible_failed_result.msg }}"}}
`);
  assert.equal(lines[1], 'r: ok bad fail x');
});

test('the recap counts as Ansible counts', async () => {
  const { recap } = await rehearse(`
- {name: ok, debug: {msg: x}}
- {name: changed, debug: {msg: x}, changed_when: true}
- {name: skipped, debug: {msg: x}, when: false}
- {name: ignored, debug: {msg: x}, failed_when: true, changed_when: true, ignore_errors: true}
- block: [{name: rescued, fail: {msg: x}}]
  rescue: [{name: r, debug: {msg: x}}]
- {name: failed, fail: {msg: x}}
`);
  const { ok: good, changed, skipped, ignored, rescued, failed } = recap!;
  assert.deepEqual(
    { good, changed, skipped, ignored, rescued, failed },
    { good: 4, changed: 2, skipped: 1, ignored: 1, rescued: 1, failed: 1 },
  );
});

test('a rescue can ask for the arguments of the task that failed', async () => {
  const lines = await linesOf(`
- block:
    - {name: bad, fail: {msg: "no {{ what }}"}, vars: {what: luck}}
  rescue:
    - {name: look, debug: {msg: "{{ ansible_failed_task.name }}: {{ ansible_failed_task.args.msg }}"}}
`);
  assert.deepEqual(lines, ['bad: rescued no luck', 'look: ok bad: no luck']);
});
