import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { blockinfile } from './blockinfile.ts';
import { lineinfile } from './lineinfile.ts';
import { replace } from './replace.ts';

type Params = Readonly<Record<string, unknown>>;

test('lineinfile replaces, adds or removes', async (t) => {
  const context = actionContext({ playbookDir: temporaryFolder(t) });
  const cases: [before: string, params: Params, after: string, msg: string][] = [
    ['one\ntwo', { line: 'three' }, 'one\ntwo\nthree\n', 'line added'],
    ['one\ntwo\n', { line: 'one' }, 'one\ntwo\n', ''],
    ['', { line: 'one' }, 'one\n', 'line added'],
    ['a=1\nb=2\na=3\n', { regexp: '^a=', line: 'a=4' }, 'a=1\nb=2\na=4\n', 'line replaced'],
    ['a=1\nb=2\na=3\n', { regexp: '^a=', line: 'a=4', firstmatch: true }, 'a=4\nb=2\na=3\n', 'line replaced'],
    ['port = 1\n', { regexp: '^(port\\s*=).*', line: '\\1 2', backrefs: true }, 'port = 2\n', 'line replaced'],
    ['x\n', { regexp: '^(?P<n>\\d+)', line: '\\g<n>!', backrefs: true }, 'x\n', ''],
    ['[a]\nx\n[b]\n', { line: 'new', insertafter: '^\\[a\\]' }, '[a]\nnew\nx\n[b]\n', 'line added'],
    ['k\nk\n', { line: 'new', insertbefore: '^k' }, 'k\nnew\nk\n', 'line added'],
    ['k\nk\n', { line: 'new', insertbefore: '^k', firstmatch: true }, 'new\nk\nk\n', 'line added'],
    ['k\n', { line: 'new', insertbefore: 'BOF' }, 'new\nk\n', 'line added'],
    ['k\n', { line: 'new', insertafter: 'none' }, 'k\nnew\n', 'line added'],
    ['a.c\nabc\n', { search_string: 'a.c', line: 'x' }, 'x\nabc\n', 'line replaced'],
    ['A\n', { regexp: '(?i)^a$', line: 'b' }, 'b\n', 'line replaced'],
    ['a\nb\na\n', { line: 'a', state: 'absent' }, 'b\n', '2 line(s) removed'],
    ['a\nb\n', { regexp: 'z', state: 'absent' }, 'a\nb\n', ''],
  ];
  for (const [before, params, after, msg] of cases) {
    const path = join(context.playbookDir, 'f');
    writeFileSync(path, before);
    const result = await runAction(lineinfile, { path: 'f', ...params }, context);
    assert.deepEqual([readFileSync(path, 'utf8'), result['msg']], [after, msg], JSON.stringify(params));
    assert.deepEqual([result['changed'], result['backup']], [before !== after, '']);
    const again = await runAction(lineinfile, { path: 'f', ...params }, context);
    if (!('backrefs' in params)) assert.equal(again['changed'], false, `once more: ${JSON.stringify(params)}`);
  }
});

test('bytes that are no text stay as they are', async (t) => {
  const playbookDir = temporaryFolder(t);
  const path = join(playbookDir, 'f');
  writeFileSync(path, Buffer.concat([Buffer.from([0xff, 0xfe, 10]), Buffer.from('é\n')]));
  await runAction(lineinfile, { path, regexp: '^é', line: 'ü' }, actionContext({ playbookDir }));
  assert.deepEqual(readFileSync(path), Buffer.concat([Buffer.from([0xff, 0xfe, 10]), Buffer.from('ü\n')]));
});

