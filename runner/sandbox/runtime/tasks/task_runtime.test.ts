import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { StopTaskCommand } from '@aws-sdk/client-ecs';
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
