import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createStage } from './stage.ts';
import { deploymentStories, extra } from './stories.ts';

const wanted = process.env['PLAY_MOTO'] === '1';
const present = spawnSync('moto_server', ['--help']).status === 0;
const why = wanted ? 'moto_server is not on PATH' : 'set PLAY_MOTO=1';
const skip = wanted && present ? false : `SKIPPED: no rehearsal against moto: ${why}`;

describe('the shipped playbook against moto', { skip }, () => {
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    AWS_ACCESS_KEY_ID: 'moto',
    AWS_SECRET_ACCESS_KEY: 'moto-secret',
  };
  let moto: ChildProcess;
  before(async () => {
    const port = await freePort();
    environment['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${port}`;
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    await answers(environment['AWS_ENDPOINT_URL']);
  });
  after(() => moto?.kill());

  const play = createStage({ environment, extraVars: extra(false) });
  deploymentStories(play, { imageRole: false });

  const cli = spawnSync('aws', ['--version']).status === 0;
  test('the aws CLI reads back what was made', { skip: cli ? false : 'SKIPPED: no aws CLI on PATH' }, async () => {
    await play();
    const aws = (...words: string[]) =>
      JSON.parse(
        execFileSync('aws', [...words, '--region', 'eu-west-1', '--output', 'json'], {
          env: environment,
          encoding: 'utf8',
        }),
      );
    const [vpc] = aws('ec2', 'describe-vpcs', '--filters', 'Name=cidr,Values=192.168.0.0/16').Vpcs;
    const subnets = aws('ec2', 'describe-subnets', '--filters', `Name=vpc-id,Values=${vpc.VpcId}`).Subnets;
    assert.deepEqual(subnets.map((each: { CidrBlock: string }) => each.CidrBlock).sort(), [
      '192.168.0.0/20',
      '192.168.16.0/20',
      '192.168.32.0/20',
    ]);
    const [balancer] = aws('elbv2', 'describe-load-balancers', '--names', 'ans-time-app-lb').LoadBalancers;
    assert.equal(balancer.VpcId, vpc.VpcId);
    const [service] = aws(
      'ecs',
      'describe-services',
      '--cluster',
      'AnsCluster',
      '--services',
      'ans-time-app-services',
    ).services;
    assert.deepEqual(
      [service.desiredCount, service.launchType, service.networkConfiguration.awsvpcConfiguration.assignPublicIp],
      [3, 'FARGATE', 'ENABLED'],
    );
    assert.equal(aws('ecr', 'describe-repositories').repositories[0].repositoryName, 'engagetech');
  });
});

/** A port nobody listens on: asked of the system, then given back. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`moto does not answer at ${url}`);
}
