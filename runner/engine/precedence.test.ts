import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, linesOf } from './testing.ts';

/** The ladder from its lowest rung: what defines `v`, each beating all before it. */
const rungs = [
  'role default',
  'group vars',
  'host vars',
  'play vars',
  'vars file',
  'role vars',
  'block vars',
  'task vars',
  'include_vars',
  'set_fact',
  'role param',
  'include param',
  'extra vars',
] as const;
type Rung = (typeof rungs)[number];

/** A playbook in which all rungs up to one define `v`, and a task deep inside says it. */
function ladder(top: Rung): Files {
  const upTo = (rung: Rung) => rungs.indexOf(rung) <= rungs.indexOf(top);
  const define = (rung: Rung, text: string) => (upTo(rung) ? text : '');
  return {
    'playbook.yml': `
- hosts: localhost
  gather_facts: false
  vars: {other: 1${define('play vars', ', v: play vars')}}
  vars_files: [file.yml]
  roles:
    - {role: r${define('role param', ', v: role param')}}
`,
    'file.yml': define('vars file', 'v: vars file\n') || 'unused: 1\n',
    'group_vars/all.yml': define('group vars', 'v: group vars\n') || 'unused: 1\n',
    'host_vars/localhost.yml': define('host vars', 'v: host vars\n') || 'unused: 1\n',
    'more.yml': 'v: include_vars\n',
    'roles/r/defaults/main.yml': 'v: role default\n',
    'roles/r/vars/main.yml': define('role vars', 'v: role vars\n') || 'unused: 1\n',
    'roles/r/tasks/main.yml': [
      define('include_vars', '- include_vars: ../../../more.yml\n'),
      define('set_fact', '- set_fact: {v: set_fact}\n'),
      `- vars: {unused: 1${define('block vars', ', v: block vars')}}\n`,
      '  block:\n',
      upTo('include param')
        ? '    - {include_tasks: say.yml, vars: {v: include param}}\n'
        : `    - {name: say, debug: {msg: "{{ v }}"}, vars: {unused: 1${define('task vars', ', v: task vars')}}}\n`,
    ].join(''),
    'roles/r/tasks/say.yml': '- {name: say, debug: {msg: "{{ v }}"}, vars: {v: task vars}}\n',
  };
}

for (const rung of rungs) {
  test(`${rung} win over everything below`, async () => {
    const lines = await linesOf(ladder(rung), rung === 'extra vars' ? { extraVars: ['v="extra vars"'] } : {});
    assert.equal(lines.at(-1), `r : say: ok ${rung}`);
  });
}

test('registered results and set_fact share a level, the last one wins', async () => {
  const lines = await linesOf(`
- {name: a, debug: {msg: m}, register: v}
- {name: b, debug: {msg: "{{ v.msg }}"}}
- {name: c, set_fact: {v: fact}}
- {name: d, debug: {msg: "{{ v }}"}, vars: {v: task}}
`);
  assert.deepEqual([lines[1], lines[3]], ['b: ok m', 'd: ok fact']);
});

test('variables are rendered when used, with the values of that moment', async () => {
  const lines = await linesOf(`
- hosts: localhost
  gather_facts: false
  vars: {greeting: "hi {{ who }}", who: a}
  tasks:
    - {name: first, debug: {msg: "{{ greeting }}"}}
    - {set_fact: {who: b}}
    - {name: second, debug: {msg: "{{ greeting }}"}}
`);
  assert.deepEqual([lines[0], lines[2]], ['first: ok hi a', 'second: ok hi b']);
});

test('variables that need each other are a circle that is named', async () => {
  const [line] = await linesOf(`
- {name: t, debug: {msg: "{{ a }}"}, vars: {a: "{{ b }}", b: "{{ a }}"}}
`);
  assert.match(line!, /a (->|→) b (->|→) a/);
});

test('results are data: a template in them is never rendered', async () => {
  const lines = await linesOf(`
- {name: a, debug: {msg: !unsafe "{{ 1 + 1 }}"}, register: r}
- {name: b, set_fact: {f: "{{ r.msg }}"}}
- {name: c, debug: {msg: "{{ f }}"}}
`);
  assert.equal(lines[2], 'c: ok {{ 1 + 1 }}');
});

test('facts and registered results stay for later plays, play vars do not', async () => {
  const lines = await linesOf(`
- hosts: localhost
  gather_facts: false
  vars: {pv: play}
  tasks: [{set_fact: {f: "{{ pv }}"}}]
- hosts: localhost
  gather_facts: false
  tasks: [{name: look, debug: {msg: "{{ f }} {{ pv is defined }}"}}]
`);
  assert.equal(lines.at(-1), 'look: ok play False');
});

test('an omitted parameter is as if it were not written', async () => {
  assert.deepEqual(await linesOf(`- {name: t, debug: {msg: "{{ omit }}"}}`), ['t: ok Hello world!']);
});

test('what include_vars loads is rendered when used, its registered result is data', async () => {
  const lines = await linesOf({
    'playbook.yml': `
- {name: load, include_vars: v.yml, register: r}
- {set_fact: {who: me}}
- {name: look, debug: {msg: "{{ greeting }} / {{ r.ansible_facts.greeting }}"}}
`,
    'vars/v.yml': 'greeting: "hi {{ who }}"\n',
  });
  assert.equal(lines.at(-1), 'look: ok hi me / hi {{ who }}');
});
