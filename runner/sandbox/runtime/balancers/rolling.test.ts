import assert from 'node:assert/strict';
import { Agent, get, type RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeServicesCommand, RegisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createLivingSandbox } from '../../sandbox.ts';
import { sampleStack, startService, webDefinition } from '../../services/ecs/sample_service.ts';
import { createRunningClock } from '../running_clock.ts';
import { createBalancers } from './balancers.ts';
import { eventually } from './sample_farm.ts';
import { createSampleTasks, type SampleTasks } from './sample_tasks.ts';

/** Answers a little later, so that requests are under way when their task is to go. */
const says =
  (text: string): RequestListener =>
  (_, answer) =>
    setTimeout(() => answer.end(text), 15);

const apps = {
  'nginx:1': says('one'),
  'nginx:2': says('two'),
  'nginx:broken': ((_, answer) => answer.writeHead(500).end()) satisfies RequestListener,
};

/** A service of three tasks behind a real load balancer. */
async function serviceOf(t: TestContext) {
  const now = Date.now();
  let tasks: SampleTasks | undefined;
  const living = createLivingSandbox({
    clock: createRunningClock({ real: now, sandbox: now, speed: 100 }),
    log: () => {},
    runtime: (host) => {
      tasks = createSampleTasks(host, apps);
      return { balancers: createBalancers(host), tasks };
    },
  });
  t.after(async () => {
    living.hold();
    await living.runtime.balancers?.closeAll();
    await tasks?.stopAll();
  });
  await living.start();
  const stack = await sampleStack(living);
  const { elb, ecs, targetGroupArn: TargetGroupArn } = stack;
  const delay = { Key: 'deregistration_delay.timeout_seconds', Value: '5' };
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [delay] }));
  await startService(stack);
  const service = async () => {
    const { services: [found] = [] } = await ecs.send(
      new DescribeServicesCommand({ cluster: 'app', services: ['web'] }),
    );
    return found!;
  };
  const settled = () =>
    eventually(
      'the service is steady',
      async () => {
        const { deployments = [], runningCount } = await service();
        return deployments.length === 1 && deployments[0]?.rolloutState !== 'IN_PROGRESS' && runningCount === 3;
      },
      20_000,
    );
  await settled();
  const { LoadBalancers: [balancer] = [] } = await elb.send(new DescribeLoadBalancersCommand({ Names: ['web'] }));
  return {
    url: `http://${balancer!.DNSName}/`,
    tasks: tasks!,
    settled,
    service,
    async deploy(image: string) {
      const containerDefinitions = [{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }];
      await ecs.send(new RegisterTaskDefinitionCommand(webDefinition({ containerDefinitions })));
      await ecs.send(new UpdateServiceCommand({ cluster: 'app', service: 'web', taskDefinition: 'web' }));
    },
  };
}

function ask(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    get(url, { agent }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.once('error', ({ message }) => resolve(message));
      answer.once('end', () => resolve(answer.statusCode === 200 ? body : String(answer.statusCode)));
    }).once('error', ({ message }) => resolve(message));
  });
}

/** Asks from several clients at once while something happens; gives how often each answer came. */
async function during(url: string, happens: () => Promise<void>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let over = false;
  const agent = new Agent({ keepAlive: true });
  const client = async () => {
    while (!over) {
      const answer = await ask(url, agent);
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
  };
  const clients = Array.from({ length: 8 }, client);
  await sleep(50);
  await happens();
  await sleep(50);
  // On a busy machine it may be over before much was asked.
  const total = () => Object.values(counts).reduce((sum, count) => sum + count, 0);
  await eventually('enough was asked', () => total() > 200);
  over = true;
  await Promise.all(clients);
  agent.destroy();
  return counts;
}

test('a new version is rolled out without losing a request', async (t) => {
  const { url, deploy, settled } = await serviceOf(t);
  const counts = await during(url, async () => {
    await deploy('nginx:2');
    await settled();
  });
  assert.deepEqual(Object.keys(counts).sort(), ['one', 'two']);
});

test('a broken version is rolled back without losing a request', async (t) => {
  const { url, deploy, settled, service } = await serviceOf(t);
  const counts = await during(url, async () => {
    await deploy('nginx:broken');
    await settled();
  });
  assert.deepEqual(Object.keys(counts), ['one']);
  const { events = [], taskDefinition } = await service();
  assert.match(taskDefinition ?? '', /web:1$/);
  assert.ok(events.some(({ message }) => /Health checks failed with these codes: \[500\]/.test(message ?? '')));
});

test('a killed task costs the requests that are with it, and is replaced', async (t) => {
  const { url, tasks, settled } = await serviceOf(t);
  const [victim] = tasks.running();
  const counts = await during(url, async () => {
    tasks.kill(victim!);
    await eventually('a third task runs', () => tasks.running().length === 3, 20_000);
    await settled();
  });
  const { one = 0, ...others } = counts;
  assert.ok(one > 0, JSON.stringify(counts));
  assert.deepEqual(
    Object.keys(others).filter((answer) => answer !== '502'),
    [],
    JSON.stringify(counts),
  );
  assert.ok((others['502'] ?? 0) <= 16, JSON.stringify(counts));
});
