import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { graphs } from '../../play.ts';
import { type Files, linesOf, type Rehearsal, rehearse } from '../testing.ts';
import { type Edge, reasonText } from './reasons.ts';

/** A play of blocks under `strategy: graph`, by their names; `-` before a text of YAML tasks. */
function play(blocks: Readonly<Record<string, string>>, more = ''): string {
  const tasks = Object.entries(blocks).map(
    ([name, text]) => `    - name: ${name}\n      block:\n${text.trim().replace(/^(?=.)/gm, '        ')}\n`,
  );
  return `- hosts: localhost\n  gather_facts: false\n  strategy: graph\n${more}  tasks:\n${tasks.join('')}`;
}

/** Takes its time: others get on meanwhile. */
const slow = (name: string, rounds = 3) =>
  `- name: ${name}\n  debug: {}\n  register: own\n  until: own.attempts > ${rounds}\n  retries: 9\n  delay: 0.005\n`;

const sorted = async (files: Files, options = {}) => [...(await linesOf(files, options))].sort();
const names = ({ lines }: Rehearsal) => lines.map((line) => line.split(':')[0]);

test('what does not need the other runs at the same time, what does waits', async () => {
  const run = await rehearse(
    play({
      a: `${slow('slow')}- name: set\n  set_fact: {x: 1}`,
      b: '- name: quick\n  debug: {}',
      c: '- name: reader\n  debug: {msg: "{{ x }}"}',
    }),
  );
  assert.deepEqual(names(run), ['quick', 'slow', 'set', 'reader']);
  assert.equal(run.code, 0);
});

test('a unit sees what units before it have set and nothing of those after it', async () => {
  const lines = await linesOf(
    play({
      first: '- name: early\n  set_fact: {x: first}',
      reader: `${slow('slow')}- name: reads\n  debug: {msg: "{{ x }}"}`,
      last: '- name: late\n  set_fact: {x: last}',
      after: '- name: then\n  debug: {msg: "{{ x }}"}',
    }),
  );
  assert.deepEqual(lines, ['early: ok', 'late: ok', 'then: ok last', 'slow: ok Hello world!', 'reads: ok first']);
});

const failing = {
  a: '- name: breaks\n  fail: {msg: no}\n- name: sets\n  set_fact: {x: 1}',
  b: '- name: depends\n  debug: {msg: "{{ x }}"}\n  register: y',
  c: '- name: depends too\n  debug: {msg: "{{ y }}"}',
  d: `${slow('free')}- name: freely\n  debug: {}`,
};

test('a failure lets the rest go on, starts nothing that needs it, and says what was not run', async () => {
  const run = await rehearse(play(failing));
  assert.deepEqual(names(run), ['breaks', 'free', 'freely']);
  assert.equal(run.code, 2);
  const [graph] = run.recap!.graphs!;
  assert.deepEqual(
    graph!.units.map(({ title, blockedBy }) => [title, blockedBy]),
    [
      ['a', undefined],
      ['b', 'a'],
      ['c', 'a'],
      ['d', undefined],
    ],
  );
});

test('under any_errors_fatal nothing more starts after a failure', async () => {
  const run = await rehearse(play(failing, '  any_errors_fatal: true\n'), { forks: 1 });
  assert.deepEqual(names(run), ['breaks']);
});

test('after a failure no later section runs', async () => {
  const run = await rehearse(`${play(failing)}  post_tasks:\n    - name: later\n      debug: {}\n`);
  assert.ok(!names(run).includes('later'));
});

const notifying = {
  a: `${slow('slow')}- name: changes\n  debug: {}\n  changed_when: true\n  notify: second\n- name: sets\n  set_fact: {x: 1}`,
  b: '- name: changes, too\n  debug: {}\n  changed_when: true\n  notify: first',
};
const handlers = '  handlers:\n    - {name: first, debug: {msg: "{{ x }}"}}\n    - {name: second, debug: {msg: two}}\n';

test('handlers run when all units of the section have ended, in the order they are defined', async () => {
  const run = await rehearse(`${play(notifying)}${handlers}  post_tasks:\n    - name: later\n      debug: {}\n`);
  assert.deepEqual(run.lines.slice(-3), ['first: ok 1', 'second: ok two', 'later: ok Hello world!']);
});

test('after a failure handlers run only when they are forced to', async () => {
  const blocks = { ...notifying, c: '- name: breaks\n  fail: {msg: no}' };
  const plain = await rehearse(play(blocks) + handlers);
  assert.ok(!names(plain).includes('first'));
  const forced = await rehearse(play(blocks) + handlers, { forceHandlers: true });
  assert.deepEqual(forced.lines.slice(-2), ['first: ok 1', 'second: ok two']);
  assert.equal(forced.code, 2);
});

