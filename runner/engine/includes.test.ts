import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, linesOf, rehearse } from './testing.ts';

test('an included file sees the vars of its include and its item; later tasks do not', async () => {
  const lines = await linesOf({
    'playbook.yml': `
- {name: inc, include_tasks: t.yml, vars: {v: "<{{ letter }}>"}, loop: [a, b], loop_control: {loop_var: letter}}
- {name: after, debug: {msg: "{{ v is defined }} {{ letter is defined }} {{ made }}"}}
`,
    't.yml': '- {name: in, debug: {msg: "{{ v }}"}}\n- {set_fact: {made: "{{ letter }}"}, name: set}\n',
  });
  assert.deepEqual(lines, ['inc: ok [ ]', 'in: ok <a>', 'set: ok', 'in: ok <b>', 'set: ok', 'after: ok False False b']);
});

test('a condition on an include is asked once, on an import for every task', async () => {
  const files: Files = {
    'playbook.yml': `
- {set_fact: {go: true}, name: set}
- {name: imp, import_tasks: t.yml, when: go}
- {set_fact: {go: true}, name: set}
- {name: inc, include_tasks: t.yml, when: go}
- {name: not again, include_tasks: t.yml, when: go}
`,
    't.yml': "- {name: flip, set_fact: {go: false}}\n- {name: two, debug: {msg: ''}}\n",
  };
  assert.deepEqual(await linesOf(files), [
    'set: ok',
    'flip: ok',
    'two: skipped',
    'set: ok',
    'inc: ok',
    'flip: ok',
    'two: ok',
    'not again: skipped',
  ]);
});

test('tags on an import reach its tasks, tags on an include only choose the include, apply reaches inside', async () => {
  const files: Files = {
    'playbook.yml': `
- {name: imp, import_tasks: t.yml, tags: x}
- {name: inc, include_tasks: t.yml, tags: x}
- {name: applied, include_tasks: {file: t.yml, apply: {tags: x}}, tags: x}
`,
    't.yml': "- {name: plain, debug: {msg: ''}}\n- {name: tagged, debug: {msg: ''}, tags: x}\n",
  };
  assert.deepEqual(await linesOf(files, { tags: ['x'] }), [
    'plain: ok',
    'tagged: ok',
    'inc: ok',
    'tagged: ok',
    'applied: ok',
    'plain: ok',
    'tagged: ok',
  ]);
});

test('variables of an included role stay inside unless it is public; its handlers are for the play', async () => {
  const lines = await linesOf({
    'playbook.yml': `
- {name: inc, include_role: {name: r}}
- {name: hidden, debug: {msg: "{{ rv is defined }}"}}
- {name: public, include_role: {name: r, public: true}}
- {name: seen, debug: {msg: "{{ rv }}"}}
`,
    'roles/r/tasks/main.yml': "- {name: in, debug: {msg: '{{ rv }}'}, changed_when: true, notify: h}\n",
    'roles/r/vars/main.yml': 'rv: role\n',
    'roles/r/handlers/main.yml': '- {name: h, debug: {msg: "{{ role_name }}"}}\n',
  });
  assert.deepEqual(lines, [
    'inc: ok',
    'r : in: changed role',
    'hidden: ok false',
    'public: ok',
    'r : in: changed role',
    'seen: ok role',
    'r : h: ok r',
  ]);
});

test('an include of a file that is not there fails as a task', async () => {
  const run = await rehearse(
    '- {name: inc, include_tasks: "{{ \'no\' }}.yml", ignore_errors: true}\n- {name: next, debug: {msg: x}}',
  );
  assert.match(run.lines[0]!, /^inc: ignored no file "no.yml"/);
  assert.equal(run.lines[1], 'next: ok x');
});

test('include_tasks counts once per file, include_role not at all', async () => {
  const { recap } = await rehearse({
    'playbook.yml':
      '- {include_tasks: t.yml, loop: [1, 2]}\n- {include_role: {name: r}}\n- {include_tasks: t.yml, when: false}\n',
    't.yml': '- {debug: {msg: x}}\n',
    'roles/r/tasks/main.yml': '- {debug: {msg: x}}\n',
  });
  assert.equal(recap?.ok, 5);
  assert.equal(recap?.skipped, 1);
});

test('end_role ends the role it stands in and nothing else', async () => {
  const lines = await linesOf({
    'playbook.yml': "- {include_role: {name: r}, name: inc}\n- {name: after, debug: {msg: ''}}\n",
    'roles/r/tasks/main.yml': "- {name: one, debug: {msg: ''}}\n- meta: end_role\n- {name: two, debug: {msg: ''}}\n",
  });
  assert.deepEqual(lines, ['inc: ok', 'r : one: ok', 'after: ok']);
});

test('arguments of a role are checked as a task before its own', async () => {
  const files: Files = {
    'playbook.yml': `
- {name: set, set_fact: {wrong: many}}
- block: [{name: inc, include_role: {name: r}, vars: {port: "{{ wrong }}"}}]
  rescue: [{name: rescued, debug: {msg: ''}}]
- {name: inc, include_role: {name: r}, vars: {port: '5'}}
`,
    'roles/r/tasks/main.yml': "- {name: in, debug: {msg: ''}}\n",
    'roles/r/meta/argument_specs.yml': 'argument_specs: {main: {options: {port: {type: int, required: true}}}}\n',
  };
  const lines = await linesOf(files);
  assert.match(lines[2]!, /^r : Validating arguments against arg spec 'main': rescued role "r": .*port/);
  assert.deepEqual(lines.slice(3), [
    'rescued: ok',
    'inc: ok',
    "r : Validating arguments against arg spec 'main': ok The arg spec validation passed",
    'r : in: ok',
  ]);
});

test('include is as good as import_tasks or include_tasks, and what stands beside the name are variables', async () => {
  const lines = await linesOf({
    'playbook.yml': `
- include: more.yml who=me
- include: more.yml
  vars: {who: "{{ item }}"}
  loop: [you]
- include: "{{ file }}.yml"
  vars: {file: more, who: them}
`,
    'more.yml': '- {name: t, debug: {msg: "{{ who }}"}}\n',
  });
  assert.deepEqual(lines, ['t: ok me', 'include_tasks: ok []', 't: ok you', 'include_tasks: ok', 't: ok them']);
});

test('a role finds what it includes in its tasks/ first, what it imports beside the file', async () => {
  const said = (text: string) => `- {name: t, debug: {msg: ${text}}}\n`;
  const lines = await linesOf({
    'playbook.yml': '- import_role: {name: r}\n',
    'roles/r/tasks/main.yml': '- import_tasks: sub/deep.yml\n',
    'roles/r/tasks/sub/deep.yml':
      '- {name: i, include_tasks: other.yml}\n- import_tasks: other.yml\n- {name: o, include_tasks: only.yml}\n',
    'roles/r/tasks/sub/other.yml': said('beside'),
    'roles/r/tasks/sub/only.yml': said('only'),
    'roles/r/tasks/other.yml': said('top'),
  });
  assert.deepEqual(lines, ['r : i: ok', 'r : t: ok top', 'r : t: ok beside', 'r : o: ok', 'r : t: ok only']);
});
