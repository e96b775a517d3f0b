import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { ActionContext } from '../module.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { dockerImage } from './docker_image.ts';
import { fakeEngine } from './fake_engine.ts';

const name = 'public.ecr.aws/example/app';
const params = { name, tag: 'auto', source: 'build', build: { path: 'app' }, push: true };

/** An app, an engine that only notes what it is told, a task in Ireland, and a registry that holds `held` images. */
function workshop(t: TestContext, held: string[] = []) {
  const playbookDir = temporaryFolder(t);
  for (const folder of ['app', 'run']) mkdirSync(join(playbookDir, folder));
  writeFileSync(join(playbookDir, 'app/Dockerfile'), 'FROM scratch\n');
  const sandbox = createSandbox();
  const engine = fakeEngine(playbookDir);
  const authorizations: (string | null)[] = [];
  t.mock.method(globalThis, 'fetch', async (_url: string, init: RequestInit) => {
    authorizations.push(new Headers(init.headers).get('authorization'));
    const digest = held.at(-1);
    return digest
      ? new Response(null, { headers: { 'docker-content-digest': digest } })
      : new Response(null, { status: 404 });
  });
  const regions: (string | undefined)[] = [];
  const contextWith = (overrides: Partial<ActionContext>) =>
    actionContext({
      playbookDir,
      environment: { ...engine.environment, AWS_REGION: 'eu-west-1' },
      runFolder: () => join(playbookDir, 'run'),
      world: async (options) => {
        regions.push(options?.region);
        return sandbox.world(options);
      },
      ...overrides,
    });
  const run = async (overrides: Partial<ActionContext> = {}) => {
    const context = contextWith(overrides);
    return { context, result: await runAction(dockerImage, params, context) };
  };
  const called = (command: string) => engine.calls().filter(({ words }) => words[0] === command);
  return { playbookDir, sandbox, engine, held, authorizations, regions, run, called };
}

test('a push to ECR Public logs in by itself, with a token of us-east-1 over standard input', async (t) => {
  const { engine, run, regions, sandbox, called, playbookDir } = workshop(t);
  const { context, result } = await run();
  assert.equal(result['failed'], undefined, String(result['msg']));
  assert.deepEqual([result['changed'], result['pushed']], [true, true]);
  assert.deepEqual(regions, ['us-east-1']);
  assert.deepEqual(
    sandbox.calls.map(({ operation }) => operation),
    ['GetAuthorizationToken'],
  );
  const [login] = called('login');
  assert.deepEqual(login?.words, ['login', '--username', 'AWS', '--password-stdin', 'public.ecr.aws']);
  assert.match(login!.stdin, /^[0-9a-f]{64}$/);
  assert.match(login!.config, new RegExp(`^${playbookDir}/run/login-`));
  assert.equal(called('push')[0]?.config, login!.config);
  const said = [engine.commands(), result, context.warnings, sandbox.calls];
  assert.ok(!JSON.stringify(said).includes(login!.stdin), 'the password is nowhere else');
  assert.deepEqual(readdirSync(join(playbookDir, 'run')), [], 'the login is gone');
});

test('what the registry holds is neither logged in for nor pushed', async (t) => {
  const { engine, run, regions } = workshop(t, [`sha256:${'cd'.repeat(32)}`]);
  const { result } = await run();
  assert.deepEqual([result['changed'], result['pushed']], [false, false]);
  assert.equal(result['reference'], `${name}@sha256:${'cd'.repeat(32)}`);
  assert.deepEqual([engine.commands(), regions], [[], []]);
});

test('check mode asks for no login', async (t) => {
  const { run, regions, called } = workshop(t);
  assert.equal((await run({ check: true })).result['changed'], true);
  assert.deepEqual([regions, called('login'), called('push')], [[], [], []]);
});

test('a login that is refused leaves no folder, and does not tell the password', async (t) => {
  const { engine, run, called, playbookDir } = workshop(t);
  engine.fail('login', 'denied');
  const { result } = await run();
  assert.equal(result['code'], 'login-failed');
  assert.match(String(result['msg']), /could not log in to public\.ecr\.aws as AWS: denied/);
  assert.deepEqual(called('push'), []);
  assert.deepEqual(readdirSync(join(playbookDir, 'run')), []);
});

test('in the sandbox nothing is sent to the real registry', async (t) => {
  const { engine, run, regions, authorizations } = workshop(t);
  const { context, result } = await run({ sandbox: true });
  assert.deepEqual([result['changed'], result['failed']], [false, undefined]);
  assert.match(context.warnings.join(), /neither built nor pushed/);
  assert.deepEqual([engine.commands(), regions, authorizations], [[], [], []]);
});
