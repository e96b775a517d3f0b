import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { World } from '../../aws/world.ts';
import { sampleStack, startService } from '../../sandbox/services/ecs/sample_service.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import { validateParams } from '../../schema/validate.ts';
import { unknown } from '../../template/values.ts';
import type { Info } from '../module.ts';
import { ecsServiceInfo } from './ecs_service_info.ts';
import { ecsTaskdefinitionInfo } from './ecs_taskdefinition_info.ts';
import { elbApplicationLbInfo } from './elb_application_lb_info.ts';
import { elbTargetGroupInfo } from './elb_target_group_info.ts';

function read<S extends ModuleSchema>(module: Info<S>, world: World, given: object) {
  const { params, problems } = validateParams(module.schema, given as Record<string, unknown>, { rules: [] });
  assert.deepEqual(problems, []);
  return module.read(world, params as never);
}

async function prepared() {
  const stack = await sampleStack();
  await startService(stack);
  return { stack, world: stack.sandbox.world({ readOnly: true }) };
}

test('services are listed, or described with or without events', async () => {
  const { world } = await prepared();
  const listed = await read(ecsServiceInfo, world, { cluster: 'app' });
  assert.match(String((listed['services'] as string[])[0]), /:service\/app\/web$/);
  const described = await read(ecsServiceInfo, world, { cluster: 'app', service: 'web', details: true });
  const [service] = described['services'] as Record<string, unknown>[];
  assert.equal(service!['serviceName'], 'web');
  assert.ok(Array.isArray(service!['events']));
  const quiet = await read(ecsServiceInfo, world, { cluster: 'app', details: true, events: false });
  assert.ok(!('events' in (quiet['services'] as object[])[0]!));
  const missing = await read(ecsServiceInfo, world, { cluster: 'app', service: 'nobody', details: true });
  assert.deepEqual(missing, { services: [] });
});

test('a task definition is told with underscored keys', async () => {
  const { world } = await prepared();
  const told = await read(ecsTaskdefinitionInfo, world, { task_definition: 'web' });
  assert.equal(told['revision'], 1);
  const [container] = told['container_definitions'] as { port_mappings: { container_port: number }[] }[];
  assert.equal(container!.port_mappings[0]!.container_port, 8080);
});

test('load balancers are told with listeners and attributes, and unknown names are left out', async () => {
  const { world } = await prepared();
  const told = await read(elbApplicationLbInfo, world, { names: ['web', 'nobody'] });
  const [balancer, ...others] = told['load_balancers'] as Record<string, unknown>[];
  assert.equal(others.length, 0);
  assert.equal(balancer!['load_balancer_name'], 'web');
  assert.equal(balancer!['idle_timeout_timeout_seconds'], '60');
  assert.equal((balancer!['listeners'] as { port: number }[])[0]!.port, 80);
});

test('target groups are told by load balancer, with the health of their targets', async () => {
  const { stack, world } = await prepared();
  stack.sandbox.clock.advance(120_000);
  const told = await read(elbTargetGroupInfo, world, {
    load_balancer_arn: stack.loadBalancerArn,
    collect_targets_health: true,
  });
  const [group] = told['target_groups'] as { targets_health_description: { target_health: { state: string } }[] }[];
  const states = group!.targets_health_description.map(({ target_health }) => target_health.state);
  assert.deepEqual(states, ['healthy', 'healthy', 'healthy']);
});

test('what waits for an id that is not known yet is not known yet', async () => {
  const { world } = await prepared();
  assert.deepEqual(await read(elbTargetGroupInfo, world, { target_group_arns: [unknown] }), { target_groups: unknown });
  assert.deepEqual(await read(ecsServiceInfo, world, { cluster: unknown }), { services: unknown });
});