test('an edit keeps links and modes, makes backups and is validated', async (t) => {
  const playbookDir = temporaryFolder(t);
  const context = actionContext({ playbookDir, diff: true });
  const path = join(playbookDir, 'f');
  writeFileSync(path, 'good\n', { mode: 0o640 });
  symlinkSync('f', join(playbookDir, 'link'));
  const first = await runAction(lineinfile, { path: 'link', line: 'x', backup: true, mode: '0600' }, context);
  assert.ok(lstatSync(join(playbookDir, 'link')).isSymbolicLink());
  assert.equal(readFileSync(String(first['backup']), 'utf8'), 'good\n');
  assert.equal(first['msg'], 'line added and ownership, perms or SE linux context changed');
  assert.match(JSON.stringify(first['diff']), /\+x.*"after":\{"mode":"0600"\}/);
  const same = await runAction(lineinfile, { path, line: 'x' }, actionContext({ playbookDir }));
  const headers = (same['diff'] as { before_header: string }[]).map(({ before_header }) => before_header);
  assert.deepEqual(headers, [`${path} (content)`, `${path} (file attributes)`]);
  const refused = await runAction(lineinfile, { path, line: 'y', validate: 'false %s' }, context);
  assert.equal(refused['code'], 'validate');
  assert.equal(readFileSync(path, 'utf8'), 'good\nx\n');
});

test('a file that is not there is made, expected, or an error', async (t) => {
  const playbookDir = temporaryFolder(t);
  const context = actionContext({ playbookDir });
  const check = actionContext({ playbookDir, check: true });
  mkdirSync(join(playbookDir, 'dir'));
  const params = { path: 'new/f', line: 'x', block: 'x', regexp: 'x' };
  for (const module of [lineinfile, blockinfile, replace]) {
    const failed = await runAction(module as typeof lineinfile, params, context);
    assert.deepEqual([failed['failed'], failed['rc']], [true, 257]);
    const folder = await runAction(module as typeof lineinfile, { ...params, path: 'dir' }, context);
    assert.deepEqual([folder['failed'], folder['rc']], [true, 256]);
    assert.equal((await runAction(module as typeof lineinfile, params, check))['changed'], true);
    const vague = await runAction(module as typeof lineinfile, { ...params, path: unknown }, check);
    assert.deepEqual([vague['changed'], vague['msg']], [true, unknown]);
  }
  const create = { path: 'new/f', line: 'x', create: true };
  assert.equal((await runAction(lineinfile, create, check))['changed'], true);
  assert.equal(existsSync(join(playbookDir, 'new')), false);
  assert.equal((await runAction(lineinfile, create, context))['msg'], 'line added');
  const absent = { path: 'none', line: 'x', state: 'absent' };
  assert.deepEqual(await runAction(lineinfile, absent, context), { changed: false, msg: 'file not present' });
});

test('lineinfile refuses what cannot be meant', async () => {
  const cases: [params: Params, message: RegExp][] = [
    [{ state: 'absent' }, /which lines/],
    [{ line: 'x', backrefs: true }, /no groups without "regexp"/],
    [{ line: 'x', regexp: '(' }, /regular expression/],
  ];
  for (const [params, message] of cases)
    assert.match(String((await runAction(lineinfile, { path: '/dev/null', ...params }))['msg']), message);
});

