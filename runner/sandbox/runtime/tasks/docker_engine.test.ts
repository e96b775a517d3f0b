import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { StopTaskCommand } from '@aws-sdk/client-ecs';
import { temporaryFolder } from '../../../modules/testing.ts';
import { createDockerEngine } from './docker_engine.ts';
import { livingSample, until } from './testing.ts';

/** A program called docker whose containers are files in a folder: `run` begins one, `kill` writes its exit code. */
const script = `#!/bin/sh
here=\${0%/*}
echo "$*" >> "$here/calls"
for last in "$@"; do :; done
case "$1" in
  version) [ -f "$here/down" ] && { echo 'Cannot connect to the Docker daemon' >&2; exit 1; }; echo 27.0 ;;
  ps) [ -f "$here/left" ] && cat "$here/left"; rm -f "$here/left" ;;
  run)
    case "$*" in *refused*) printf "Unable to find image\\ndocker: pull access denied for refused.\\nSee 'docker run --help'.\\n" >&2; exit 125 ;; esac
    id=c$(ls "$here" | grep -c '^c[0-9]*$'); echo "$GREETING" > "$here/$id"; echo $id ;;
  inspect) echo 4711 ;;
  port) echo "8080/tcp -> 127.0.0.1:45678" ;;
  logs) echo "hello $(cat "$here/$last")"; echo 'from stderr' >&2; while [ ! -f "$here/$last.code" ]; do sleep 0.02; done; echo bye ;;
  wait) while [ ! -f "$here/$last.code" ]; do sleep 0.02; done; cat "$here/$last.code" ;;
  kill) case "$2" in *KILL) echo 137 ;; *) echo 0 ;; esac > "$here/$last.code" ;;
  exec) [ -f "$here/ill" ] && exit 1; exit 0 ;;
  rm) ;;
esac
`;

function fakeDocker(t: TestContext) {
  let folder = '';
  const notes: number[] = [];
  const set = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const makeEngine = () => {
    if (folder === '') folder = install(t);
    return createDockerEngine({
      folder,
      note: (pid) => notes.push(pid),
      environment: { PATH: `${folder}:/usr/bin:/bin`, DOCKER_HOST: 'unix:///here' },
    });
  };
  const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  return { makeEngine, set, notes, calls, folder: () => folder };
}

function install(t: TestContext): string {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'docker'), script);
  chmodSync(join(folder, 'docker'), 0o755);
  writeFileSync(join(folder, 'calls'), '');
  return folder;
}

test('a task runs in containers that share the network of the first', async (t) => {
  const { makeEngine, calls, folder, notes } = fakeDocker(t);
  const { run, reach, log, runtime, ecs } = await livingSample(t, { makeEngine, readyMs: 50 });
  const arn = await run(
    {
      image: 'nginx:1',
      command: ['serve'],
      entryPoint: ['/entry', '-v'],
      portMappings: [{ containerPort: 8080 }],
      environment: [
        { name: 'GREETING', value: 'world' },
        { name: 'DOCKER_HOST', value: 'other' },
      ],
    },
    { name: 'side', image: 'redis:7', essential: false, dependsOn: [{ containerName: 'app', condition: 'START' }] },
  );
  const task = await reach(arn, 'RUNNING');
  assert.match(task.containers?.[0]?.runtimeId ?? '', /-4711$/);
  assert.deepEqual(runtime.addressOf(arn, 8080), { host: '127.0.0.1', port: 45678 });
  const runs = calls().filter((call) => call.startsWith('run'));
  const labels = `--label=play.sandbox=${folder()} --label=play.task=${arn}`;
  assert.deepEqual(runs, [
    `run --detach ${labels} --label=play.container=app --publish=127.0.0.1::8080 --env=AWS_REGION --env=AWS_DEFAULT_REGION --env=GREETING --env=DOCKER_HOST=other --entrypoint=/entry nginx:1 -v serve`,
    `run --detach ${labels} --label=play.container=side --network=container:c0 --env=AWS_REGION --env=AWS_DEFAULT_REGION redis:7`,
  ]);
  await ecs.send(new StopTaskCommand({ cluster: 'app', task: arn }));
  const stopped = await reach(arn, 'STOPPED');
  assert.deepEqual(
    stopped.containers?.map(({ exitCode }) => exitCode),
    [0, 0],
  );
  assert.deepEqual(new Set(await log(arn)), new Set(['hello world', 'from stderr', 'bye']));
  await until('removed', () => calls().includes('rm --force c0'));
  assert.equal(notes.length, 4, 'logs and wait of both are written down');
});

test('what docker says when it cannot pull is the reason of the task', async (t) => {
  const { makeEngine } = fakeDocker(t);
  const { run, reach } = await livingSample(t, { makeEngine });
  const { stoppedReason, stopCode } = await reach(await run({ image: 'refused:1' }), 'STOPPED');
  assert.equal(stopCode, 'TaskFailedToStart');
  assert.equal(
    stoppedReason,
    'CannotPullContainerError: pull image refused:1: docker: pull access denied for refused.',
  );
});

test('health checks run inside', async (t) => {
  const { makeEngine, set, calls } = fakeDocker(t);
  const { run, reach } = await livingSample(t, { makeEngine });
  const healthCheck = { command: ['CMD', 'test', 'me'], interval: 5, retries: 1 };
  const arn = await run({ image: 'nginx:1', healthCheck });
  await until('healthy', async () => (await reach(arn, 'RUNNING')).healthStatus === 'HEALTHY');
  assert.ok(calls().includes('exec c0 test me'));
  set('ill', '');
  await until('unhealthy', async () => (await reach(arn, 'RUNNING')).healthStatus === 'UNHEALTHY');
});

test('an image that was only described asks to be built', async (t) => {
  const { makeEngine } = fakeDocker(t);
  const { run, reach, image } = await livingSample(t, { makeEngine });
  const arn = await run({ image: await image('web', { Dockerfile: 'FROM x\nCMD ["x"]\n' }) });
  assert.match((await reach(arn, 'STOPPED')).stoppedReason ?? '', /build it with docker_image and force_source: true/);
});

test('an engine that does not answer is refused; what a dead sandbox left in it is removed', async (t) => {
  const { makeEngine, set, calls } = fakeDocker(t);
  await makeEngine();
  set('left', 'old1\nold2\n');
  await makeEngine();
  assert.equal(calls().at(-1), 'rm --force old1 old2');
  set('down', '');
  await assert.rejects(makeEngine(), { code: 'no-engine', message: /Cannot connect to the Docker daemon/ });
});
