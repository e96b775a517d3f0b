import assert from 'node:assert/strict';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { copy } from './copy.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

test('copy writes content once', async (t) => {
  const playbookDir = temporaryFolder(t);
  const context = actionContext({ playbookDir });
  const dest = join(playbookDir, 'f');
  const first = await runAction(copy, { content: 'hello\n', dest: 'f', mode: '0640' }, context);
  const { uid, gid, owner, group, ...rest } = first;
  assert.deepEqual(rest, {
    changed: true,
    dest,
    diff: [],
    checksum: 'f572d396fae9206628714fb2ce00f72e94f2258f',
    md5sum: 'b1946ac92492d2347c6235b4d2611184',
    mode: '0640',
    size: 6,
    state: 'file',
  });
  assert.deepEqual([uid, gid], [process.getuid!(), process.getgid!()]);
  assert.equal(typeof owner, 'string');
  assert.equal(typeof group, 'string');
  const second = await runAction(copy, { content: 'hello\n', dest, mode: 'u=rw,g=r,o=' }, context);
  const nothing = { before: { path: dest }, after: { path: dest } };
  assert.deepEqual(second, { ...first, changed: false, path: dest, diff: nothing });
  assert.deepEqual(readdirSync(playbookDir), ['f'], 'nothing temporary is left');
});

test('content that is no text is written as Ansible writes it', async (t) => {
  const context = actionContext({ playbookDir: temporaryFolder(t) });
  const cases: [content: unknown, text: string][] = [
    [{ a: 1, b: [true, null, 'é'] }, '{"a": 1, "b": [true, null, "\\u00e9"]}'],
    [[1, 2], '[1, 2]'],
    [5, '5'],
    [true, 'True'],
    ['', ''],
    ['ö', 'ö'],
  ];
  for (const [content, text] of cases) {
    const { dest } = await runAction(copy, { content, dest: 'out' }, context);
    assert.equal(readFileSync(String(dest), 'utf8'), text);
  }
});

test('check mode writes nothing and returns the keys of a run', async (t) => {
  const playbookDir = temporaryFolder(t);
  const params = { content: 'new', dest: 'f', mode: '0600', backup: true };
  for (const start of [undefined, 'old']) {
    if (start !== undefined) writeFileSync(join(playbookDir, 'f'), start, { mode: 0o644 });
    const predicted = await runAction(copy, params, actionContext({ playbookDir, check: true }));
    assert.equal(existsSync(join(playbookDir, 'f')) ? readFileSync(join(playbookDir, 'f'), 'utf8') : undefined, start);
    const done = await runAction(copy, params, actionContext({ playbookDir }));
    const { backup_file: before, ...expected } = predicted;
    const { backup_file: after, ...found } = done;
    assert.deepEqual(found, expected);
    assert.equal(before === undefined, after === undefined);
  }
  assert.equal(modeOf(join(playbookDir, 'f')), '600');
});

test('check mode expects a folder that a task before will have made', async (t) => {
  const context = actionContext({ playbookDir: temporaryFolder(t), check: true });
  assert.equal((await runAction(copy, { content: 'x', dest: 'later/f' }, context))['changed'], true);
  const open = await runAction(copy, { content: unknown, dest: 'f' }, context);
  assert.deepEqual([open['changed'], open['checksum'], open['size']], [true, unknown, unknown]);
  assert.equal((await runAction(copy, { content: 'x', dest: unknown }, context))['changed'], true);
  const missing = await runAction(copy, { src: 'later', dest: 'g', remote_src: true }, context);
  assert.equal(missing['changed'], true);
  assert.match(context.warnings.join(), /is not there yet/);
});

test('a file goes into a folder under its own name', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'one'), '1');
  mkdirSync(join(playbookDir, 'there'));
  const context = actionContext({ playbookDir });
  for (const [dest, path] of [
    ['there', 'there/one'],
    ['there/', 'there/one'],
    ['new/deep/', 'new/deep/one'],
    ['other', 'other'],
  ]) {
    const result = await runAction(copy, { src: 'one', dest, directory_mode: '0700' }, context);
    assert.equal(result['dest'], join(playbookDir, path!));
    assert.equal(result['src'], join(playbookDir, 'one'));
    assert.equal(readFileSync(join(playbookDir, path!), 'utf8'), '1');
  }
  assert.equal(modeOf(join(playbookDir, 'new')), '700');
});

test('a folder is copied with or without its own name', async (t) => {
  const playbookDir = temporaryFolder(t);
  mkdirSync(join(playbookDir, 'src/sub/empty'), { recursive: true });
  writeFileSync(join(playbookDir, 'src/sub/f'), 'x', { mode: 0o755 });
  symlinkSync('sub/f', join(playbookDir, 'src/link'));
  const context = actionContext({ playbookDir });

  const named = await runAction(copy, { src: 'src', dest: 'a' }, context);
  assert.deepEqual([named['changed'], named['dest'], named['state']], [true, join(playbookDir, 'a/'), undefined]);
  assert.ok(existsSync(join(playbookDir, 'a/src/sub/empty')));
  assert.ok(lstatSync(join(playbookDir, 'a/src/link')).isFile(), 'links are followed');
  assert.equal(modeOf(join(playbookDir, 'a/src/sub/f')), (0o666 & ~process.umask()).toString(8));
  assert.equal((await runAction(copy, { src: 'src', dest: 'a' }, context))['changed'], false);

  await runAction(copy, { src: 'src/', dest: 'b', mode: '0600', directory_mode: '0711', local_follow: false }, context);
  assert.equal(readlinkSync(join(playbookDir, 'b/link')), 'sub/f');
  assert.equal(modeOf(join(playbookDir, 'b/sub/f')), '600');
  assert.equal(modeOf(join(playbookDir, 'b/sub')), '711');

  const remote = await runAction(copy, { src: 'src/', dest: 'c', remote_src: true }, context);
  assert.deepEqual([remote['dest'], remote['state']], [join(playbookDir, 'c'), 'directory']);
  const one = await runAction(copy, { src: 'src/sub/', dest: 'e' }, context);
  assert.deepEqual([one['dest'], one['state']], [join(playbookDir, 'e/f'), 'file']);
  assert.equal(modeOf(join(playbookDir, 'c/sub/f')), '755');
  const predicted = await runAction(copy, { src: 'src/', dest: 'd' }, actionContext({ playbookDir, check: true }));
  assert.equal(predicted['changed'], true);
  assert.equal(existsSync(join(playbookDir, 'd')), false);
});

