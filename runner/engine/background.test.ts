import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSandbox } from '../sandbox/sandbox.ts';
import { linesOf, outcomeOf, rehearse } from './testing.ts';

test('poll: 0 leaves a task in the background, and async_status waits for it', async () => {
  const run = await rehearse(`
- {name: start, shell: "sleep 0.4; echo done", async: 10, poll: 0, register: job}
- {name: at once, debug: {msg: "{{ job is changed }} {{ job.started }} {{ job.finished }}"}}
- {name: wait, async_status: {jid: "{{ job.ansible_job_id }}"}, register: found, until: found is finished, retries: 20, delay: 0.1}
- {name: look, debug: {msg: "{{ found.stdout }} {{ found.rc }} {{ found.finished }}"}}
- {name: forget, async_status: {jid: "{{ job.ansible_job_id }}", mode: cleanup}}
- {name: gone, async_status: {jid: "{{ job.ansible_job_id }}"}, ignore_errors: true}
`);
  assert.deepEqual(run.lines, [
    'start: changed',
    'at once: ok True 1 0',
    'wait: changed',
    'look: ok done 0 1',
    'forget: ok',
    'gone: ignored could not find job',
  ]);
  assert.equal('results_file' in outcomeOf(run, 'start').result, false);
});

test('jobs of a loop run side by side', async () => {
  const started = performance.now();
  const lines = await linesOf(`
- {name: start, command: "sleep 0.5", loop: [1, 2, 3, 4], async: 10, poll: 0, register: jobs}
- {name: wait, async_status: {jid: "{{ item.ansible_job_id }}"}, loop: "{{ jobs.results }}", register: found, until: found is finished, retries: 20, delay: 0.1}
`);
  assert.equal(lines.length, 2);
  assert.ok(performance.now() - started < 1900, 'one after the other they take two seconds');
});

test('with a poll the task waits, and its result is as if it had run in front', async () => {
  const lines = await linesOf(`
- {name: fine, shell: echo x, async: 10, poll: 1, register: r}
- {name: look, debug: {msg: "{{ r.stdout }} {{ r.finished }}"}}
- {name: bad, command: "false", async: 10, poll: 1, register: r, ignore_errors: true}
- {name: look, debug: {msg: "{{ r.rc }} {{ r is failed }}"}}
`);
  assert.deepEqual(lines, ['fine: changed', 'look: ok x 1', 'bad: ignored non-zero return code', 'look: ok 1 True']);
});

test('a job that takes longer than async allows fails', async () => {
  const lines = await linesOf('- {name: slow, command: sleep 20, async: 1, poll: 1}\n');
  assert.deepEqual(lines, ['slow: failed async task did not complete within the requested time - 1s']);
});

test('what still runs when the run ends is ended with it, and named', async () => {
  const started = performance.now();
  const { events } = await rehearse('- {name: left alone, command: sleep 20, async: 60, poll: 0}\n');
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  assert.deepEqual(warnings, [
    '"left alone" was still at work in the background when the run ended, and was ended with it',
  ]);
  assert.ok(performance.now() - started < 10_000);
});

test('modules that need the variables of the task do not run in the background', async () => {
  const lines = await linesOf('- {name: t, debug: {msg: x}, async: 5, poll: 0}\n');
  assert.match(lines[0]!, /^t: failed debug cannot run in the background/);
});

test('under --check a job is rehearsed at once, and async_status finds it', async () => {
  const lines = await linesOf(
    `
- {name: start, uri: {url: "http://127.0.0.1:9/"}, async: 5, poll: 0, register: job}
- {name: status, async_status: {jid: "{{ job.ansible_job_id }}"}, register: found}
- {name: look, debug: {msg: "{{ found.finished }}"}}
`,
    { check: true },
  );
  assert.equal(lines.at(-1), 'look: ok 1');
});

test('what a job took for steps shows where it is waited for, and under --check only there', async () => {
  const tasks = `
- {name: begin, cloudwatchlogs_log_group: {log_group_name: g, region: eu-west-1}, async: 10, poll: 0, register: job, changed_when: false}
- {name: end, async_status: {jid: "{{ job.ansible_job_id }}"}, register: found, until: found is finished, retries: 20, delay: 0.1}
- {name: front, cloudwatchlogs_log_group: {log_group_name: h, region: eu-west-1}, async: 10, poll: 1}
`;
  for (const check of [true, false]) {
    const run = await rehearse(tasks, { check, sandbox: createSandbox() });
    const told = ['begin', 'end', 'front'].map((name) => {
      const { status, steps, result } = outcomeOf(run, name);
      return [name, status, steps ?? [], Object.keys(result).some((key) => key.startsWith('_ansible'))];
    });
    assert.deepEqual(told, [
      ['begin', 'ok', [], false],
      ['end', 'changed', ['create log group g'], false],
      ['front', 'changed', ['create log group h'], false],
    ]);
  }
});
