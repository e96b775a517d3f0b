import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ContainerDefinition, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs';
import { ecsState } from '../../services/ecs/state.ts';
import { livingSample, until } from './testing.ts';

const dockerfile = `FROM node:24
WORKDIR /app
COPY . .
ENV COLOUR=red PORT=8080
CMD ["node", "server.js"]
`;
const server = `
require('http').createServer((request, response) => {
  response.end(JSON.stringify({ cwd: process.cwd(), ...process.env }));
}).listen(Number(process.env.PORT), () => console.log('listening on', process.env.PORT));
process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
`;
const web = { Dockerfile: dockerfile, 'server.js': server };
const portMappings = [{ containerPort: 8080 }];

test('a task is a real process behind a private port, with its environment, its log and its end', async (t) => {
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'of the user';
  const { image, run, reach, runtime, log, ecs, lines } = await livingSample(t);
  const arn = await run({
    image: await image('web', web),
    portMappings,
    environment: [{ name: 'GREETING', value: 'hello' }],
  });
  const task = await reach(arn, 'RUNNING');
  assert.match(task.containers?.[0]?.runtimeId ?? '', /^[0-9a-f]{32}-\d+$/);
  const { port = 0 } = runtime.addressOf(arn, 8080) ?? {};
  assert.notEqual(port, 8080);
  const seen = (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as Record<string, string>;
  assert.deepEqual(
    ['COLOUR', 'GREETING', 'PORT', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY', 'TZ'].map((name) => seen[name]),
    ['red', 'hello', '8080', 'eu-west-1', undefined, 'UTC'],
  );
  assert.notEqual(seen['HOME'], process.env['HOME']);
  await ecs.send(new StopTaskCommand({ cluster: 'app', task: arn, reason: 'enough' }));
  const stopped = await reach(arn, 'STOPPED');
  assert.deepEqual(
    [stopped.stopCode, stopped.stoppedReason, stopped.containers?.[0]?.exitCode],
    ['UserInitiated', 'enough', 0],
  );
  assert.deepEqual(await log(arn), ['listening on 8080', 'bye']);
  assert.deepEqual(runtime.status(), []);
  assert.deepEqual(lines, []);
});

test('a process that ends takes its task along, with its code and its last words', async (t) => {
  const { image, run, reach, log } = await livingSample(t);
  const crashing = { ...web, 'server.js': "console.error('no database'); process.exit(3);" };
  const arn = await run({ image: await image('bad', crashing), portMappings });
  const { stopCode, stoppedReason, containers } = await reach(arn, 'STOPPED');
  assert.deepEqual(
    [stopCode, stoppedReason, containers?.[0]?.exitCode, containers?.[0]?.lastStatus],
    ['EssentialContainerExited', 'Essential container in task exited', 3, 'STOPPED'],
  );
  assert.deepEqual(await log(arn), ['no database']);
});

test('a task that is killed from outside has ended by signal 9', async (t) => {
  const { image, run, reach, runtime } = await livingSample(t);
  const arn = await run({ image: await image('web', web), portMappings });
  await reach(arn, 'RUNNING');
  process.kill(runtime.status()[0]!.pid, 'SIGKILL');
  const { containers, stopCode } = await reach(arn, 'STOPPED');
  assert.deepEqual([stopCode, containers?.[0]?.exitCode], ['EssentialContainerExited', 137]);
});

test('one that does not heed SIGTERM is killed when the stop timeout is over, with all it started', async (t) => {
  const { image, run, reach, runtime, ecs, log } = await livingSample(t);
  const stubborn = `
process.on('SIGTERM', () => console.log('no'));
const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
console.log(child.pid);
setInterval(() => {}, 1000);`;
  const arn = await run({ image: await image('web', { ...web, 'server.js': stubborn }), stopTimeout: 2 });
  await reach(arn, 'RUNNING');
  const [child = ''] = await until('log', async () => (await log(arn)).length > 0 && log(arn));
  assert.equal(runtime.status().length, 1);
  const before = Date.now();
  await ecs.send(new StopTaskCommand({ cluster: 'app', task: arn }));
  const { containers } = await reach(arn, 'STOPPED');
  assert.ok(Date.now() - before >= 2_000, 'it was given two seconds of ours');
  assert.equal(containers?.[0]?.exitCode, 137);
  assert.throws(() => process.kill(Number(child), 0), { code: 'ESRCH' });
});

test('old images run their old files, also when the build context has moved on', async (t) => {
  const { image, run, reach, runtime, folder } = await livingSample(t);
  const answer = async (arn: string) => {
    await reach(arn, 'RUNNING');
    const { port = 0 } = runtime.addressOf(arn, 8080) ?? {};
    return (await fetch(`http://127.0.0.1:${port}/`)).text();
  };
  const version = (text: string) => ({
    ...web,
    'server.js': `require('http').createServer((q, r) => r.end('${text}')).listen(8080)`,
  });
  const one = await image('web', version('one'));
  const two = await image('web', version('two'));
  writeFileSync(join(folder, 'web', 'server.js'), 'broken');
  assert.notEqual(one, two);
  assert.equal(await answer(await run({ image: one, portMappings })), 'one');
  assert.equal(await answer(await run({ image: two, portMappings })), 'two');
});

test('other programs are told their private port where they are told their port', async (t) => {
  const { image, run, reach, runtime } = await livingSample(t);
  const python = `
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b'from python')
http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`;
  const files = { Dockerfile: 'FROM python\nCOPY s.py /\nENV PORT=8080\nCMD ["python3", "/s.py"]\n', 's.py': python };
  const arn = await run({ image: await image('web', files), portMappings });
  await reach(arn, 'RUNNING');
  const { port = 0 } = runtime.addressOf(arn, 8080) ?? {};
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'from python');
});

test('containers start when those they depend on allow it, and share one network', async (t) => {
  const { image, run, reach, log } = await livingSample(t);
  const app = { Dockerfile: 'FROM x\nCOPY . /app\nWORKDIR /app\nCMD ["node", "main.js"]\n' };
  const main = `
const server = require('http').createServer((q, r) => r.end('hello')).listen(8080);
process.on('SIGTERM', () => process.exit(0));`;
  const side = `
fetch('http://localhost:8080/').then(async (r) => console.log('main says', await r.text()));
setInterval(() => {}, 1000);`;
  const arn = await run(
    {
      image: await image('main', { ...app, 'main.js': main }),
      portMappings,
      dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }],
      healthCheck: {
        command: ['CMD', 'node', '-e', "fetch('http://localhost:8080/').catch(() => process.exit(1))"],
        interval: 5,
      },
    },
    { name: 'init', image: await image('init', { ...app, 'main.js': "console.log('migrated')" }), essential: false },
    {
      name: 'side',
      image: await image('side', { ...app, 'main.js': side }),
      essential: false,
      dependsOn: [{ containerName: 'app', condition: 'HEALTHY' }],
    },
  );
  await until('side', async () => (await log(arn, 'side').catch(() => [])).length > 0);
  const { containers = [], healthStatus } = await reach(arn, 'RUNNING');
  assert.deepEqual(await log(arn, 'side'), ['main says hello']);
  assert.equal(healthStatus, 'HEALTHY');
  assert.deepEqual(
    containers.map(({ name, lastStatus, exitCode }) => [name, lastStatus, exitCode]),
    [
      ['app', 'RUNNING', undefined],
      ['init', 'STOPPED', 0],
      ['side', 'RUNNING', undefined],
    ],
  );
});

