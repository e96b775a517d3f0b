import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { find } from './find.ts';

function tree(t: TestContext): string {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'sub/.deep'), { recursive: true });
  for (const [name, text] of [
    ['a.log', 'one\ntwo\n'],
    ['b.txt', 'b'.repeat(2000)],
    ['.hidden', ''],
    ['sub/c.log', 'three'],
    ['sub/.deep/d.log', ''],
  ] as const)
    writeFileSync(join(folder, name), text);
  symlinkSync('a.log', join(folder, 'link'));
  symlinkSync('..', join(folder, 'sub/up'));
  const old = Date.now() / 1000 - 3 * 86_400;
  utimesSync(join(folder, 'b.txt'), old, old);
  return folder;
}

test('find chooses by name, kind, age, size and content', async (t) => {
  const folder = tree(t);
  const cases: [params: Record<string, unknown>, names: string[]][] = [
    [{}, ['a.log', 'b.txt']],
    [{ hidden: true }, ['.hidden', 'a.log', 'b.txt']],
    [{ patterns: ['*.log'], recurse: true }, ['a.log', 'sub/.deep/d.log', 'sub/c.log']],
    [{ patterns: ['*.log'], recurse: true, depth: 2 }, ['a.log', 'sub/c.log']],
    [{ patterns: ['[ab].*'], excludes: ['*.txt'] }, ['a.log']],
    [{ patterns: ['^a', 'x'], use_regex: true }, ['a.log']],
    [{ patterns: ['.*g$'], use_regex: true }, ['a.log']],
    [{ patterns: ['log'], use_regex: true }, []],
    [{ file_type: 'directory', recurse: true, hidden: true }, ['sub', 'sub/.deep']],
    [{ file_type: 'link', recurse: true }, ['link', 'sub/up']],
    [{ file_type: 'any' }, ['a.log', 'b.txt', 'link', 'sub']],
    [{ age: '2d' }, ['b.txt']],
    [{ age: '-1h' }, ['a.log']],
    [{ size: '1k' }, ['b.txt']],
    [{ size: '-1K' }, ['a.log']],
    [{ contains: 'tw' }, ['a.log']],
    [{ contains: 'wo' }, []],
    [{ contains: 'e\\st', read_whole_file: true }, ['a.log']],
    [{ file_type: 'directory', recurse: true, follow: true }, ['sub']],
  ];
  for (const [params, names] of cases) {
    const result = await runAction(find, { paths: [folder], ...params });
    const found = (result['files'] as { path: string }[]).map(({ path }) => relative(folder, path));
    assert.deepEqual(found.sort(), names, JSON.stringify(params));
    assert.deepEqual(
      [result['matched'], result['changed'], result['msg']],
      [names.length, false, 'All paths examined'],
    );
  }
});

test('find describes what it found', async (t) => {
  const folder = tree(t);
  const params = { paths: [folder], patterns: ['a.log'], get_checksum: true };
  const { files, examined } = await runAction(find, params);
  const [file] = files as Record<string, unknown>[];
  assert.equal(examined, 5);
  assert.deepEqual(
    [file!['mode'], file!['size'], file!['isreg'], file!['islnk'], file!['checksum']],
    [
      (0o666 & ~process.umask()).toString(8).padStart(4, '0'),
      8,
      true,
      false,
      'c708d7ef841f7e1748436b8ef5670d0b2de1a227',
    ],
  );
});

test('what is no folder is skipped with a warning', async (t) => {
  const context = actionContext({ playbookDir: temporaryFolder(t) });
  const { skipped_paths, msg } = await runAction(find, { paths: ['none'] }, context);
  const path = join(context.playbookDir, 'none');
  assert.deepEqual(skipped_paths, { [path]: `'${path}' is not a directory` });
  assert.match(String(msg), /^Not all paths examined/);
  assert.equal(context.warnings.length, 1);
  assert.equal((await runAction(find, { paths: [unknown] }, context))['files'], unknown);
});
