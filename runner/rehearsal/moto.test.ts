import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { startMoto, withoutMoto } from './moto.ts';
import { createStage } from './stage.ts';
import { deploymentStories, extra } from './stories.ts';

describe('the shipped playbook against moto', { skip: withoutMoto }, () => {
  const { environment } = startMoto();
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
