import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { file } from './file.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

/** A folder with one of each kind, and a way to run `file` in it. */
function workshop(t: Parameters<typeof temporaryFolder>[0]) {
  const folder = temporaryFolder(t);
  const path = (name: string) => join(folder, name);
  mkdirSync(path('dir/sub'), { recursive: true });
  writeFileSync(path('dir/sub/f'), 'x', { mode: 0o644 });
  writeFileSync(path('f'), 'x', { mode: 0o644 });
  symlinkSync('f', path('link'));
  symlinkSync('nowhere', path('dangling'));
  const run = (params: Record<string, unknown>, check = false) =>
    runAction(file, params, actionContext({ playbookDir: folder, check }));
  return { folder, path, run };
}

test('each state changes what differs, predicts it in check mode, and is quiet the second time', async (t) => {
  const cases: Record<string, unknown>[] = [
    { path: 'new/deep', state: 'directory', mode: '0750' },
    { path: 'dir', state: 'directory', mode: '0700' },
    { path: 'dir', state: 'directory', recurse: true, mode: 'u=rwX,go=' },
    { path: 'f', mode: '0600' },
    { path: 'link', mode: '0640' },
    { path: 'f', state: 'absent' },
    { path: 'dir', state: 'absent' },
    { path: 'link', state: 'absent' },
    { path: 'dangling', state: 'absent' },
    { path: 'l2', src: 'f', state: 'link' },
    { path: 'link', src: 'dir', state: 'link' },
    { path: 'dangling', src: 'void', state: 'link', force: true },
    { path: 'f', src: 'dir', state: 'link', force: true },
    { path: 'h', src: 'f', state: 'hard' },
    { path: 'new', state: 'touch', access_time: 'preserve', modification_time: 'preserve', mode: '0600' },
    { path: 'f', state: 'touch', access_time: '202001010000.00', modification_time: '202001010000.00' },
  ];
  for (const params of cases) {
    const { folder, run } = workshop(t);
    const name = JSON.stringify(params);
    const list = () => execFileSync('find', [folder, '-printf', '%p %M %l %n\\n'], { encoding: 'utf8' });
    const before = list();
    const predicted = await run(params, true);
    assert.equal(predicted['changed'], true, name);
    assert.equal(list(), before, `check mode changed something: ${name}`);
    const done = await run(params);
    assert.equal(done['changed'], true, name);
    assert.deepEqual(Object.keys(done).sort(), Object.keys(predicted).sort(), name);
    for (const key of ['mode', 'state', 'owner', 'uid', 'path', 'dest', 'diff'])
      assert.deepEqual(done[key], predicted[key], `${key} of ${name}`);
    assert.equal((await run(params))['changed'], false, `second run of ${name}`);
    assert.equal((await run(params, true))['changed'], false, `second check of ${name}`);
  }
});

test('the results hold what Ansible returns', async (t) => {
  const { path, run } = workshop(t);
  const made = await run({ path: 'new', state: 'directory', mode: '0711' });
  assert.equal(made['path'], path('new'));
  assert.deepEqual([made['mode'], made['state']], ['0711', 'directory']);
  assert.deepEqual(made['diff'], {
    before: { path: path('new'), state: 'absent' },
    after: { path: path('new'), state: 'directory' },
  });
  const changed = await run({ path: 'f', mode: 'u+x' });
  assert.deepEqual(changed['diff'], {
    before: { path: path('f'), mode: '0644' },
    after: { path: path('f'), mode: '0744' },
  });
  const link = await run({ dest: 'x', path: 'l', src: 'f', state: 'link' });
  assert.deepEqual([link['dest'], link['src'], link['state']], [path('l'), 'f', 'link']);
  assert.deepEqual(await run({ path: 'none', state: 'absent' }), {
    changed: false,
    path: path('none'),
    state: 'absent',
    diff: { before: { path: path('none') }, after: { path: path('none') } },
  });
});

test('a folder is made with every folder above it, and only new ones get the mode', async (t) => {
  const { path, run } = workshop(t);
  await run({ path: 'dir/a/b/', state: 'directory', mode: '0700' });
  assert.deepEqual([modeOf(path('dir/a')), modeOf(path('dir/a/b'))], ['700', '700']);
  assert.notEqual(modeOf(path('dir')), '700');
});

test('recurse sets files and folders by their kind', async (t) => {
  const { path, run } = workshop(t);
  await run({ path: 'dir', state: 'directory', recurse: true, mode: 'u=rwX,go=' });
  assert.deepEqual([modeOf(path('dir')), modeOf(path('dir/sub')), modeOf(path('dir/sub/f'))], ['700', '700', '600']);
});

test('touch renews the times unless they are preserved', async (t) => {
  const { path, run } = workshop(t);
  utimesSync(path('f'), 1_000_000, 1_000_000);
  assert.equal((await run({ path: 'f', state: 'touch', modification_time: 'preserve' }))['changed'], true);
  assert.equal(statSync(path('f')).mtimeMs, 1_000_000_000);
  assert.ok(statSync(path('f')).atimeMs > 1_600_000_000_000);
  await run({ path: 'f', state: 'touch', modification_time: '2020-03-01', modification_time_format: '%Y-%m-%d' });
  assert.equal(statSync(path('f')).mtimeMs, new Date(2020, 2, 1).getTime());
});

