import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { ecrState } from '../../sandbox/services/ecr/state.ts';
import { unknown } from '../../template/values.ts';
import type { ActionContext } from '../module.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { dockerImage } from './docker_image.ts';
import { fakeEngine } from './fake_engine.ts';

const uri = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app';
const build = { path: 'app', args: { TOKEN: 's3cret', BASE: 'node:24' }, platform: 'linux/amd64' };

/** A playbook's folder with an app in it, a sandbox with its repository, and a container engine that only notes what it is told. */
async function workshop(t: TestContext, { repository = true } = {}) {
  const playbookDir = temporaryFolder(t);
  mkdirSync(join(playbookDir, 'app'));
  mkdirSync(join(playbookDir, 'run'));
  const write = (name: string, text: string) => writeFileSync(join(playbookDir, 'app', name), text);
  write('Dockerfile', 'ARG BASE\nFROM ${BASE}\nCOPY server.js /\nEXPOSE 8080\nCMD ["node", "/server.js"]\n');
  write('server.js', 'listen()');
  const sandbox = createSandbox();
  if (repository)
    await sandbox
      .world()
      .client(ECRClient)
      .send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  sandbox.calls.length = 0;
  const engine = fakeEngine(playbookDir);
  const contextWith = (overrides: Partial<ActionContext> = {}) =>
    actionContext({
      playbookDir,
      environment: engine.environment,
      runFolder: () => join(playbookDir, 'run'),
      world: async (options) => sandbox.world({ readOnly: overrides.check ?? false, ...options }),
      ...overrides,
    });
  const run = (params: Record<string, unknown>, overrides: Partial<ActionContext> = {}) =>
    runAction(dockerImage, params, contextWith(overrides));
  return { playbookDir, sandbox, engine, run, write, contextWith };
}

test('an image for ECR is built and pushed once per content', async (t) => {
  const { engine, run, write, sandbox, playbookDir } = await workshop(t);
  const params = { name: uri, tag: 'auto', source: 'build', build, push: true };
  const first = await run(params);
  assert.equal(first['failed'], undefined, String(first['msg']));
  const { tag } = first as { tag: string };
  assert.match(tag, /^[0-9a-f]{20}$/);
  assert.deepEqual([first['changed'], first['built'], first['pushed']], [true, true, true]);
  assert.equal(first['digest'], engine.digest);
  assert.equal(first['reference'], `${uri}@${engine.digest}`);
  assert.deepEqual((first['image'] as { RepoTags: string[] }).RepoTags, [`${uri}:${tag}`]);
  assert.deepEqual(engine.commands(), [
    'version --format {{.Server.Version}}',
    `image inspect ${uri}:${tag}`,
    'buildx version',
    'version --format {{.Client.Version}}',
    `build --progress=plain --tag=${uri}:${tag} --build-arg=TOKEN --build-arg=BASE --platform=linux/amd64 ${playbookDir}/app`,
    `image inspect ${uri}:${tag}`,
    `login --username AWS --password-stdin ${uri.split('/')[0]}`,
    `push ${uri}:${tag}`,
  ]);
  assert.deepEqual(
    sandbox.calls.map(({ operation }) => operation),
    ['BatchGetImage', 'GetAuthorizationToken', 'BatchGetImage'],
  );
  assert.deepEqual(readdirSync(join(playbookDir, 'run')), [], 'the login is gone');

  write('server.js', 'listen(2)');
  assert.notEqual((await run(params, { check: true }))['tag'], tag);
});

test('no secret is in the words of a command, the password goes over standard input to a private folder', async (t) => {
  const { engine, run, playbookDir } = await workshop(t);
  mkdirSync(join(playbookDir, '.docker/contexts'), { recursive: true });
  writeFileSync(
    join(playbookDir, '.docker/config.json'),
    JSON.stringify({ auths: { 'ghcr.io': {} }, credsStore: 'desktop', currentContext: 'colima' }),
  );
  await run({ name: uri, tag: 'auto', source: 'build', build, push: true });
  assert.doesNotMatch(engine.commands().join('\n'), /s3cret/);
  const login = engine.calls().find(({ words }) => words[0] === 'login')!;
  assert.match(login.stdin, /^[0-9a-f]{64}$/);
  assert.doesNotMatch(engine.commands().join('\n'), new RegExp(login.stdin));
  assert.match(login.config, new RegExp(`^${playbookDir}/run/login-`));
  assert.deepEqual(JSON.parse(login.settings), {
    auths: { 'ghcr.io': {} },
    currentContext: 'colima',
    credHelpers: { 'ghcr.io': 'desktop' },
  });
  const pushed = engine.calls().find(({ words }) => words[0] === 'push')!;
  assert.equal(pushed.config, login.config);
  assert.equal(existsSync(login.config), false);
  const built = engine.calls().find(({ words }) => words[0] === 'build')!;
  assert.equal(built.token, 's3cret');
});

