import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { unknown } from '../../template/values.ts';
import type { ActionContext } from '../module.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { dockerLogin } from './docker_login.ts';
import { fakeEngine } from './fake_engine.ts';

const account = { registry_url: 'registry.example', username: 'me', password: 'top-secret' };

function workshop(t: TestContext) {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'run'));
  const engine = fakeEngine(folder);
  const contextWith = (overrides: Partial<ActionContext> = {}) =>
    actionContext({
      playbookDir: folder,
      environment: engine.environment,
      runFolder: () => join(folder, 'run'),
      ...overrides,
    });
  const run = (params: Record<string, unknown>, overrides: Partial<ActionContext> = {}) =>
    runAction(dockerLogin, params, contextWith(overrides));
  return { folder, engine, contextWith, run };
}

test('a login goes over standard input into a folder of the run, and is no change', async (t) => {
  const { folder, engine, run } = workshop(t);
  const result = await run(account);
  assert.deepEqual(result, {
    changed: false,
    actions: ['Log into registry.example'],
    login_result: { username: 'me', serveraddress: 'registry.example', status: 'Login Succeeded' },
  });
  const login = engine.calls().at(-1)!;
  assert.deepEqual(login.words, ['login', '--username', 'me', '--password-stdin', 'registry.example']);
  assert.equal(login.stdin, 'top-secret');
  assert.equal(login.config, join(folder, 'run/logins'));
  assert.equal(statSync(login.config).mode & 0o777, 0o700);
  assert.equal(existsSync(join(folder, '.docker')), false);
});

test('a login in a file is made once, and leaves what else is in it', async (t) => {
  const { folder, engine, run } = workshop(t);
  const file = join(folder, 'own/config.json');
  const params = { ...account, config_path: file };
  assert.equal((await run(params, { check: true }))['changed'], true);
  assert.equal(existsSync(file), false);
  assert.equal((await run(params))['changed'], true);
  const auth = Buffer.from('me:top-secret').toString('base64');
  writeFileSync(file, JSON.stringify({ auths: { 'registry.example': { auth }, other: { auth: 'x' } }, keep: 1 }));
  const before = engine.calls().length;
  assert.equal((await run(params))['changed'], false);
  assert.equal(engine.calls().length, before);
  assert.equal((await run({ ...params, reauthorize: true }))['changed'], false);
  assert.equal(engine.calls().length, before + 2);
  assert.equal((await run({ ...params, password: 'other' }))['changed'], true);

  assert.equal((await run({ ...params, state: 'absent' }, { check: true }))['changed'], true);
  assert.equal((await run({ ...params, state: 'absent' }))['changed'], true);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { auths: { other: { auth: 'x' } }, keep: 1 });
  assert.equal((await run({ ...params, state: 'absent' }))['changed'], false);
});

test('a login that is refused says why, without the password', async (t) => {
  const { engine, run } = workshop(t);
  engine.fail('login', 'unauthorized: top-secret is wrong');
  const result = await run(account);
  assert.equal(result['code'], 'login-failed');
  assert.equal(result['msg'], 'docker could not log in to registry.example as me: unauthorized: *** is wrong');
});

test('nothing is done in check mode or for the registries of the sandbox', async (t) => {
  const { engine, run, contextWith } = workshop(t);
  await run(account, { check: true });
  await run({ ...account, password: unknown }, { check: true });
  const context = contextWith({ sandbox: true });
  for (const registry_url of ['https://123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'public.ecr.aws'])
    assert.equal((await runAction(dockerLogin, { ...account, registry_url }, context))['changed'], false);
  assert.equal(context.warnings.length, 2);
  assert.deepEqual(engine.calls(), []);
});
