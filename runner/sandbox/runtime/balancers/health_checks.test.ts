import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import type { CreateTargetGroupCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ecsState } from '../../services/ecs/state.ts';
import { createFarm, eventually, forwardTo } from './sample_farm.ts';

async function checked(t: TestContext, answer: RequestListener, change: Partial<CreateTargetGroupCommandInput> = {}) {
  const farm = await createFarm();
  t.after(() => farm.close());
  const group = await farm.group('web', change);
  await farm.listen(80, forwardTo(group));
  const target = await farm.target(group, answer);
  const health = async () => (await farm.health(group))[0];
  const becomes = (state: string) =>
    eventually(`the target is ${state}`, async () => (await health())?.State === state);
  return { farm, group, target, health, becomes };
}

const verdicts: [
  title: string,
  answer: RequestListener,
  change: Partial<CreateTargetGroupCommandInput>,
  expected: [state: string, reason?: string, description?: string],
][] = [
  ['an answer that the matcher takes', (_, answer) => answer.end(), {}, ['healthy']],
  [
    'an answer that a range of the matcher takes',
    (_, answer) => answer.writeHead(302).end(),
    { Matcher: { HttpCode: '200-299,302' } },
    ['healthy'],
  ],
  [
    'an answer that the matcher does not take',
    (_, answer) => answer.writeHead(500).end(),
    {},
    ['unhealthy', 'Target.ResponseCodeMismatch', 'Health checks failed with these codes: [500]'],
  ],
  [
    'a redirect, which is not followed',
    (_, answer) => answer.writeHead(301, { Location: '/' }).end(),
    {},
    ['unhealthy', 'Target.ResponseCodeMismatch', 'Health checks failed with these codes: [301]'],
  ],
  ['no answer', () => {}, {}, ['unhealthy', 'Target.Timeout', 'Request timed out']],
  [
    'a connection that is cut',
    (got) => got.socket.destroy(),
    {},
    ['unhealthy', 'Target.FailedHealthChecks', 'Health checks failed'],
  ],
];

for (const [title, answer, change, [State, Reason, Description]] of verdicts) {
  test(`${title} makes a target ${State}`, async (t) => {
    const { health, becomes } = await checked(t, answer, change);
    await becomes(State);
    assert.deepEqual(await health(), {
      State,
      ...(Reason !== undefined && { Reason }),
      ...(Description !== undefined && { Description }),
    });
  });
}

test('a health check is told from other requests, and goes to its path', async (t) => {
  const seen: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const { becomes, target } = await checked(
    t,
    ({ url, headers }, answer) => {
      seen.push({ url, headers });
      answer.end();
    },
    { HealthCheckPath: '/ok?deep=1' },
  );
  await becomes('healthy');
  assert.equal(seen[0]?.url, '/ok?deep=1');
  assert.equal(seen[0]?.headers['user-agent'], 'ELB-HealthChecker/2.0');
  assert.equal(seen[0]?.headers.host, `${target.ip}:8080`);
});

test('thresholds count checks in a row', async (t) => {
  let [status, since] = [200, 0];
  const { health, becomes } = await checked(
    t,
    (_, answer) => {
      since += 1;
      answer.writeHead(status).end();
    },
    { HealthyThresholdCount: 3, UnhealthyThresholdCount: 4 },
  );
  assert.equal((await health())?.State, 'initial');
  await becomes('healthy');
  assert.ok(since >= 3, `healthy after ${since} checks`);
  [status, since] = [503, 0];
  await becomes('unhealthy');
  assert.ok(since >= 4, `unhealthy after ${since} checks`);
});

test('a target that security groups keep away is not asked', async (t) => {
  const farm = await createFarm();
  t.after(() => farm.close());
  const group = await farm.group('web');
  await farm.listen(80, forwardTo(group));
  let asked = false;
  const server = createServer((_, answer) => {
    asked = true;
    answer.end();
  });
  const { ip } = await farm.task(server, ['sg-closed']);
  await farm.register(group, ip);
  await eventually('it is unhealthy', async () => (await farm.health(group))[0]?.Reason === 'Target.Timeout');
  assert.equal(asked, false);
});

test('a target of a group that no load balancer uses is not asked', async (t) => {
  const farm = await createFarm();
  t.after(() => farm.close());
  const group = await farm.group('web');
  let asked = false;
  await farm.target(group, (_, answer) => {
    asked = true;
    answer.end();
  });
  await farm.sandbox.clock.sleep(30_000);
  assert.equal((await farm.health(group))[0]?.Reason, 'Target.NotInUse');
  assert.equal(asked, false);
});

test('a task that is gone makes its target unhealthy', async (t) => {
  const { farm, target, health, becomes } = await checked(t, (_, answer) => answer.end());
  await becomes('healthy');
  farm.sandbox.state(ecsState).tasks.delete(target.taskArn);
  await becomes('unhealthy');
  assert.equal((await health())?.Reason, 'Target.Timeout');
});

test('a port that nothing listens on any more makes its target unhealthy', async (t) => {
  const { target, health, becomes } = await checked(t, (_, answer) => answer.end());
  await becomes('healthy');
  target.server.closeAllConnections();
  target.server.close();
  await becomes('unhealthy');
  assert.equal((await health())?.Reason, 'Target.FailedHealthChecks');
});