test('what flushes handlers waits for all before it, and all after it wait', async () => {
  const run = await rehearse(
    play({ ...notifying, c: '- meta: flush_handlers\n- name: flushed\n  debug: {}', d: '- name: after\n  debug: {}' }) +
      handlers,
  );
  assert.deepEqual(names(run).slice(-4), ['first', 'second', 'flushed', 'after']);
});

test('meta: end_play ends it when all before has ended', async () => {
  const run = await rehearse(
    play({ a: slow('slow'), b: '- meta: end_play', c: '- name: never\n  debug: {}' }) +
      '  post_tasks:\n    - name: never too\n      debug: {}\n',
  );
  assert.deepEqual(names(run), ['slow']);
  assert.equal(run.code, 0);
});

test('a play that a rescue ends has failed, in a unit as in line', async () => {
  const ended = {
    a: '- name: before\n  debug: {}',
    b: '- block: [{name: breaks, fail: {msg: no}}]\n  rescue: [{meta: end_play}]',
    c: '- name: never\n  debug: {}',
  };
  for (const options of [{}, { serial: true }]) {
    const run = await rehearse(play(ended), options);
    assert.deepEqual([names(run), run.code], [['before', 'breaks'], 2]);
  }
});

test('--serial and one fork give the order of the playbook', async () => {
  const blocks = { a: slow('slow'), b: '- name: quick\n  debug: {}', c: '- name: last\n  debug: {}' };
  for (const options of [{ serial: true }, { forks: 1 }])
    assert.deepEqual(names(await rehearse(play(blocks), options)), ['slow', 'quick', 'last']);
});

test('no more units run at once than there are forks', async () => {
  const run = await rehearse(
    play({ a: slow('a1', 6), b: slow('b1', 3), c: '- name: c1\n  debug: {}', d: '- name: d1\n  debug: {}' }),
    { forks: 2 },
  );
  assert.deepEqual(names(run), ['b1', 'c1', 'd1', 'a1']);
});

const tagged = {
  a: `${slow('slow')}- name: sets\n  set_fact: {x: 1}\n  tags: a`,
  b: '- name: reads\n  debug: {msg: "{{ x }}"}\n  tags: b',
  c: '- name: free\n  debug: {}\n  tags: b',
};

test('with --tags what is left out but needed is read, in its place', async () => {
  assert.deepEqual(await sorted(play(tagged), { tags: ['b'] }), ['free: ok Hello world!', 'reads: ok 1', 'sets: read']);
});

test('--start-at-task begins at that task of the playbook, and what comes after it runs side by side', async () => {
  const blocks = {
    a: slow('slow'),
    b: '- name: skipped\n  debug: {}\n- name: here\n  debug: {}',
    c: slow('c1'),
    d: '- name: d1\n  debug: {}',
  };
  const run = await rehearse(play(blocks), { startAtTask: 'here' });
  assert.deepEqual(names(run), ['here', 'd1', 'c1']);
});

test('--step asks in the order of the playbook until the answer is to continue', async () => {
  const asked: string[] = [];
  const blocks = {
    a: slow('slow'),
    b: '- name: second\n  debug: {}',
    c: slow('third'),
    d: '- name: fourth\n  debug: {}',
  };
  const run = await rehearse(play(blocks), {
    step: async ({ name }) => {
      asked.push(name);
      return name === 'second' ? 'continue' : 'yes';
    },
  });
  assert.deepEqual(asked, ['slow', 'second']);
  assert.deepEqual(names(run), ['slow', 'second', 'fourth', 'third']);
});

test('a pause holds up all that comes after it', async () => {
  const run = await rehearse(play({ a: slow('slow'), b: '- pause: {seconds: 0}', c: '- name: after\n  debug: {}' }));
  assert.deepEqual(names(run), ['slow', 'pause', 'after']);
});

test('an interrupt lets running tasks finish and tells what was left, in the order of the playbook', async () => {
  const stop = new AbortController();
  const run = await rehearse(
    play({
      a: '- name: runs\n  command: sleep 0.2\n- name: left over\n  debug: {}',
      b: `${slow('waits', 30)}- name: left, too\n  debug: {}`,
      c: '- name: stops\n  debug: {}',
      d: '- name: never\n  debug: {}',
    }),
    {
      signal: stop.signal,
      forks: 3,
      reporter: (event) => {
        if (event.type === 'task_done' && event.task.name === 'stops') stop.abort();
      },
    },
  );
  assert.equal(run.code, 130);
  assert.deepEqual(run.recap?.notRun, ['left over', 'left, too', 'never']);
});

