import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { git } from './git.ts';

const person = { GIT_AUTHOR_NAME: 'n', GIT_AUTHOR_EMAIL: 'e', GIT_COMMITTER_NAME: 'n', GIT_COMMITTER_EMAIL: 'e' };
const settings = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const files = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always' };

/** A repository with two commits on `main`, a tag of each kind at the first, and a branch at the second. */
function stage(t: TestContext) {
  const folder = temporaryFolder(t);
  const environment = { PATH: process.env['PATH']!, HOME: folder, ...person, ...settings, ...files };
  const up = join(folder, 'up');
  const run = (...args: string[]) =>
    execFileSync('git', args, { cwd: up, env: environment, encoding: 'utf8', stdio: 'pipe' }).trim();
  const commit = (text: string) => {
    writeFileSync(join(up, 'f'), text);
    run('add', 'f');
    run('commit', '-qm', text);
    return run('rev-parse', 'HEAD');
  };
  mkdirSync(up);
  run('init', '-q', '-b', 'main', '.');
  const one = commit('1');
  run('tag', 'light');
  run('tag', '-a', 'v1', '-m', 'v1');
  const two = commit('2');
  run('branch', 'dev');
  const context = actionContext({ playbookDir: folder, environment });
  const check = actionContext({ playbookDir: folder, environment, check: true });
  // A path would be cloned by linking its files, without any depth.
  return { folder, up, run, commit, one, two, context, check, repo: `file://${up}` };
}

test('a clone is made once and follows its repository', async (t) => {
  const { folder, commit, two, context, check, repo } = stage(t);
  const params = { repo, dest: 'c' };
  assert.deepEqual(await runAction(git, params, check), { changed: true, before: null, after: two });
  assert.equal(existsSync(join(folder, 'c')), false);
  assert.deepEqual(await runAction(git, params, context), { changed: true, before: null, after: two });
  const quiet = { changed: false, before: two, after: two, remote_url_changed: false };
  for (const each of [context, check]) assert.deepEqual(await runAction(git, params, each), quiet);
  const three = commit('3');
  assert.deepEqual(await runAction(git, { ...params, update: false }, context), {
    changed: false,
    before: two,
    after: two,
  });
  const moved = { changed: true, before: two, after: three, remote_url_changed: false };
  for (const each of [check, context]) assert.deepEqual(await runAction(git, params, each), moved);
  assert.equal(readFileSync(join(folder, 'c/f'), 'utf8'), '3');
});

test('a version is a branch, a tag or a commit, whole or shallow', async (t) => {
  const { folder, one, two, commit, run, context, repo } = stage(t);
  const cases: [version: string, after: string][] = [
    ['light', one],
    ['v1', one],
    ['dev', two],
    [one, one],
    ['main', two],
    [one.slice(0, 8), one],
    ['origin/dev', two],
  ];
  for (const dest of ['whole', 'shallow']) {
    const options = dest === 'shallow' ? { depth: 1, single_branch: true } : {};
    for (const [version, after] of dest === 'shallow' ? cases.slice(0, 3) : cases) {
      const first = await runAction(git, { repo, dest, version, ...options }, context);
      assert.equal(first['after'], after, `${dest} ${version} ${first['msg']}`);
      assert.equal((await runAction(git, { repo, dest, version, ...options }, context))['changed'], false);
    }
  }
  const depth = execFileSync('git', ['rev-list', '--count', 'HEAD'], {
    cwd: join(folder, 'shallow'),
    encoding: 'utf8',
  });
  assert.equal(depth.trim(), '1');
  run('checkout', '-q', 'dev');
  const three = commit('3');
  assert.equal((await runAction(git, { repo, dest: 'shallow', version: 'dev', depth: 1 }, context))['after'], three);
  const missing = await runAction(git, { repo, dest: 'whole', version: 'none' }, context);
  assert.deepEqual([missing['failed'], missing['code']], [true, 'git-version']);
});

