import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type ContainerDefinition,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { livingSample, until } from './testing.ts';

const dockerfile = 'FROM x\nCOPY . /app\nWORKDIR /app\nCMD ["node", "server.js"]\n';
const good = `
require('http').createServer((q, r) => r.end('ok')).listen(8080);
process.on('SIGTERM', () => process.exit(0));`;
const container = { portMappings: [{ containerPort: 8080 }] };

/** A service of two tasks, as one gets it by deploying an app. */
async function deployed(t: TestContext, { speed = 600, desired = 2 } = {}) {
  const sample = await livingSample(t, { speed });
  const { ecs, image, define, networkConfiguration } = sample;
  const release = async (name: string, source: string, change: Partial<ContainerDefinition> = {}) =>
    define({ image: await image(name, { Dockerfile: dockerfile, 'server.js': source }), ...container, ...change });
  await release('one', good);
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'app',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: desired,
      launchType: 'FARGATE',
      networkConfiguration,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    }),
  );
  const service = async (): Promise<Service> => {
    const { services: [found] = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'app', services: ['web'] }),
    );
    return found!;
  };
  const steady = (what: string, also: (found: Service) => boolean = () => true) =>
    until(what, async () => {
      const found = await service();
      const [first, ...others] = found.deployments ?? [];
      return first?.rolloutState === 'COMPLETED' && others.length === 0 && also(found) && found;
    });
  await steady('first deployment');
  const update = () => ecs.send(new UpdateServiceCommand({ cluster: 'app', service: 'web', taskDefinition: 'web' }));
  return { ...sample, release, service, steady, update };
}

test('a task that is killed is replaced, and the service says so', async (t) => {
  const { runtime, service, steady } = await deployed(t);
  const [first] = runtime.status();
  process.kill(first!.pid, 'SIGKILL');
  await until('gone', async () => (await service()).runningCount === 1);
  const after = await steady('two again', ({ runningCount }) => runningCount === 2);
  assert.equal(runtime.status().length, 2);
  assert.ok(!runtime.status().some(({ pid }) => pid === first!.pid));
  assert.match(after.events?.[0]?.message ?? '', /has reached a steady state/);
});

test('a new version takes the place of the old one', async (t) => {
  const { release, update, steady, runtime } = await deployed(t);
  const before = runtime.status().map(({ pid }) => pid);
  await release('two', `${good}\nconsole.log('two');`);
  await update();
  await steady('second version', ({ taskDefinition }) => taskDefinition?.endsWith(':2') === true);
  await until('the old ones ended', () => runtime.status().length === 2);
  assert.ok(runtime.status().every(({ pid }) => !before.includes(pid)));
});

test('a version that crashes is rolled back while the old one runs on, with code and log lines of the crash', async (t) => {
  const { release, update, steady, runtime, ecs, log } = await deployed(t);
  const before = runtime.status().map(({ pid }) => pid);
  await release('bad', "console.error('TypeError: no'); process.exit(1);");
  await update();
  const last = await until('rolled back', async () => {
    const { serviceDeployments: [latest] = [] } = await ecs.send(
      new ListServiceDeploymentsCommand({ cluster: 'app', service: 'web' }),
    );
    return latest?.status === 'ROLLBACK_SUCCESSFUL' && latest;
  });
  assert.equal(last.status, 'ROLLBACK_SUCCESSFUL');
  await steady('old version', ({ taskDefinition }) => taskDefinition?.endsWith(':1') === true);
  assert.deepEqual(
    runtime
      .status()
      .map(({ pid }) => pid)
      .sort(),
    before.sort(),
  );
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: 'app', desiredStatus: 'STOPPED' }));
  const { tasks: [task] = [] } = await ecs.send(new DescribeTasksCommand({ cluster: 'app', tasks: taskArns }));
  assert.deepEqual(
    [task?.stopCode, task?.containers?.[0]?.exitCode, await log(task!.taskArn!)],
    ['EssentialContainerExited', 1, ['TypeError: no']],
  );
});

test('a container that fails its own health check is replaced', async (t) => {
  const { release, update, ecs } = await deployed(t, { desired: 1 });
  await release('ill', good, { healthCheck: { command: ['CMD-SHELL', 'exit 1'], interval: 5, retries: 2 } });
  await update();
  const reason = await until('a stopped task', async () => {
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: 'app', desiredStatus: 'STOPPED' }));
    if (taskArns.length === 0) return undefined;
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: 'app', tasks: taskArns }));
    return tasks.map(({ stoppedReason }) => stoppedReason).find((each) => each?.includes('health'));
  });
  assert.equal(reason, 'Task failed container health checks');
});

test('scaling and deleting leave no process too many', async (t) => {
  const { ecs, runtime } = await deployed(t);
  await ecs.send(new UpdateServiceCommand({ cluster: 'app', service: 'web', desiredCount: 3 }));
  await until('three', () => runtime.status().length === 3);
  await ecs.send(new DeleteServiceCommand({ cluster: 'app', service: 'web', force: true }));
  await until('none', () => runtime.status().length === 0);
});
