import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { dockerImage } from './docker_image.ts';
import { fakeEngine } from './fake_engine.ts';

/** A build context and an engine that notes what it is told. */
function workshop(t: TestContext, dockerfile = 'FROM node:24\n') {
  const playbookDir = temporaryFolder(t);
  for (const name of ['app', 'run']) mkdirSync(join(playbookDir, name));
  writeFileSync(join(playbookDir, 'app/Dockerfile'), dockerfile);
  const engine = fakeEngine(playbookDir);
  const run = (
    build: object = {},
    { environment = {}, ...more }: { environment?: object; [key: string]: unknown } = {},
  ) =>
    runAction(
      dockerImage,
      { name: 'x', source: 'build', build: { path: 'app', ...build }, ...more },
      actionContext({
        playbookDir,
        environment: { ...engine.environment, ...environment },
        runFolder: () => join(playbookDir, 'run'),
      }),
    );
  const built = () => engine.calls().find(({ words }) => words.includes(`${playbookDir}/app`));
  return { playbookDir, engine, run, built };
}

test('buildx is taken where it is, BuildKit of an older client before the legacy builder', async (t) => {
  const cases = [
    { buildx: true, version: '28.0.1', words: 'buildx build --load --progress=plain', buildKit: '' },
    { buildx: false, version: '20.10.24', words: 'build --progress=plain --tag', buildKit: '1' },
    { buildx: false, version: '28.0.1', words: 'build --tag', buildKit: '0' },
  ];
  for (const { buildx, version, words, buildKit } of cases) {
    const { engine, run, built } = workshop(t);
    if (buildx) engine.addBuildx();
    engine.setVersion(version);
    assert.equal((await run())['changed'], true);
    assert.ok(built()!.words.join(' ').startsWith(words), built()!.words.join(' '));
    assert.equal(built()!.buildKit, buildKit);
  }
});

test('DOCKER_BUILDKIT=0 asks for the legacy builder', async (t) => {
  const { engine, run, built } = workshop(t);
  engine.addBuildx();
  await run({}, { environment: { DOCKER_BUILDKIT: '0' } });
  assert.equal(built()!.words[0], 'build');
  assert.equal(built()!.buildKit, '0');
});

test('what the builder lacks is told before anything is built', async (t) => {
  const secret = { secrets: [{ id: 'a', type: 'value', value: 'b' }] };
  const cases: readonly [dockerfile: string, build: object, version: string, message: RegExp][] = [
    ['FROM a\n', secret, '28.0.1', /^"secrets" under "build" needs BuildKit/],
    ['FROM a\n', { cache_to: ['type=inline'] }, '20.10.24', /^"cache_to" under "build" needs the buildx plug-in/],
    ['FROM a\n', { cache_from: ['type=registry,ref=b'] }, '28.0.1', /^"cache_from" with type=… under "build" needs/],
    ['FROM a\nRUN --mount=type=cache,target=/x make\n', {}, '28.0.1', /^"RUN --mount" in the Dockerfile needs/],
    ['FROM a\nCOPY --chown=1:1 --chmod=755 a b\n', {}, '28.0.1', /^"COPY --chown=1:1 --chmod" in the Dockerfile/],
    ['FROM a\nCOPY <<EOF /b\nhello\nEOF\n', {}, '28.0.1', /^"COPY <<EOF" in the Dockerfile needs/],
  ];
  for (const [dockerfile, build, version, message] of cases) {
    const { engine, run, built } = workshop(t, dockerfile);
    engine.setVersion(version);
    const result = await run(build);
    assert.equal(result['code'], 'builder-lacks', dockerfile);
    assert.match(String(result['msg']), message);
    assert.equal(built(), undefined);
  }
});

test('a secret goes by a private file that is gone afterwards', async (t) => {
  const { playbookDir, engine, run, built } = workshop(t);
  const secrets = (type: string, more: object) => ({ secrets: [{ id: 'token', type, ...more }] });
  await run(secrets('env', { env: 'TOKEN' }), { environment: { TOKEN: 's3cret' } });
  assert.equal(built()!.secret, 's3cret');
  assert.doesNotMatch(engine.commands().join('\n'), /s3cret/);
  assert.deepEqual(readdirSync(join(playbookDir, 'run')), []);
  writeFileSync(join(playbookDir, 'token'), 'in a file');
  await run(secrets('file', { src: 'token' }), { force_source: true });
  assert.equal(engine.calls().findLast(({ secret }) => secret !== '')!.secret, 'in a file');
  for (const [type, message] of [
    ['env', 'the secret token of type env has no "env"'],
    ['value', 'the secret token of type value has no "value"'],
  ] as const)
    assert.equal((await run(secrets(type, {}), { force_source: true }))['msg'], message);
  const unset = await run(secrets('env', { env: 'NOWHERE' }), { force_source: true });
  assert.match(String(unset['msg']), /environment variable NOWHERE, which is not set/);
});

test('an image with a tag of its content says its commit, when the files are as committed', async (t) => {
  const { playbookDir, engine, run } = workshop(t);
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
      cwd: join(playbookDir, 'app'),
      encoding: 'utf8',
    }).trim();
  const label = () =>
    engine
      .commands()
      .findLast((each) => each.startsWith('build '))!
      .match(/--label=\S+/)?.[0];
  const options = { tag: 'auto', force_source: true };
  await run({}, options);
  assert.equal(label(), undefined, 'no repository');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message=one');
  await run({}, options);
  assert.equal(label(), `--label=org.opencontainers.image.revision=${git('rev-parse', 'HEAD')}`);
  await run({ labels: { 'org.opencontainers.image.revision': 'own' } }, options);
  assert.equal(label(), '--label=org.opencontainers.image.revision=own');
  writeFileSync(join(playbookDir, 'app/new'), '');
  await run({}, options);
  assert.equal(label(), undefined, 'a file that is not committed');
});

test('an image for another platform is refused, and built again', async (t) => {
  const { run, built } = workshop(t);
  const result = await run({ platform: 'linux/arm64' });
  assert.equal(result['code'], 'platform-mismatch');
  assert.match(String(result['msg']), /x:latest is for linux\/amd64, and linux\/arm64 is asked for/);
  assert.ok(built());
  assert.equal((await run({ platform: 'linux/x86_64' }))['changed'], false);
});