test('a container whose dependency fails never starts, and says why', async (t) => {
  const { image, run, reach, runtime } = await livingSample(t);
  const files = { Dockerfile: 'FROM x\nCOPY . /\nCMD ["node", "/x.js"]\n', 'x.js': 'process.exit(4)' };
  const reference = await image('init', files);
  const arn = await run(
    { image: reference, dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] },
    { name: 'init', image: reference, essential: false },
  );
  const { stopCode, stoppedReason } = await reach(arn, 'STOPPED');
  assert.deepEqual(
    [stopCode, stoppedReason],
    ['TaskFailedToStart', 'Task failed to start: dependency container "init" did not become SUCCESS'],
  );
  assert.deepEqual(runtime.status(), []);
});

const refused: [what: string, change: Partial<ContainerDefinition>, reason: RegExp][] = [
  [
    'an image of another registry',
    { image: 'nginx:1' },
    /^CannotPullContainerError: pull image nginx:1: .*--sandbox-engine docker$/,
  ],
  [
    'a secret',
    { secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/x' }] },
    /^ResourceInitializationError: .*the sandbox has no Secrets Manager.*give TOKEN as environment/,
  ],
];
for (const [what, change, reason] of refused) {
  test(`${what} is refused with what the sandbox can run`, async (t) => {
    const { image, run, reach } = await livingSample(t);
    const arn = await run({ image: await image('web', web), ...change });
    const { stopCode, stoppedReason } = await reach(arn, 'STOPPED');
    assert.equal(stopCode, 'TaskFailedToStart');
    assert.match(stoppedReason ?? '', reason);
  });
}

test('a container that never listens counts as running after a while; the next of its kind is not waited for as long', async (t) => {
  const { image, run, reach, lines, ecs, networkConfiguration } = await livingSample(t, { readyMs: 1_500 });
  const arn = await run({
    image: await image('web', { ...web, 'server.js': 'setInterval(() => {}, 1000)' }),
    portMappings,
  });
  const before = Date.now();
  await reach(arn, 'RUNNING');
  assert.ok(Date.now() - before >= 1_400);
  assert.match(lines.join('\n'), /container app: listens on none of its ports/);
  const { tasks: [again] = [] } = await ecs.send(
    new RunTaskCommand({ cluster: 'app', taskDefinition: 'web', launchType: 'FARGATE', networkConfiguration }),
  );
  const second = Date.now();
  await reach(again!.taskArn!, 'RUNNING');
  assert.ok(Date.now() - second < 1_450, 'not as long again');
});

test('a task that was about to stop when the sandbox ended has stopped', async (t) => {
  const { image, run, reach, runtime, sandbox, ecs } = await livingSample(t);
  const stubborn = { ...web, 'server.js': "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)" };
  const arn = await run({ image: await image('web', stubborn) });
  await reach(arn, 'RUNNING');
  await ecs.send(new StopTaskCommand({ cluster: 'app', task: arn }));
  await reach(arn, 'STOPPING');
  sandbox.hold();
  const saved = sandbox.store.content();
  await runtime.stopAll();
  sandbox.store.restore(saved);
  runtime.resume(sandbox.state(ecsState).tasks.get(arn)!, sandbox.host.context('eu-west-1'));
  await sandbox.start();
  assert.equal((await reach(arn, 'STOPPED')).containers?.[0]?.exitCode, 137);
  assert.deepEqual(runtime.status(), []);
});

test('a crash that is set as a fault meets tasks that run already', async (t) => {
  const { image, run, reach, sandbox } = await livingSample(t);
  const arn = await run({ image: await image('web', web), portMappings });
  await reach(arn, 'RUNNING');
  await sandbox.faults.set('crash web exit=9 after=1s');
  sandbox.host.wake();
  const { stopCode, containers } = await reach(arn, 'STOPPED');
  assert.deepEqual([stopCode, containers?.[0]?.exitCode], ['EssentialContainerExited', 9]);
});

test('a sandbox that is started again runs the tasks that it had', async (t) => {
  const { image, run, reach, runtime, sandbox, log } = await livingSample(t);
  const arn = await run({ image: await image('web', web), portMappings });
  await reach(arn, 'RUNNING');
  const [before] = runtime.status();
  sandbox.hold();
  const saved = sandbox.store.content();
  await runtime.stopAll();
  assert.equal(runtime.addressOf(arn, 8080), undefined);
  sandbox.store.restore(saved);
  runtime.resume(sandbox.state(ecsState).tasks.get(arn)!, sandbox.host.context('eu-west-1'));
  await sandbox.start();
  await until('it answers', () => runtime.addressOf(arn, 8080));
  const task = await reach(arn, 'RUNNING');
  assert.equal(task.lastStatus, 'RUNNING');
  assert.notEqual(runtime.status()[0]?.pid, before?.pid);
  const lines = await until('log', async () => (await log(arn)).length > 2 && log(arn));
  assert.deepEqual(lines, ['listening on 8080', 'bye', 'listening on 8080']);
});