test('in the sandbox an image is described, registered by real calls, and the second time left alone', async (t) => {
  const { engine, run, contextWith, sandbox, write } = await workshop(t);
  const params = { name: uri, tag: 'auto', source: 'build', build, push: true };
  const context = contextWith({ sandbox: true });
  const first = await runAction(dockerImage, params, context);
  assert.equal(first['failed'], undefined, String(first['msg']));
  assert.match(context.warnings.join(), /no container engine was used/);
  assert.deepEqual([first['changed'], first['built'], first['pushed']], [true, true, true]);
  assert.match(String(first['digest']), /^sha256:[0-9a-f]{64}$/);
  assert.equal(first['reference'], `${uri}@${first['digest']}`);
  assert.deepEqual((first['image'] as { Config: { Cmd: string[] } }).Config.Cmd, ['node', '/server.js']);
  const operations = () => sandbox.calls.splice(0).map(({ operation }) => operation);
  assert.deepEqual(operations(), [
    'BatchGetImage',
    'InitiateLayerUpload',
    'UploadLayerPart',
    'CompleteLayerUpload',
    'PutImage',
  ]);

  const second = await run(params, { sandbox: true });
  assert.deepEqual([second['changed'], second['built'], second['pushed']], [false, false, false]);
  for (const key of ['digest', 'reference', 'tag']) assert.equal(second[key], first[key]);
  assert.deepEqual(Object.keys(second).sort(), Object.keys(first).sort());
  assert.deepEqual(operations(), ['BatchGetImage']);
  assert.equal((await run({ ...params, force_source: true }, { sandbox: true }))['changed'], false);

  write('server.js', 'other');
  const third = await run(params, { sandbox: true });
  assert.equal(third['changed'], true);
  assert.notEqual(third['digest'], first['digest']);
  assert.deepEqual(engine.commands(), []);
});

test('the manifest tells a sandbox that runs tasks where the files are', async (t) => {
  const { run, sandbox, playbookDir } = await workshop(t);
  await run({ name: uri, tag: 'auto', source: 'build', build, push: true }, { sandbox: true });
  const [image] = [...sandbox.state(ecrState).repositories.get('app')!.images.values()];
  const { annotations } = JSON.parse(image!.imageManifest) as { annotations: Record<string, string> };
  assert.equal(annotations['play.context'], join(playbookDir, 'app'));
  assert.deepEqual(JSON.parse(annotations['play.copies']!), [['server.js', '/server.js']]);
  assert.equal(annotations['play.engine'], undefined);
});

test('for a sandbox with an engine the image is built there, and registered with its id', async (t) => {
  const { run, sandbox, engine } = await workshop(t);
  const params = { name: uri, tag: 'auto', source: 'build', build, push: true };
  const result = await run(params, { sandbox: true, sandboxEngine: 'docker' });
  assert.deepEqual([result['changed'], result['built'], result['pushed']], [true, true, true]);
  assert.equal(engine.calls().filter(({ words }) => words[0] === 'build').length, 1);
  assert.equal(engine.calls().filter(({ words }) => words[0] === 'push').length, 0);
  const [image] = [...sandbox.state(ecrState).repositories.get('app')!.images.values()];
  assert.match(image!.imageManifest, /"play.engine":"sha256:0+7"/);
});