test('what the play says of its tasks holds in every unit: environment, no_log, module_defaults, vars', async () => {
  const more = '  environment: {WHO: "{{ who }}"}\n  vars: {who: me}\n  module_defaults: {debug: {msg: by default}}\n';
  const blocks = {
    a: '- name: a\n  command: printenv WHO\n  register: out',
    b: '- name: b\n  debug: {}',
    c: '- name: c\n  debug: {msg: "{{ out.stdout }}"}',
  };
  assert.deepEqual(await sorted(play(blocks, more)), ['a: changed', 'b: ok by default', 'c: ok me']);
  assert.deepEqual(await sorted(play(blocks, `${more}  no_log: true\n`)), [
    'a: changed censored',
    'b: ok censored',
    'c: ok censored',
  ]);
});

test('a role that several depend on runs once, before them', async () => {
  const role = (name: string, dependencies = '') => ({
    [`roles/${name}/tasks/main.yml`]: `${slow(`in ${name}`, name === 'common' ? 4 : 1)}`,
    ...(dependencies && { [`roles/${name}/meta/main.yml`]: `dependencies: [${dependencies}]\n` }),
  });
  const run = await rehearse({
    'playbook.yml': '- hosts: localhost\n  gather_facts: false\n  strategy: graph\n  roles: [a, b]\n',
    ...role('common'),
    ...role('a', 'common'),
    ...role('b', 'common'),
  });
  assert.deepEqual(names(run), ['common ', 'a ', 'b ']);
});

test('the recap knows the critical path and what waited for what', async () => {
  const run = await rehearse(
    play({
      long: `${slow('l1', 8)}- name: sets\n  set_fact: {x: 1}`,
      short: '- name: s1\n  set_fact: {y: 1}',
      both: '- name: reads\n  debug: {msg: "{{ x }} {{ y }}"}',
    }),
  );
  const [graph] = run.recap!.graphs!;
  assert.deepEqual(graph!.criticalPath, ['long', 'both']);
  assert.deepEqual(
    graph!.units.map(({ waitedFor }) => waitedFor),
    [undefined, undefined, 'long'],
  );
});

test('any_errors_fatal on a task or a block is enough, and a rescue takes it', async () => {
  const last = { z: '- name: last\n  debug: {}' };
  const fatal = '- name: breaks\n  fail: {msg: broken}\n  any_errors_fatal: true';
  assert.deepEqual(names(await rehearse(play({ a: fatal, ...last }), { forks: 1 })), ['breaks']);
  const rescued = `- block:\n${fatal.replace(/^/gm, '    ')}\n  rescue:\n    - name: rescues\n      debug: {}`;
  assert.deepEqual(names(await rehearse(play({ a: rescued, ...last }), { forks: 1 })), ['breaks', 'rescues', 'last']);
});

/** What an include brings, and what its unit then is. */
const includes: readonly (readonly [string, RegExp | undefined])[] = [
  ['include_tasks: set.yml', undefined],
  ['include_tasks: "{{ file }}"', undefined],
  ['include_tasks: "{{ named }}.yml"', /includes only the run knows/],
  ['include_tasks: "{{ item }}"\n      loop: [set.yml]', /includes only the run knows/],
  ['include_role: {name: plain}', undefined],
  ['include_role: {name: handling}', /adds handlers to the play/],
  ['include_role: {name: importing}', /makes a role's variables public/],
  ['include_role: {name: plain, public: true}', /makes a role's variables public/],
];

test('an include is looked into where it can be; what concerns the play, or cannot be seen, all wait for', async () => {
  for (const [text, barrier] of includes) {
    const run = await graphsOf({
      'playbook.yml': `
- hosts: localhost
  gather_facts: false
  strategy: graph
  vars: {file: set.yml, named: set}
  tasks:
    - block:
        - set_fact: {named: set}
    - name: brings
      ${text}
    - block:
        - debug: {msg: hi}
`,
      'set.yml': '- set_fact: {x: 1}\n',
      'roles/plain/tasks/main.yml': '- ping:\n',
      'roles/handling/tasks/main.yml': '- ping:\n',
      'roles/handling/handlers/main.yml': '- {name: h, ping: }\n',
      'roles/importing/tasks/main.yml': '- import_role: {name: plain}\n',
    });
    const waits = run.filter(({ to }) => to === 2).flatMap(({ reasons }) => reasons.map(reasonText));
    if (barrier) assert.match(waits.join(), barrier, text);
    else assert.deepEqual(waits, [], text);
  }
});

/** The edges of a playbook's first section. */
async function graphsOf(files: Readonly<Record<string, string>>): Promise<readonly Edge[]> {
  const dir = mkdtempSync(join(tmpdir(), 'play-test-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), text);
    }
    const { plays, diagnostics } = await graphs({ playbook: 'playbook.yml', cwd: dir });
    assert.deepEqual(diagnostics, []);
    return plays![0]!.sections[0]!.edges;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
