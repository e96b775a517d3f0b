// node bench/stacks.mjs [--build dist] [--speed 60]
//
// Puts up the five stacks of roles/stacks twice in a sandbox, over HTTP and with nothing else different: by
// `aws cloudformation create-stack` and polling, one stack after the other, as a shell script does it; and by Play, as change
// sets, two side by side. Prints calls and wall time of both, and of Play's second run. Needs the aws command.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { build: { type: 'string', default: 'dist' }, speed: { type: 'string', default: '60' } },
});
const project = resolve(import.meta.dirname, '..');
const command = join(resolve(values.build), 'play.js');
const folder = mkdtempSync(join(tmpdir(), 'play-stacks-'));
const environment = { ...process.env, PLAY_SANDBOX_DIR: folder, AWS_PAGER: '' };

function run(program, words, env = {}) {
  const child = spawn(program, words, { cwd: project, env: { ...environment, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) =>
      code === 0 ? done(output) : fail(new Error(`${program} ${words.join(' ')}\n${output}`)),
    );
  });
}
const play = (words, env) => run(process.execPath, [command, ...words], env);

/** Passes requests on, and counts them. */
async function countingDoor(target) {
  const door = { calls: 0, url: '', close: () => server.close() };
  const server = createServer((asked, answer) => {
    door.calls += 1;
    const { method, headers, url } = asked;
    const onward = request(new URL(url, target), { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode, answered.headers);
      answered.pipe(answer);
    });
    onward.once('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  door.url = `http://127.0.0.1:${server.address().port}`;
  return door;
}

async function measured(door, what, work) {
  const began = performance.now();
  const before = door.calls;
  const result = await work();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${what.padEnd(44)} ${String(door.calls - before).padStart(4)} calls ${seconds.padStart(6)} s`);
  return result;
}

/** One stack after the other; what one gives the next is asked for. */
async function byHand(env, { image, repository }) {
  const aws = async (...words) =>
    (await run('aws', [...words, '--region', 'eu-west-1', '--output', 'text'], env)).trim();
  const stack = (name, query) =>
    aws('cloudformation', 'describe-stacks', '--stack-name', `hand-${name}`, '--query', `Stacks[0].${query}`);
  const create = async (name, parameters) => {
    const given = Object.entries(parameters).map(([key, value]) => `ParameterKey=${key},ParameterValue=${value}`);
    const file = `file://${join(project, 'roles/stacks/files', `${name}.yml`)}`;
    const words = ['--stack-name', `hand-${name}`, '--template-body', file, '--capabilities', 'CAPABILITY_IAM'];
    await aws('cloudformation', 'create-stack', ...words, ...(given.length ? ['--parameters', ...given] : []));
    for (;;) {
      const status = await stack(name, 'StackStatus');
      if (status === 'CREATE_COMPLETE') return;
      if (status !== 'CREATE_IN_PROGRESS') throw new Error(`hand-${name} is ${status}`);
      await sleep(1_000);
    }
  };
  const logs = { LogGroupName: 'hand_logs' };
  await create('vpc', {});
  await create('iam', { RepositoryArn: repository, ...logs });
  await create('cluster', { NetworkStack: 'hand-vpc', ...logs });
  await create('task', { RoleStack: 'hand-iam', Image: image, Family: 'hand', ContainerName: 'app', ...logs });
  const TaskDefinitionArn = await stack('task', 'Outputs[0].OutputValue');
  const names = { NetworkStack: 'hand-vpc', ClusterStack: 'hand-cluster', LoadBalancerName: 'by-hand' };
  await create('service', { ...names, TaskDefinitionArn, ContainerName: 'app' });
}

let door;
try {
  const made = await play([
    'cloudformation.yml',
    '--sandbox',
    '--sandbox-speed',
    values.speed,
    '--tags',
    'ecr,image',
    '-vv',
    '--output',
    'json',
  ]);
  const image = /"reference":\s*"([^"]+)"/.exec(made)[1];
  const repository = /"repositoryArn":\s*"([^"]+)"/.exec(made)[1];
  const sandbox = /http:\/\/127\.0\.0\.1:\d+/.exec(await play(['sandbox', 'status']))[0];
  door = await countingDoor(sandbox);
  const env = { AWS_ENDPOINT_URL: door.url, AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' };
  await measured(door, 'aws cloudformation create-stack, and polling', () => byHand(env, { image, repository }));
  const words = ['cloudformation.yml', '--tags', 'stacks', '-e', `image=${image}`];
  await measured(door, 'play cloudformation.yml --check', () => play([...words, '--check'], env));
  await measured(door, 'play cloudformation.yml', () => play(words, env));
  await measured(door, 'play cloudformation.yml, again', () => play(words, env));
} finally {
  door?.close();
  spawnSync(process.execPath, [command, 'sandbox', 'stop'], { cwd: project, env: environment, stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
}