test('blockinfile keeps one block', async (t) => {
  const context = actionContext({ playbookDir: temporaryFolder(t) });
  const marked = (block: string, mark = '# {mark} ANSIBLE MANAGED BLOCK') =>
    `${mark.replace('{mark}', 'BEGIN')}\n${block}${mark.replace('{mark}', 'END')}\n`;
  const cases: [before: string, params: Params, after: string, msg: string][] = [
    ['one', { block: 'x' }, `one\n${marked('x\n')}`, 'Block inserted'],
    [`a\n${marked('old\n')}b\n`, { block: 'x\ny' }, `a\n${marked('x\ny\n')}b\n`, 'Block inserted'],
    [`a\n${marked('old\n')}b\n`, { block: 'old\n' }, `a\n${marked('old\n')}b\n`, ''],
    [`a\n${marked('old\n')}b\n`, { block: '' }, 'a\nb\n', 'Block removed'],
    [`a\n${marked('old\n')}b\n`, { state: 'absent' }, 'a\nb\n', 'Block removed'],
    ['a\nb\n', { block: 'x', insertbefore: 'BOF' }, `${marked('x\n')}a\nb\n`, 'Block inserted'],
    ['a\nb\n', { block: 'x', insertafter: '^a' }, `a\n${marked('x\n')}b\n`, 'Block inserted'],
    ['a\nb\n', { block: 'x', insertbefore: '^b' }, `a\n${marked('x\n')}b\n`, 'Block inserted'],
    [
      'a\nb\n',
      { block: 'x', insertafter: '^a', prepend_newline: true, append_newline: true },
      `a\n\n${marked('x\n')}\nb\n`,
      'Block inserted',
    ],
    ['', { block: 'x', marker: '<!-- {mark} -->' }, marked('x\n', '<!-- {mark} -->'), 'Block inserted'],
    [
      '',
      { block: 'x', marker: '# {mark}', marker_begin: 'on', marker_end: 'off' },
      '# on\nx\n# off\n',
      'Block inserted',
    ],
  ];
  for (const [before, params, after, msg] of cases) {
    const path = join(context.playbookDir, 'f');
    writeFileSync(path, before);
    const result = await runAction(blockinfile, { path: 'f', ...params }, context);
    assert.deepEqual([readFileSync(path, 'utf8'), result['msg']], [after, msg], JSON.stringify(params));
    assert.equal((await runAction(blockinfile, { path: 'f', ...params }, context))['changed'], false);
  }
  const made = await runAction(blockinfile, { path: 'd/g', block: 'x', create: true }, context);
  assert.deepEqual([made['changed'], made['msg']], [true, 'File created']);
  const gone = await runAction(blockinfile, { path: 'none', state: 'absent', create: true }, context);
  assert.deepEqual(gone, { changed: false, msg: 'File none not present' });
});

test('replace works on all of a file or on a part of it', async (t) => {
  const context = actionContext({ playbookDir: temporaryFolder(t) });
  const outside = 'Pattern for before/after params did not match the given file: ';
  const cases: [before: string, params: Params, after: string, msg: string][] = [
    ['a1\na2\n', { regexp: '^a(\\d)$', replace: '\\1b' }, '1b\n2b\n', '2 replacements made'],
    ['a1\r\n', { regexp: '1$', replace: 'x' }, 'a1\r\n', ''],
    ['aaa', { regexp: 'a' }, '', '3 replacements made'],
    [
      'a [x] a [y] a',
      { regexp: 'a', replace: 'b', after: '\\[x\\]', before: '\\[y\\]' },
      'a [x] b [y] a',
      '1 replacements made',
    ],
    ['a\n[x]\na\n', { regexp: '^a', replace: 'b', after: '\\[x\\]' }, 'a\n[x]\nb\n', '1 replacements made'],
    ['a\n[x]\na\n', { regexp: '^a', replace: 'b', before: '\\[x\\]' }, 'b\n[x]\na\n', '1 replacements made'],
    ['a', { regexp: 'a', after: 'zz', mode: '0600' }, 'a', `${outside}zz(?P<subsection>.*)`],
    ['a', { regexp: 'x', replace: 'y' }, 'a', ''],
  ];
  for (const [before, params, after, msg] of cases) {
    const path = join(context.playbookDir, 'f');
    writeFileSync(path, before);
    const { rc, changed, msg: said } = await runAction(replace, { path, ...params }, context);
    assert.deepEqual(
      [readFileSync(path, 'utf8'), said, changed, rc],
      [after, msg, before !== after, 0],
      JSON.stringify(params),
    );
  }
  const path = join(context.playbookDir, 'f');
  writeFileSync(path, Buffer.from('é', 'latin1'));
  await runAction(replace, { path, regexp: 'é', replace: 'ü', encoding: 'latin1' }, context);
  assert.deepEqual(readFileSync(path), Buffer.from('ü', 'latin1'));
});
