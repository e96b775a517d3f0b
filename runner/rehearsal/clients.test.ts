import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { serveHttp } from '../sandbox/http.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { createStage, failures } from './stage.ts';

const wanted = process.env['PLAY_CLIENTS'] === '1';
const works = (command: string, ...words: string[]) => spawnSync(command, words).status === 0;
const skipUnless = (isThere: boolean, what: string) =>
  wanted && isThere ? false : `SKIPPED: ${wanted ? `${what} is not there` : 'set PLAY_CLIENTS=1'}`;

const environment = (server: Server): NodeJS.ProcessEnv => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    LANG: 'C.UTF-8',
    AWS_ENDPOINT_URL: url,
    AWS_URL: url,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
};

/** Not `execFileSync`: the sandbox answers in this process. */
async function run(command: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(command, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const text = Buffer.concat(said).toString('utf8');
  assert.equal(code, 0, text);
  return text;
}

/** A sandbox that is reached over HTTP while its tests run. */
function served(): { sandbox: Sandbox; env(): NodeJS.ProcessEnv } {
  const sandbox = createSandbox();
  let server: Server;
  before(async () => {
    server = await serveHttp(sandbox);
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { sandbox, env: () => environment(server) };
}

describe("Ansible's own modules", {
  skip: skipUnless(
    works('ansible-playbook', '--version') && works('python3', '-c', 'import boto3'),
    'ansible-playbook with boto3',
  ),
}, () => {
  const { sandbox, env } = served();
  const python = spawnSync('python3', ['-c', 'import boto3, sys; print(sys.executable)'], { encoding: 'utf8' });
  const playbook = () =>
    run(
      'ansible-playbook',
      [
        '-i',
        'localhost,',
        '-e',
        `ansible_python_interpreter=${python.stdout.trim()}`,
        'runner/rehearsal/clients/ansible.yml',
      ],
      { ...env(), ANSIBLE_LOCALHOST_WARNING: 'false', ANSIBLE_NOCOLOR: '1' },
    );

  test('make a network, a role, a repository, a cluster and what belongs to them; again, they change nothing', async () => {
    assert.match(await playbook(), /ok=12 +changed=12 .*failed=0/);
    sandbox.calls.length = 0;
    assert.match(await playbook(), /ok=12 +changed=0 .*failed=0/);
    assert.deepEqual(
      sandbox.calls.filter(({ write }) => write),
      [],
    );
  });
});

describe('the aws command reads what the shipped playbook made', {
  skip: skipUnless(works('aws', '--version'), 'the aws command'),
}, () => {
  const { sandbox, env } = served();
  const aws = async (...words: string[]) => JSON.parse(await run('aws', [...words, '--output', 'json'], env()));
  before(async () => {
    assert.equal(failures(await createStage({ sandbox, environment: { PATH: '' } })()), '');
  });

  test('aws ecs describe-services', async () => {
    const words = ['--cluster', 'AnsCluster', '--services', 'ans-time-app-services'];
    const { services, failures: missing } = await aws('ecs', 'describe-services', ...words);
    const [{ status, desiredCount, runningCount, deployments }] = services;
    assert.deepEqual([missing, status, desiredCount, runningCount], [[], 'ACTIVE', 3, 3]);
    assert.equal(deployments[0].rolloutState, 'COMPLETED');
  });

  test('aws elbv2 describe-target-health', async () => {
    const { TargetGroups } = await aws('elbv2', 'describe-target-groups');
    const words = ['--target-group-arn', TargetGroups[0].TargetGroupArn];
    const { TargetHealthDescriptions: targets } = await aws('elbv2', 'describe-target-health', ...words);
    assert.deepEqual(
      targets.map((each: { TargetHealth: unknown }) => each.TargetHealth),
      Array(3).fill({ State: 'healthy' }),
    );
  });

  test('aws logs get-log-events', async () => {
    const group = 'timeapp_cl_log_group';
    const { logStreams } = await aws('logs', 'describe-log-streams', '--log-group-name', group);
    assert.equal(logStreams.length, 3);
    const [{ logStreamName }] = logStreams;
    // Simulated tasks say nothing.
    const event = { timestamp: sandbox.clock.now(), message: 'listening on 8080 – ready' };
    const put = new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents: [event] });
    await sandbox.world().client(CloudWatchLogsClient).send(put);
    const words = ['--log-group-name', group, '--log-stream-name', logStreamName];
    const { events } = await aws('logs', 'get-log-events', ...words);
    assert.deepEqual(
      events.map((each: typeof event) => each.message),
      [event.message],
    );
  });
});