test('what is in the way decides what happens', async (t) => {
  const playbookDir = temporaryFolder(t);
  const path = (name: string) => join(playbookDir, name);
  writeFileSync(path('old'), 'old', { mode: 0o751 });
  writeFileSync(path('target'), 'old');
  symlinkSync('target', path('link'));
  mkdirSync(path('folder'));
  const context = actionContext({ playbookDir });

  const kept = await runAction(copy, { content: 'new', dest: 'old', force: false }, context);
  assert.equal(kept['changed'], false);
  const replaced = await runAction(copy, { content: 'new', dest: 'old', backup: true }, context);
  assert.equal(modeOf(path('old')), '751', 'the mode is kept');
  assert.equal(readFileSync(String(replaced['backup_file']), 'utf8'), 'old');
  assert.equal(modeOf(String(replaced['backup_file'])), '751');

  await runAction(copy, { content: 'followed', dest: 'link', follow: true }, context);
  assert.equal(readFileSync(path('target'), 'utf8'), 'followed');
  assert.ok(lstatSync(path('link')).isSymbolicLink());
  assert.equal((await runAction(copy, { content: 'followed', dest: 'link' }, context))['changed'], true);
  assert.ok(lstatSync(path('link')).isFile());

  assert.equal((await runAction(copy, { content: 'x', dest: 'folder' }, context))['code'], 'is-a-folder');
  assert.equal((await runAction(copy, { content: 'x', dest: 'none/f' }, context))['code'], 'no-folder');
  assert.equal(
    (await runAction(copy, { src: 'none', dest: 'f', remote_src: true }, context))['code'],
    'source-missing',
  );
});

test('a mode can be that of the source, and a checksum is compared', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'run'), 'x', { mode: 0o750 });
  const context = actionContext({ playbookDir });
  assert.equal((await runAction(copy, { src: 'run', dest: 'a', mode: 'preserve' }, context))['mode'], '0750');
  const sum = '11f6ad8ec52a2984abaafd7c3b516503785c2072';
  assert.equal((await runAction(copy, { src: 'run', dest: 'b', checksum: sum }, context))['checksum'], sum);
  assert.equal((await runAction(copy, { src: 'run', dest: 'c', checksum: 'abc' }, context))['code'], 'checksum');
});

test('a file that validation refuses is not put in place', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'f'), 'good');
  const context = actionContext({ playbookDir });
  const refused = await runAction(copy, { content: 'bad', dest: 'f', validate: 'grep -q good %s' }, context);
  assert.match(String(refused['msg']), /failed to validate/);
  assert.equal(readFileSync(join(playbookDir, 'f'), 'utf8'), 'good');
  assert.deepEqual(readdirSync(playbookDir), ['f']);
  assert.equal(
    (await runAction(copy, { content: 'very good', dest: 'f', validate: 'grep -q good %s' }, context))['changed'],
    true,
  );
  assert.equal((await runAction(copy, { content: 'x', dest: 'f', validate: 'true' }, context))['code'], 'validate');
  assert.match(
    String((await runAction(copy, { content: 'x', dest: 'f', validate: 'no-such %s' }, context))['msg']),
    /cannot run it/,
  );
});

test('a diff shows lines, but no binary content', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'f'), 'one\ntwo\n');
  const context = actionContext({ playbookDir, diff: true, check: true });
  const { diff } = await runAction(copy, { content: 'one\n2\n', dest: 'f' }, context);
  const dest = join(playbookDir, 'f');
  assert.deepEqual(diff, {
    before_header: dest,
    after_header: 'content',
    before: 'one\ntwo\n',
    after: 'one\n2\n',
    prepared: `--- before: ${dest}\n+++ after: content\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n`,
  });
  writeFileSync(dest, Buffer.from([1, 0, 2]));
  const binary = await runAction(copy, { content: 'text', dest: 'f' }, context);
  assert.match(String((binary['diff'] as { prepared: string }).prepared), /is binary and not shown/);
  const plain = actionContext({ playbookDir });
  assert.deepEqual((await runAction(copy, { content: 'text', dest: 'f' }, plain))['diff'], []);
  const { path, diff: modes } = await runAction(copy, { content: 'text', dest: 'f', mode: '0600' }, plain);
  const sides = modes as { before: object; after: object };
  assert.deepEqual(
    [path, Object.keys(sides.before), sides.after],
    [dest, ['path', 'mode'], { path: dest, mode: '0600' }],
  );
});