test('check mode predicts with the keys of a run, and neither builds nor writes', async (t) => {
  const { engine, run, sandbox } = await workshop(t, { repository: false });
  const params = { name: uri, tag: 'auto', source: 'build', build, push: true };
  const predicted = await run(params, { check: true, sandbox: true });
  assert.deepEqual([predicted['changed'], predicted['digest'], predicted['reference']], [true, unknown, unknown]);
  assert.equal(
    sandbox.calls.some(({ write }) => write),
    false,
  );
  await sandbox
    .world()
    .client(ECRClient)
    .send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  const done = await run(params, { sandbox: true });
  assert.deepEqual(Object.keys(done).sort(), Object.keys(predicted).sort());
  assert.equal(done['tag'], predicted['tag']);
  const open = await run({ ...params, name: unknown }, { check: true });
  assert.deepEqual(Object.keys(open).sort(), Object.keys(predicted).sort());
  assert.equal(open['tag'], predicted['tag']);
  assert.deepEqual(engine.commands(), []);
});

test('mistakes are named, with what to do', async (t) => {
  const { engine, run, sandbox, playbookDir } = await workshop(t);
  const params = { name: uri, tag: 'auto', source: 'build', build, push: true };
  const code = async (more: Record<string, unknown>, overrides: Partial<ActionContext> = {}) => {
    const result = await run({ ...params, ...more }, overrides);
    return [result['code'], result['msg']] as const;
  };
  assert.deepEqual(await code({ build: { path: 'none' } }), [
    'dockerfile-missing',
    `there is no Dockerfile Dockerfile in the build context ${playbookDir}/none`,
  ]);
  assert.equal((await code({ build: { path: 'none' } }, { check: true }))[0], 'dockerfile-missing');
  assert.equal((await code({ build: undefined, source: 'pull' }))[0], 'image-parameters');
  assert.equal((await code({ name: 'no image!' }))[0], 'image-name');

  engine.fail('build', 'step 3 of 4\nnpm error missing script');
  const [failed, message] = await code({});
  assert.equal(failed, 'build-failed');
  assert.match(String(message), /npm error missing script$/);
  engine.fail('push', 'denied: User is not authorized to perform: ecr:PutImage');
  assert.equal((await code({}))[0], 'push-denied');
  engine.fail('version', 'Cannot connect to the Docker daemon');
  const [none, why] = await code({}, { environment: { ...engine.environment, PATH: engine.folder } });
  assert.equal(none, 'no-engine');
  assert.match(
    String(why),
    /docker does not answer \(Cannot connect to the Docker daemon\), podman is not installed, buildah is not/,
  );

  sandbox.reset();
  await assert.rejects(run(params), { name: 'RepositoryNotFoundException' });
});

test('an image that stays with the engine is built once', async (t) => {
  const { engine, run } = await workshop(t);
  const params = { name: 'app', tag: '1', source: 'build', build: { path: 'app' } };
  assert.deepEqual(await changes(run, params, { check: true }), [true, true, false]);
  assert.deepEqual(await changes(run, params), [true, true, false]);
  assert.deepEqual(await changes(run, params), [false, false, false]);
  assert.deepEqual(await changes(run, params, { check: true }), [false, false, false]);
  assert.equal((await run({ ...params, force_source: true }))['changed'], false, 'the same image came out');
  assert.equal((await run(params))['reference'], 'app:1');
  engine.calls();
  assert.equal((await run({ name: 'app:1', state: 'absent' }, { check: true }))['changed'], true);
  assert.equal((await run({ name: 'app', tag: '1', state: 'absent', force_absent: true }))['changed'], true);
  assert.equal((await run({ name: 'app', tag: '1', state: 'absent' }))['changed'], false);
  assert.ok(engine.commands().includes('rmi --force app:1'));
});

async function changes(
  run: (params: Record<string, unknown>, overrides?: Partial<ActionContext>) => Promise<Record<string, unknown>>,
  params: Record<string, unknown>,
  overrides: Partial<ActionContext> = {},
) {
  const result = await run(params, overrides);
  assert.equal(result['failed'], undefined, String(result['msg']));
  return [result['changed'], result['built'], result['pushed']];
}

