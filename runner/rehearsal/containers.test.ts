import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { liveOnce } from './containers/container.ts';
import { login, type RunTasks, runTasks } from './containers/tasks.ts';
import { heldByRegistry, openWorkshop, type Workshop } from './containers/workshop.ts';

const opened =
  process.env['PLAY_CONTAINERS'] === '1'
    ? openWorkshop()
    : 'SKIPPED: no real container engine is used: set PLAY_CONTAINERS=1';
if (typeof opened === 'string' && process.env['PLAY_CONTAINERS'] === '1') console.error(opened);

/** Engines and their builders, with the program that runs their images. */
const kinds: readonly {
  readonly title: string;
  readonly engine: 'docker' | 'podman' | 'buildah';
  readonly program: 'docker' | 'podman';
  readonly environment?: Readonly<Record<string, string>>;
}[] = [
  { title: 'Docker with BuildKit', engine: 'docker', program: 'docker' },
  { title: "Docker's legacy builder", engine: 'docker', program: 'docker', environment: { DOCKER_BUILDKIT: '0' } },
  { title: 'Podman', engine: 'podman', program: 'podman' },
  { title: 'Buildah', engine: 'buildah', program: 'podman' },
];

describe('images on real container engines', { skip: typeof opened === 'string' && opened }, () => {
  const workshop = opened as Workshop;
  after(() => workshop.close());
  const run = (tasks: readonly object[], options?: RunTasks) => runTasks(workshop, tasks, options);
  const command = (program: string, ...words: string[]) =>
    execFileSync(program, words, { env: workshop.environment, encoding: 'utf8' });

  /** A build context of the test's own. */
  const contextWith = (files: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(join(workshop.folder, 'context-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };

  /** Our own Dockerfile with what it needs, in a folder without the rest of the repository. */
  const ourContext = () => {
    const folder = mkdtempSync(join(workshop.folder, 'app-'));
    for (const name of ['Dockerfile', '.dockerignore', 'package.json', 'package-lock.json', 'app'])
      cpSync(resolve(name), join(folder, name), { recursive: true });
    return folder;
  };

  for (const { title, engine, program, environment = {} } of kinds)
    describe(title, { skip: !isInstalled(engine) && `SKIPPED: there is no ${engine}` }, () => {
      const name = `${title.replaceAll(/\W+/g, '-').toLowerCase()}/time-app`;
      const repository = `${workshop.registry}/${name}`;
      const run = (tasks: readonly object[], options: RunTasks = {}) =>
        runTasks(workshop, tasks, { ...options, environment: { ...environment, ...options.environment } });
      let context = '';
      let made: Record<string, unknown> = {};
      const image = (more: object = {}) => ({
        docker_image: {
          name: repository,
          tag: 'auto',
          source: 'build',
          build: { path: context, network: 'host', platform: 'linux/amd64' },
          push: true,
          engine,
          ...more,
        },
      });

      test("our Dockerfile is built and pushed; the digest is the registry's", async () => {
        context = ourContext();
        const { code, result, text, progress } = await run([login(workshop, { engine }), image()]);
        assert.equal(code, 0, String(result['msg']));
        made = result;
        assert.deepEqual([result['changed'], result['built'], result['pushed']], [true, true, true]);
        const held = await heldByRegistry(workshop, name, String(result['tag']));
        assert.equal(result['digest'], held.digest);
        assert.equal(held.digest, held.ofBytes);
        assert.equal(result['reference'], `${repository}@${held.digest}`);
        assert.doesNotMatch(text, new RegExp(workshop.password));
        assert.equal(
          existsSync(join(workshop.folder, '.docker/config.json')),
          false,
          'the login stays out of the home',
        );
        assert.ok(
          progress.some((line) => /^#\d+ |^Step |STEP |npm|esbuild|--->/.test(line)),
          'steps of the build are shown',
        );
        assert.ok(
          progress.some((line) => /: (Preparing|Pushed|Waiting)|Copying|Writing|Storing/.test(line)),
          'and of the push',
        );
      });

      test('a second run neither builds nor pushes, with no engine at all', async () => {
        const none = { DOCKER_HOST: 'unix:///nowhere', PATH: '/nowhere' };
        for (const check of [false, true]) {
          const config = join(workshop.folder, `config-${engine}.json`);
          await run([login(workshop, { engine, config_path: config })]);
          const again = await run([image()], { environment: { ...none, REGISTRY_AUTH_FILE: config }, check });
          assert.equal(again.code, 0, String(again.result['msg']));
          const { changed, built, pushed, digest, tag } = again.result;
          assert.deepEqual([changed, built, pushed, digest, tag], [false, false, false, made['digest'], made['tag']]);
        }
      });

      test('the pushed image is pulled by its digest, tells the time and ends by itself', async () => {
        command(program, 'rmi', '--force', `${repository}:${made['tag']}`);
        const reference = String(made['reference']);
        const pulled = await run([
          login(workshop, { engine }),
          { docker_image: { name: reference, source: 'pull', engine } },
        ]);
        assert.equal(pulled.result['changed'], true, String(pulled.result['msg']));
        const { now, exitCode, stopping, logs } = await liveOnce(workshop, program, reference);
        assert.match(now, /\d{4}-\d\d-\d\d|\d\d:\d\d/);
        assert.equal(exitCode, 0);
        assert.ok(stopping < 10_000, `it took ${stopping} ms`);
        assert.match(logs, /"stopping"[\s\S]*"stopped"/);
      });

      test('a wrong password, no login and a registry that is down are told apart', async () => {
        const wrong = await run([login(workshop, { engine, password: 'top-secret' })]);
        assert.deepEqual([wrong.code, wrong.errorCode], [2, 'login-failed'], String(wrong.result['msg']));
        assert.doesNotMatch(wrong.text, /top-secret/);
        const build = { path: contextWith({ Dockerfile: 'FROM node:24-alpine\nLABEL a=b\n' }) };
        const stranger = await run([image({ name: `${repository}/other`, build })]);
        assert.deepEqual([stranger.code, stranger.errorCode], [2, 'push-denied'], String(stranger.result['msg']));
        assert.match(String(stranger.hint), /docker_login/);
        const down = await run([image({ name: '127.0.0.1:9/down', build })]);
        assert.deepEqual([down.code, down.errorCode], [2, 'registry-unreachable'], String(down.result['msg']));
        const nowhere = await run([login({ ...workshop, registry: '127.0.0.1:9' }, { engine })]);
        assert.deepEqual([nowhere.code, nowhere.errorCode], [2, 'registry-unreachable']);
      });

      test('a build that fails names its step and the last lines of that', async () => {
        const path = contextWith({
          Dockerfile:
            'FROM node:24-alpine AS one\nRUN echo fine\nFROM one\nRUN echo first; echo no such thing >&2; exit 3\n',
        });
        const { code, errorCode, result } = await run([image({ build: { path } })]);
        assert.deepEqual([code, errorCode], [2, 'build-failed']);
        const message = String(result['msg']);
        assert.match(message, /could not build .* at (\[[^\]]*\] )+RUN echo first.*: exit code 3\n/);
        assert.match(message, /no such thing/);
        assert.doesNotMatch(message, /fine|Removing intermediate|transferring/);
        const none = await run([image({ build: { path: join(path, 'none') } })]);
        assert.equal(none.errorCode, 'dockerfile-missing');
      });

      test('what a build is given arrives: arguments, secrets, labels, target, another Dockerfile, what is ignored', async () => {
        const hasSecrets = environment['DOCKER_BUILDKIT'] !== '0';
        const path = contextWith({
          'other.Dockerfile': `FROM node:24-alpine AS checked
ARG GREETING
COPY . /all
RUN test "$GREETING" = "hello, you" && test -e /all/kept && test ! -e /all/secret.txt
${hasSecrets ? 'RUN --mount=type=secret,id=token test "$(wc -c < /run/secrets/token)" = 12' : ''}
HEALTHCHECK CMD ["true"]
FROM checked
RUN false
`,
          '.dockerignore': '*.txt\n',
          'secret.txt': 'x',
          kept: 'x',
        });
        const build = {
          path,
          dockerfile: 'other.Dockerfile',
          target: 'checked',
          args: { GREETING: 'hello, you' },
          labels: { team: 'time' },
          ...(hasSecrets && { secrets: [{ id: 'token', type: 'env', env: 'TOKEN' }] }),
        };
        const task = image({ name: 'options', build, push: false });
        const options = { environment: { TOKEN: 's3cret-token' } };
        const { code, result, text } = await run([task], options);
        assert.equal(code, 0, String(result['msg']));
        assert.doesNotMatch(text, /s3cret-token/);
        const [kept] = JSON.parse(command(program, 'image', 'inspect', `options:${result['tag']}`)) as [
          { Config: { Labels: Record<string, string>; Healthcheck?: unknown }; Healthcheck?: unknown },
        ];
        assert.equal(kept.Config.Labels['team'], 'time');
        assert.ok(kept.Config.Healthcheck ?? kept.Healthcheck, 'the health check is in the image');
        assert.equal((await run([task], options)).result['changed'], false);
        command(program, 'rmi', `options:${result['tag']}`);
      });
    });

  describe("what Docker's legacy builder cannot do", () => {
    const environment = { DOCKER_BUILDKIT: '0' };
    const build = (path: string, more: object = {}) => ({
      docker_image: { name: 'legacy', tag: 'auto', source: 'build', engine: 'docker', build: { path, ...more } },
    });

    test('says what needs BuildKit before it builds', async () => {
      const path = contextWith({ Dockerfile: 'FROM node:24-alpine\nRUN --mount=type=cache,target=/x true\n' });
      const mount = await run([build(path)], { environment });
      assert.equal(mount.errorCode, 'builder-lacks');
      assert.match(String(mount.result['msg']), /"RUN --mount" in the Dockerfile needs BuildKit/);
      const plain = contextWith({ Dockerfile: 'FROM node:24-alpine\n' });
      const secret = { secrets: [{ id: 'a', type: 'value', value: 'b' }] };
      assert.equal((await run([build(plain, secret)], { environment })).errorCode, 'builder-lacks');
    });

    test('an image for another platform than was asked for is refused', async () => {
      const path = contextWith({ Dockerfile: 'FROM node:24-alpine\nLABEL a=b\n' });
      const { errorCode, result } = await run([build(path, { platform: 'linux/arm64' })], { environment });
      assert.equal(errorCode, 'platform-mismatch');
      assert.match(String(result['msg']), /is for linux\/amd64, and linux\/arm64 is asked for/);
    });
  });

  test('an engine that may not be used, does not run or is not there is told with what to do', async () => {
    const task = { docker_image: { name: 'x', source: 'local', engine: 'docker' } };
    const bin = join(workshop.folder, 'bin');
    mkdirSync(bin);
    const other = 'exec setpriv --reuid=65534 --regid=65534 --clear-groups';
    writeFileSync(join(bin, 'docker'), `#!/bin/sh\n${other} ${command('which', 'docker').trim()} "$@"\n`);
    chmodSync(join(bin, 'docker'), 0o755);
    // The socket itself is what may not be used, not the way to it.
    for (const folder of [workshop.folder, join(workshop.folder, 'engines')]) chmodSync(folder, 0o755);
    const denied = await run([task], { environment: { PATH: `${bin}:${workshop.environment['PATH']}` } });
    assert.equal(denied.errorCode, 'no-engine');
    assert.match(String(denied.result['msg']), /permission denied/);
    assert.match(String(denied.hint), /group "docker"/);
    const down = await run([task], { environment: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    assert.match(String(down.result['msg']), /docker does not answer \(.*Cannot connect|docker does not answer/);
    assert.match(String(down.hint), /start Docker/);
    const auto = { docker_image: { name: 'x', source: 'local' } };
    const none = await run([auto], { environment: { PATH: '/nowhere' } });
    assert.match(
      String(none.result['msg']),
      /docker is not installed, podman is not installed, buildah is not installed/,
    );
    assert.match(String(none.hint), /install and start Docker/);
  });

  test('the shipped playbook deploys its image to the sandbox, where Docker runs it', async () => {
    const cwd = ourContext();
    cpSync('playbook.yml', join(cwd, 'playbook.yml'));
    const play = (...words: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [process.env['PLAY_TEST_COMMAND']!, ...words], {
        cwd,
        env: workshop.environment,
        encoding: 'utf8',
      });
      assert.equal(status, 0, stdout + stderr);
      return stdout;
    };
    const words = ['playbook.yml', '--sandbox', '--sandbox-engine', 'docker', '-e', 'image_network=host'];
    try {
      const [url = ''] = /http:\/\/127[^\s"]+/.exec(play(...words)) ?? [];
      const answer = await fetch(`${url}/now`);
      assert.equal(answer.status, 200);
      assert.match(
        command('docker', 'ps', '--filter', 'label=play.container=ans-time-app', '--quiet'),
        /^[0-9a-f]{12}/,
      );
      assert.match(play(...words), /changed=0 /);
    } finally {
      play('sandbox', 'stop');
    }
    assert.equal(command('docker', 'ps', '--quiet').trim(), '', 'its containers ended with it');
  });

  test('a disk that is full is told as such', {
    skip: !isInstalled('podman') && 'SKIPPED: there is no podman',
  }, async () => {
    const disk = join(workshop.folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
    try {
      const storage = join(workshop.folder, 'small.conf');
      writeFileSync(storage, `[storage]\ndriver = "vfs"\ngraphroot = "${disk}/storage"\nrunroot = "${disk}/run"\n`);
      const path = contextWith({ Dockerfile: 'FROM scratch\nCOPY big /\n', big: 'x'.repeat(20_000_000) });
      const task = { docker_image: { name: 'big', source: 'build', engine: 'podman', build: { path } } };
      const { errorCode, hint, result } = await run([task], { environment: { CONTAINERS_STORAGE_CONF: storage } });
      assert.equal(errorCode, 'disk-full', String(result['msg']));
      assert.match(String(hint), /podman system prune/);
    } finally {
      spawnSync('umount', ['--lazy', disk]);
    }
  });
});

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}