test('a link replaces a link at once, and with force a file or an empty folder', async (t) => {
  const { path, run } = workshop(t);
  mkdirSync(path('empty'));
  for (const name of ['link', 'f', 'empty']) {
    await run({ path: name, src: 'dir', state: 'link', force: true });
    assert.equal(readlinkSync(path(name)), 'dir');
  }
});

test('a hard link names the same file', async (t) => {
  const { path, run } = workshop(t);
  assert.equal((await run({ path: 'h', src: 'f', state: 'hard' }))['state'], 'hard');
  assert.equal(statSync(path('h')).ino, statSync(path('f')).ino);
  writeFileSync(path('other'), '');
  linkSync(path('other'), path('other2'));
  assert.equal((await run({ path: 'other2', src: 'f', state: 'hard' }))['code'], 'file-state');
  assert.equal((await run({ path: 'other2', src: 'f', state: 'hard', force: true }))['changed'], true);
  assert.equal((await run({ path: 'dir', src: 'f', state: 'hard' }))['dest'], path('dir/f'));
});

test('what cannot be done is refused with what to do', async (t) => {
  const { run, path } = workshop(t);
  const cases: [params: Record<string, unknown>, code: string, msg: RegExp][] = [
    [{ path: 'none', state: 'file' }, 'file-state', /is absent, cannot continue/],
    [{ path: 'none' }, 'file-state', /is absent/],
    [{ path: 'dir', state: 'file' }, 'file-state', /is a directory, cannot continue/],
    [{ path: 'f', state: 'directory' }, 'file-state', /is a file and cannot become a directory/],
    [{ path: 'f/x', state: 'directory' }, 'not-a-folder', /is no folder/],
    [{ path: 'dir', src: 'f', state: 'link' }, 'file-state', /is a directory and cannot become a symbolic link/],
    [{ path: 'dir', src: 'f', state: 'link', force: true }, 'file-state', /cannot become/],
    [{ path: 'f', src: 'dir', state: 'link' }, 'file-state', /is a file and cannot become/],
    [
      { path: 'l', src: 'void', state: 'link' },
      'source-missing',
      /void, which the link shall point to, does not exist/,
    ],
    [{ path: 'l', state: 'link' }, 'file-parameters', /"src" is needed/],
    [{ path: 'f', recurse: true }, 'file-parameters', /"recurse" goes with state directory/],
    [{ path: 'f', src: 'dir' }, 'file-parameters', /"src" goes with state link or hard/],
    [{ path: 'f', owner: 'nobody-of-that-name' }, 'no-such-account', /there is no user "nobody-of-that-name"/],
    [{ path: 'f', group: 'no-group' }, 'no-such-account', /there is no group "no-group"/],
    [{ path: 'f', state: 'touch', access_time: 'soon' }, 'file-time', /"soon" is no time/],
    [{ path: 'none/f', state: 'touch' }, 'no-folder', /there is no folder/],
    [{ path: 'f', mode: 'rwx' }, 'file-mode', /is no file mode/],
  ];
  for (const [params, code, msg] of cases) {
    const result = await run(params);
    assert.equal(result['code'], code, JSON.stringify(params));
    assert.match(String(result['msg']), msg);
  }
  assert.ok(lstatSync(path('f')).isFile());
  const states = await Promise.all([{ path: 'none' }, { path: 'f', state: 'directory' }].map((params) => run(params)));
  assert.deepEqual(
    states.map(({ state }) => state),
    ['absent', 'file'],
  );
});

test('owners are given by name or number where that is permitted', async (t) => {
  const { path, run } = workshop(t);
  if (process.getuid!() !== 0) {
    assert.equal((await run({ path: 'f', owner: 'root' }))['code'], 'not-permitted');
    return;
  }
  assert.equal((await run({ path: 'f', owner: '12345', group: 'root', mode: '4755' }))['uid'], 12345);
  assert.equal(modeOf(path('f')), '4755', 'set-id bits survive the change of owner');
  assert.equal((await run({ path: 'link', owner: 'root', follow: false }))['changed'], false);
  await run({ path: 'link', owner: '12346', follow: false });
  assert.deepEqual([lstatSync(path('link')).uid, statSync(path('f')).uid], [12346, 12345]);
});

test('check mode goes on where a task before may have made the file, and says so', async (t) => {
  const folder = temporaryFolder(t);
  const context = actionContext({ playbookDir: folder, check: true });
  assert.equal((await runAction(file, { path: 'later', mode: '0600' }, context))['mode'], '0600');
  assert.match(context.warnings.join(), /is not there yet/);
  assert.equal((await runAction(file, { path: 'l', src: 'later', state: 'link' }, context))['changed'], true);
  assert.equal((await runAction(file, { path: unknown, state: 'directory' }, context))['changed'], true);
  assert.equal(existsSync(join(folder, 'l')), false);
});
