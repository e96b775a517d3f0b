import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedactor } from './redact.ts';
import { linesOf, outcomeOf, rehearse } from './testing.ts';

test('no_log hides results, failures and items, but not what is registered', async () => {
  const run = await rehearse(`
- {name: hidden, debug: {msg: "a-secret"}, no_log: true, register: r}
- {name: known, assert: {that: r.msg == 'a-secret'}}
- {name: loop, debug: {msg: "{{ item }}"}, loop: [a, b], no_log: true}
- {name: bad, fail: {msg: "a-secret"}, no_log: "{{ 1 == 1 }}"}
`);
  assert.deepEqual(run.lines, [
    'hidden: ok censored',
    'known: ok All assertions passed',
    'loop: ok censored',
    'bad: failed censored',
  ]);
  assert.deepEqual(outcomeOf(run, 'bad').result, {
    censored: "the output has been hidden due to the fact that 'no_log: true' was specified for this result",
    changed: false,
    failed: true,
  });
});

test('what a no_log task found out is hidden wherever it shows up later', async () => {
  const run = await rehearse(`
- {name: get, command: echo hunter22, no_log: true, register: password}
- {name: leak, debug: {msg: "password is {{ password.stdout }}"}}
- {name: error, fail: {msg: "{{ password.stdout }} is wrong"}}
`);
  assert.deepEqual(run.lines, [
    'get: changed censored',
    'leak: ok password is ********',
    'error: failed ******** is wrong',
  ]);
  assert.ok(!JSON.stringify(run.events).includes('hunter22'));
});

test('what the playbook itself spells out is no secret', async () => {
  const lines = await linesOf(`
- {name: quiet, set_fact: {mode: production}, no_log: true, when: false}
- {name: say, debug: {msg: production}}
`);
  assert.deepEqual(lines, ['quiet: skipped', 'say: ok production']);
});

test('AWS credentials of the environment never show', async () => {
  const run = await rehearse('- {name: say, debug: {msg: "key top/secret+key"}}', {
    environment: { ...process.env, AWS_SECRET_ACCESS_KEY: 'top/secret+key' },
  });
  assert.deepEqual(run.lines, ['say: ok key ********']);
});

test('the redactor replaces values in keys and values at any depth, and leaves the original alone', () => {
  const redactor = createRedactor();
  redactor.add({ a: ['s3cret', 42], b: 'pass/word' });
  const value = { 'k-s3cret': ['x s3cret y', { url: 'https://pass%2Fword@h' }], n: 42 };
  assert.deepEqual(redactor.redact(value), { 'k-********': ['x ******** y', { url: 'https://********@h' }], n: 42 });
  assert.equal(Object.keys(value)[0], 'k-s3cret');
});

test('short values and words that are everywhere are no secrets', () => {
  const redactor = createRedactor();
  redactor.add(['abc', 'true', 'default', '', null]);
  const value = { a: 'abc true default' };
  assert.equal(redactor.redact(value), value);
});
