import assert from 'node:assert/strict';
import { test } from 'node:test';
import { list } from '../play.ts';
import { linesOf, outcomeOf, rehearse } from './testing.ts';

const three = `
- {name: a, debug: {msg: ''}}
- {name: b, debug: {msg: ''}}
- {name: c, debug: {msg: ''}}
`;

test('--start-at-task leaves out everything before the task', async () => {
  assert.deepEqual(await linesOf(three, { startAtTask: 'b' }), ['b: ok', 'c: ok']);
});

test('--start-at-task with a name no task has touches nothing', async () => {
  const { code, lines } = await rehearse(three, { startAtTask: 'nope' });
  assert.deepEqual({ code, lines }, { code: 4, lines: [] });
});

test('--step asks before each task until told to continue', async () => {
  const asked: string[] = [];
  const answers = ['no', 'yes', 'continue'] as const;
  const lines = await linesOf(`${three}- {name: d, debug: {msg: ''}}\n`, {
    step: async ({ name }) => answers[asked.push(name) - 1] ?? 'no',
  });
  assert.deepEqual(asked, ['a', 'b', 'c']);
  assert.deepEqual(lines, ['b: ok', 'c: ok', 'd: ok']);
});

test('an interrupt lets the running task end, starts nothing more and lists the rest', async () => {
  const interrupt = new AbortController();
  const names: string[] = [];
  const { code, recap } = await rehearse(three, {
    signal: interrupt.signal,
    reporter: (event) => {
      if (event.type === 'task_started' && event.task.name === 'b') interrupt.abort();
      if (event.type === 'task_done') names.push(event.task.name);
    },
  });
  assert.equal(code, 130);
  assert.deepEqual(names, ['a', 'b']);
  assert.equal(recap?.interrupted, true);
  assert.deepEqual(recap?.notRun, ['c']);
});

test('a failed play keeps later plays from starting; end_play does not', async () => {
  const play = (task: string) => `- hosts: localhost\n  gather_facts: false\n  tasks: [${task}]\n`;
  const after = play("{name: after, debug: {msg: ''}}");
  assert.deepEqual(await linesOf(play('{name: bad, fail: {msg: x}}') + after), ['bad: failed x']);
  assert.deepEqual(await linesOf(play('{meta: end_play}') + after), ['after: ok']);
});

test('plays for other hosts are refused before anything is touched', async () => {
  const { code, diagnostics } = await rehearse('- hosts: web\n  tasks: [{debug: {msg: x}}]\n');
  assert.equal(code, 4);
  assert.equal(diagnostics[0]?.code, 'host-unknown');
});

test('a task delegated to another host fails and says so', async () => {
  const [line] = await linesOf('- {name: t, debug: {msg: x}, delegate_to: "{{ \'web\' }}"}');
  assert.match(line!, /^t: failed a task cannot be delegated to "web"/);
});

test('delegate_facts gives facts to the name the task is delegated to', async () => {
  const tasks = ['localhost', '127.0.0.1'].map(
    (name, index) => `- {name: t, set_fact: {f${index}: 1}, delegate_to: ${name}, delegate_facts: true}`,
  );
  const seen = `- {name: seen, debug: {msg: "{{ f0 | default('none') }} {{ f1 | default('none') }}"}}`;
  assert.deepEqual(await linesOf([...tasks, seen].join('\n')), ['t: ok', 't: ok', 'seen: ok 1 none']);
});

test('become is taken with one warning', async () => {
  const { events } = await rehearse(`
- hosts: localhost
  gather_facts: false
  become: true
  tasks: [{debug: {msg: x}}, {debug: {msg: x}}]
`);
  assert.equal(events.filter(({ type }) => type === 'warning').length, 1);
});

test('facts about the machine are there unless the play says no', async () => {
  const lines = await linesOf(`
- hosts: localhost
  tasks: [{name: t, debug: {msg: "{{ ansible_facts.date_time.year == ansible_date_time.year }} {{ ansible_env.HOME is defined }}"}}]
`);
  assert.deepEqual(lines, ['Gathering Facts: ok', 't: ok True True']);
});

test('a task that takes longer than its timeout fails', async () => {
  const run = await rehearse('- {name: t, command: sleep 5, timeout: 1}');
  assert.match(String(outcomeOf(run, 't').result['msg']), /timeout of 1 s/);
});

test('environment reaches commands, the innermost value wins, and values are text as Python spells it', async () => {
  const lines = await linesOf(`
- hosts: localhost
  gather_facts: false
  environment: {A: play, B: true}
  tasks:
    - {name: t, shell: echo $A $B $C, environment: {A: task, C: 1}, register: r}
    - {name: say, debug: {msg: "{{ r.stdout }}"}}
`);
  assert.equal(lines[1], 'say: ok task True 1');
});

test('vars_prompt asks for what -e does not give', async () => {
  const playbook = `
- hosts: localhost
  gather_facts: false
  vars_prompt:
    - {name: who, prompt: Who, private: false}
    - {name: given}
  tasks: [{name: t, debug: {msg: "{{ who }} {{ given }}"}}]
`;
  const prompt = async (question: string) => (question === 'Who: ' ? 'me' : '?');
  assert.deepEqual(await linesOf(playbook, { prompt, extraVars: ['given=1'] }), ['t: ok me 1']);
  const { diagnostics, code } = await rehearse(playbook, { extraVars: ['given=1'] });
  assert.equal(diagnostics[0]?.message, 'nobody is there to answer for the variable "who"');
  assert.equal(code, 4);
});

test('changed_when and failed_when judge the result', async () => {
  const lines = await linesOf(`
- {name: quiet, command: echo x, changed_when: false}
- {name: forgiven, command: "false", failed_when: false, register: r}
- {name: look, debug: {msg: "{{ r.failed_when_result }} {{ r.failed }} {{ r.rc }}"}}
- {name: wrong, command: echo ERROR, register: r, failed_when: "'ERROR' in r.stdout"}
`);
  assert.deepEqual(lines, [
    'quiet: ok',
    'forgiven: changed non-zero return code',
    'look: ok False False 1',
    'wrong: failed',
  ]);
});

test('a parameter that turns out wrong when rendered fails its task with the parameter and its place', async () => {
  const run = await rehearse('- {name: set, set_fact: {n: many}}\n- {name: t, pause: {seconds: "{{ n }}"}}');
  const { error } = outcomeOf(run, 't');
  assert.match(error!.message, /seconds/);
  assert.equal(error!.place?.line, 5);
});

test('tasks are listed with their role and tags, as far as they are known before the run', async () => {
  const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
  const dir = mkdtempSync(`${(await import('node:os')).tmpdir()}/play-test-`);
  try {
    writeFileSync(
      `${dir}/p.yml`,
      '- hosts: localhost\n  tags: p\n  tasks:\n    - {name: a, debug: {msg: x}, tags: [z, b]}\n    - meta: noop\n    - {name: n, debug: {msg: x}, tags: never}\n',
    );
    const { plays } = await list({ playbook: 'p.yml', cwd: dir });
    assert.deepEqual(plays, [
      { name: 'localhost', hosts: 'localhost', tags: ['p'], tasks: [{ name: 'a', tags: ['b', 'p', 'z'] }] },
    ]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