test('other sources and registries go through the engine', async (t) => {
  const { engine, run, playbookDir } = await workshop(t);
  assert.equal((await run({ name: 'none', source: 'local' }))['code'], 'image-missing');
  const pulled = await run({ name: 'r.example:5000/x:2', source: 'pull', pull: { platform: 'linux/arm64' } });
  assert.equal(pulled['changed'], true);
  assert.ok(engine.commands().includes('pull --platform=linux/arm64 r.example:5000/x:2'));
  const other = { name: 'r.example:5000/x:2', source: 'local', repository: '127.0.0.1:9/y', push: true };
  const pushed = await run(other);
  assert.deepEqual(
    [pushed['changed'], pushed['pushed'], pushed['reference']],
    [true, true, `127.0.0.1:9/y@${engine.digest}`],
  );
  assert.ok(engine.commands().includes('tag r.example:5000/x:2 127.0.0.1:9/y:2'));
  assert.ok(engine.commands().includes('push 127.0.0.1:9/y:2'));
  assert.equal((await run(other))['changed'], false);
  await run({ name: 'loaded', source: 'load', load_path: 'a.tar', archive_path: 'b.tar' });
  assert.ok(engine.commands().includes(`load --input=${playbookDir}/a.tar`));
  assert.ok(engine.commands().includes(`save --output=${playbookDir}/b.tar loaded:latest`));
});

test('every option of a build reaches the engine', async (t) => {
  const { engine, run } = await workshop(t);
  await run({
    name: 'x',
    source: 'build',
    build: {
      path: 'app',
      dockerfile: 'Dockerfile',
      target: 'final',
      labels: { a: 1 },
      network: 'host',
      cache_from: ['c:1', 'c:2'],
      nocache: true,
      pull: true,
      rm: false,
      shm_size: '64M',
      etc_hosts: { db: '10.0.0.1' },
      container_limits: { memory: '512M', memswap: '-1', cpushares: 2, cpusetcpus: '0-1' },
      args: { PATH: '/somewhere' },
    },
  });
  const command = engine.commands().find((each) => each.startsWith('build '))!;
  for (const word of [
    '/app/Dockerfile',
    '--build-arg=PATH=/somewhere --label=a=1 --target=final --network=host --cache-from=c:1 --cache-from=c:2 --no-cache --pull --rm=false',
    '--shm-size=64M --add-host=db:10.0.0.1 --memory=512M --memory-swap=-1 --cpu-shares=2 --cpuset-cpus=0-1',
  ])
    assert.ok(command.includes(word), `${word} in ${command}`);
});

test('podman and buildah are asked when docker does not answer', async (t) => {
  for (const name of ['podman', 'buildah']) {
    const { engine, run } = await workshop(t);
    engine.rename(name);
    const environment = { ...engine.environment, PATH: `${engine.folder}:/usr/bin:/bin` };
    const result = await run(
      { name: '127.0.0.1:9/x', source: 'build', build: { path: 'app' }, push: true, engine: name },
      { environment },
    );
    assert.equal(result['failed'], undefined, String(result['msg']));
    assert.equal(result['digest'], engine.digest);
    assert.match(engine.commands().join('\n'), /^push --digestfile=\S+ --tls-verify=false 127\.0\.0\.1:9\/x:latest$/m);
  }
});

test('an interrupt ends the engine', async (t) => {
  const { engine, contextWith, playbookDir } = await workshop(t);
  writeFileSync(join(engine.folder, 'docker'), '#!/bin/sh\n[ "$1" = build ] && exec sleep 30\n[ "$1" = version ]\n');
  chmodSync(join(engine.folder, 'docker'), 0o755);
  const interrupt = new AbortController();
  const running = runAction(
    dockerImage,
    { name: 'x', source: 'build', build: { path: 'app' } },
    contextWith({ signal: interrupt.signal }),
  );
  setTimeout(() => interrupt.abort(new Error('interrupted')), 300);
  await assert.rejects(running, /interrupted/);
  assert.ok(existsSync(playbookDir));
});

test('the folder of the run is all that was written to', async (t) => {
  const { playbookDir, run } = await workshop(t);
  rmSync(join(playbookDir, 'log'), { force: true });
  await run({ name: uri, tag: 'auto', source: 'build', build, push: true }, { sandbox: true });
  assert.deepEqual(readdirSync(playbookDir).sort(), ['app', 'engine', 'run']);
  assert.equal(readFileSync(join(playbookDir, 'app/server.js'), 'utf8'), 'listen()');
});
