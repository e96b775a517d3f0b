import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkHealth } from '../../health_check.ts';
import { createStage } from '../rehearsal/stage.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { createWorld } from './create_world.ts';
import { findLoadBalancers } from './load_balancers.ts';

test('of two names, the load balancer that exists is found', async () => {
  const sandbox = createSandbox();
  await createStage({ sandbox, environment: { PATH: '' } })();
  const found = await findLoadBalancers(sandbox.world({ readOnly: true }), ['ecs-services', 'ans-time-app-lb']);
  assert.deepEqual(
    found.map((each) => each.LoadBalancerName),
    ['ans-time-app-lb'],
  );
});

test('where there is none the health check finds nothing to say', async () => {
  const world = createSandbox().world({ readOnly: true });
  const find = async (names: readonly string[]) =>
    (await findLoadBalancers(world, names)).map((each) => ({ name: each.LoadBalancerName!, dnsName: each.DNSName! }));
  assert.deepEqual(await checkHealth({ find }), []);
});

test('any other error is thrown on', async () => {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
  const world = createWorld({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:9', credentials, environment: {} });
  await assert.rejects(findLoadBalancers(world, ['ans-time-app-lb']), /ECONNREFUSED/);
});