test('modified files are kept, or thrown away by force', async (t) => {
  const { folder, two, context, check, repo } = stage(t);
  await runAction(git, { repo, dest: 'c' }, context);
  writeFileSync(join(folder, 'c/f'), 'mine');
  writeFileSync(join(folder, 'c/new'), 'mine');
  const refused = await runAction(git, { repo, dest: 'c' }, context);
  assert.deepEqual(
    [refused['failed'], refused['before'], refused['msg']],
    [true, two, `Local modifications exist in the destination: ${join(folder, 'c')} (force=no).`],
  );
  for (const each of [check, context])
    assert.equal((await runAction(git, { repo, dest: 'c', force: true }, each))['changed'], true);
  assert.equal(readFileSync(join(folder, 'c/f'), 'utf8'), '2');
  assert.ok(existsSync(join(folder, 'c/new')), 'what git does not know stays');
});

test('bare clones, other remotes and another address', async (t) => {
  const { folder, commit, run, two, context, check, repo } = stage(t);
  assert.equal((await runAction(git, { repo, dest: 'bare', bare: true }, context))['after'], two);
  const three = commit('3');
  const updated = await runAction(git, { repo, dest: 'bare', bare: true }, context);
  assert.deepEqual([updated['changed'], updated['after']], [true, three]);
  await runAction(git, { repo, dest: 'c', remote: 'upstream' }, context);
  run('clone', '-q', '.', '../up2');
  for (const each of [check, context]) {
    const other = await runAction(git, { repo: `${repo}2`, dest: 'c', remote: 'upstream' }, each);
    assert.deepEqual([other['changed'], other['remote_url_changed'], other['after']], [true, true, three]);
  }
  const wrong = await runAction(git, { repo, dest: 'c' }, context);
  assert.deepEqual([wrong['failed'], wrong['code']], [true, 'git-remote']);
  const local = await runAction(git, { repo: join(folder, 'up'), dest: 'local' }, context);
  assert.equal(local['after'], three);
});

test('submodules come along', async (t) => {
  const { folder, run, commit, up, context, repo } = stage(t);
  run('clone', '-q', '.', '../part');
  run('submodule', '--quiet', 'add', `file://${folder}/part`, 'part');
  run('commit', '-qm', 'part');
  const first = await runAction(git, { repo, dest: 'c' }, context);
  assert.equal(first['changed'], true);
  assert.equal(readFileSync(join(folder, 'c/part/f'), 'utf8'), '2');
  assert.equal((await runAction(git, { repo, dest: 'c' }, context))['changed'], false);
  await runAction(git, { repo, dest: 'without', recursive: false }, context);
  assert.equal(existsSync(join(folder, 'without/part/f')), false);
  assert.ok(commit('more') && up);
});

test('a version is packed, or only told', async (t) => {
  const { folder, two, context, repo } = stage(t);
  const params = { repo, dest: 'c', archive: 'out.tar', archive_prefix: 'app/' };
  assert.equal((await runAction(git, params, context))['changed'], true);
  assert.match(readFileSync(join(folder, 'out.tar'), 'latin1'), /app\/f/);
  assert.equal((await runAction(git, params, context))['changed'], false);
  assert.deepEqual(await runAction(git, { repo, clone: false }, context), { changed: true, before: null, after: two });
});

test('what goes wrong is said', async (t) => {
  const { folder, context, check, repo } = stage(t);
  mkdirSync(join(folder, 'full'));
  writeFileSync(join(folder, 'full/x'), '');
  const cases: [params: Record<string, unknown>, message: RegExp][] = [
    [{ repo: `${repo}-none`, dest: 'c' }, /does not appear to be a git repository/],
    [{ repo, dest: 'full' }, /already exists and is not an empty directory/],
    [{ repo }, /nothing says where/],
    [{ repo, dest: 'c', executable: '/no/git' }, /cannot run \/no\/git/],
    [{ repo, dest: 'c', archive: 'x.rar' }, /what kind of archive/],
    [{ repo, dest: 'd', verify_commit: true }, /no valid signature/],
  ];
  for (const [params, message] of cases) assert.match(String((await runAction(git, params, context))['msg']), message);
  assert.equal((await runAction(git, { repo: unknown, dest: 'c' }, check))['after'], unknown);
});
