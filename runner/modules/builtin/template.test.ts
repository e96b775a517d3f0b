import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createScope } from '../../template/scope.ts';
import { Template } from '../../template/template.ts';
import { Unknown, unknown } from '../../template/values.ts';
import type { ActionContext } from '../module.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { template } from './template.ts';

function workshop(t: TestContext, overrides: Partial<ActionContext> = {}) {
  const playbookDir = temporaryFolder(t);
  const host = {
    environment: {},
    playbookDir,
    check: false,
    findFile: (_: string, name: string) => join(playbookDir, name),
    readFile: (path: string) => readFileSync(path, 'utf8'),
    hide: () => {},
  };
  const context = actionContext({
    playbookDir,
    template(text, { file, vars = {}, ...blocks }) {
      const scope = createScope([{ name: 'world', items: [1, 2], later: unknown }, vars], host);
      const place = { file, line: 1, column: 1 };
      const rendered = new Template(text, { place, kind: 'file', ...blocks }).render(scope);
      return rendered instanceof Unknown ? rendered : String(rendered);
    },
    ...overrides,
  });
  const write = (text: string, name = 'in.j2') => writeFileSync(join(playbookDir, name), text);
  const read = (name: string, encoding: BufferEncoding = 'utf8') => readFileSync(join(playbookDir, name), encoding);
  return { playbookDir, context, write, read };
}

test('a template is rendered into a file once', async (t) => {
  const { playbookDir, context, write, read } = workshop(t);
  write('# {{ ansible_managed }}\n{% for i in items %}\n{{ i }}: {{ name }}\n{% endfor %}\n');
  const params = { src: 'in.j2', dest: 'out', mode: '0600' };
  const first = await runAction(template, params, context);
  assert.equal(read('out'), '# Ansible managed\n1: world\n2: world\n');
  assert.deepEqual([first['changed'], first['mode'], first['src']], [true, '0600', join(playbookDir, 'in.j2')]);
  const path = join(playbookDir, 'out');
  const nothing = { before: { path }, after: { path } };
  assert.deepEqual(await runAction(template, params, context), { ...first, changed: false, path, diff: nothing });
});

test('the options of the syntax are heeded', async (t) => {
  const { context, write, read } = workshop(t);
  const square = {
    variable_start_string: '[[',
    variable_end_string: ']]',
    block_start_string: '[%',
    block_end_string: '%]',
  };
  const cases: [text: string, options: Record<string, unknown>, out: string][] = [
    ['a\nb\n', { newline_sequence: '\r\n' }, 'a\r\nb\r\n'],
    ['a\nb', { newline_sequence: '\\r\\n' }, 'a\r\nb'],
    ['{% if true %}\nx\n{% endif %}\n', { trim_blocks: false }, '\nx\n'],
    ['  {% if true %}\nx\n  {% endif %}\n', { lstrip_blocks: true }, 'x\n'],
    ['{{ keep }} {% raw %} {# c #} [[ name ]] [% if true %]y[% endif %]', square, '{{ keep }} {% raw %}  world y'],
    ['[% raw %]{{ a }}[[ name ]][% endraw %][[ name ]]', square, '{{ a }}[[ name ]]world'],
    ["#jinja2: newline_sequence: '\\r\\n'\na\n{{ name }}\n", {}, 'a\r\nworld\r\n'],
    ["[[ 'a ]] b' ]] {{", square, 'a ]] b {{'],
    ['<< name >> {# gone #}', { variable_start_string: '<<', variable_end_string: '>>' }, 'world '],
    [
      "#jinja2: variable_start_string:'[[', variable_end_string:']]', trim_blocks: False\n[[ name ]]\n{% if true %}\n{% endif %}\n",
      {},
      'world\n\n',
    ],
    ['{{ template_path }}', {}, 'in.j2'],
  ];
  for (const [text, options, out] of cases) {
    write(text);
    const result = await runAction(template, { src: 'in.j2', dest: 'out', ...options }, context);
    assert.equal(result['failed'], undefined, String(result['msg']));
    assert.equal(read('out'), out, text);
  }
});

test('the file is written in the encoding asked for', async (t) => {
  const { context, write, read } = workshop(t);
  write('é');
  await runAction(template, { src: 'in.j2', dest: 'out', output_encoding: 'iso-8859-1' }, context);
  assert.equal(read('out', 'latin1'), 'é');
  const refused = await runAction(template, { src: 'in.j2', dest: 'out', output_encoding: 'klingon' }, context);
  assert.equal(refused['code'], 'encoding');
});

test('a folder takes the file under its own name', async (t) => {
  const { playbookDir, context, write, read } = workshop(t);
  write('x');
  mkdirSync(join(playbookDir, 'there'));
  await runAction(template, { src: 'in.j2', dest: 'there' }, context);
  await runAction(template, { src: 'in.j2', dest: 'new/' }, context);
  assert.deepEqual([read('there/in.j2'), read('new/in.j2')], ['x', 'x']);
});

test('check mode writes nothing, and values not known yet are no mistake', async (t) => {
  const { playbookDir, context, write } = workshop(t, { check: true, diff: true });
  write('{{ later }}');
  const open = await runAction(template, { src: 'in.j2', dest: 'out' }, context);
  assert.deepEqual([open['changed'], open['checksum']], [true, unknown]);
  write('{{ name }}');
  const known = await runAction(template, { src: 'in.j2', dest: 'out' }, context);
  assert.deepEqual([known['changed'], known['size']], [true, 5]);
  assert.match(String((known['diff'] as { prepared: string }).prepared), /^\+world$/m);
  assert.equal(existsSync(join(playbookDir, 'out')), false);
});

test('a mistake in a template has its place', async (t) => {
  const { playbookDir, context, write } = workshop(t);
  write('one\n{{ nothing }}');
  const wrong = await runAction(template, { src: 'in.j2', dest: 'out' }, context);
  assert.equal(wrong['code'], 'variable-undefined');
  assert.deepEqual(wrong['place'], { file: join(playbookDir, 'in.j2'), line: 2, column: 4, width: 7 });
  write("#jinja2: colour:'red'\n");
  assert.equal((await runAction(template, { src: 'in.j2', dest: 'out' }, context))['code'], 'template-setting');
});
