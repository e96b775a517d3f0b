import assert from 'node:assert/strict';
import test from 'node:test';
import {
  CreateStackCommand,
  DeleteStackCommand,
  ListExportsCommand,
  ListImportsCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeServicesCommand,
  ECSClient,
  ListServicesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { decodeState, encodeState } from '../../state_codec.ts';
import { sampleNetwork, sampleService } from './sample_templates.ts';
import { cloudFormationState } from './state.ts';
import { bench, created, history, rested, updated } from './testing.ts';

const Capabilities = ['CAPABILITY_IAM'] as const;

test('a service behind a load balancer goes up on the exports of another stack, is changed and goes down', async () => {
  const on = bench();
  const net = await created(on, 'net', sampleNetwork);
  assert.equal(net.StackStatus, 'CREATE_COMPLETE', (await history(on, 'net')).join('\n'));
  const app = await created(on, 'app', sampleService, { Capabilities: [...Capabilities] });
  assert.equal(app.StackStatus, 'CREATE_COMPLETE', (await history(on, 'app')).join('\n'));
  const address = app.Outputs?.find(({ OutputKey }) => OutputKey === 'Url')?.OutputValue;
  const elb = on.client(ElasticLoadBalancingV2Client);
  const { LoadBalancers: [balancer] = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
  assert.equal(address, `http://${balancer?.DNSName}/now`);
  assert.equal(balancer?.State?.Code, 'active');
  const group = app.Outputs?.find(({ OutputKey }) => OutputKey === 'Group')?.OutputValue;
  const { TargetHealthDescriptions: targets = [] } = await elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: group }),
  );
  assert.deepEqual(
    targets.map(({ TargetHealth }) => TargetHealth?.State),
    ['healthy', 'healthy'],
  );
  const { Exports = [] } = await on.stacks.send(new ListExportsCommand({}));
  assert.deepEqual(Exports.map(({ Name }) => Name).sort(), ['net-subnets', 'net-vpc']);
  assert.deepEqual((await on.stacks.send(new ListImportsCommand({ ExportName: 'net-vpc' }))).Imports, ['app']);

  await on.stacks.send(new DeleteStackCommand({ StackName: 'net' }));
  const kept = await rested(on, 'net');
  assert.equal(kept.StackStatus, 'CREATE_COMPLETE');
  assert.match(
    kept.StackStatusReason ?? '',
    /^Delete canceled\. Cannot delete export net-vpc as it is in use by app\.$/,
  );

  const other = [{ ParameterKey: 'Tag', ParameterValue: 'v2' }];
  const changed = await updated(on, 'app', sampleService, { Parameters: other, Capabilities: [...Capabilities] });
  assert.equal(changed.StackStatus, 'UPDATE_COMPLETE', (await history(on, 'app')).join('\n'));
  const ecs = on.client(ECSClient);
  const { serviceArns: [service = ''] = [] } = await ecs.send(new ListServicesCommand({ cluster: 'app' }));
  const { tags = [] } = await ecs.send(new ListTagsForResourceCommand({ resourceArn: service }));
  assert.ok(tags.some(({ key, value }) => key === 'aws:cloudformation:stack-name' && value === 'app'));
  const { services: [described] = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'app', services: [service] }),
  );
  assert.match(described?.taskDefinition ?? '', /:2$/);

  await on.stacks.send(new DeleteStackCommand({ StackName: 'app' }));
  assert.equal((await rested(on, app.StackId ?? '')).StackStatus, 'DELETE_COMPLETE');
  await on.stacks.send(new DeleteStackCommand({ StackName: 'net' }));
  const gone = await rested(on, net.StackId ?? '');
  assert.equal(gone.StackStatus, 'DELETE_COMPLETE', (await history(on, net.StackId ?? '')).join('\n'));
});

test('a service whose tasks fail fails its stack by the circuit breaker, and an update is rolled back', async () => {
  const on = bench();
  await created(on, 'net', sampleNetwork);
  on.sandbox.faults.set('crash web:2 exit=3 after=2s');
  const app = await created(on, 'app', sampleService, { Capabilities: [...Capabilities] });
  assert.equal(app.StackStatus, 'CREATE_COMPLETE', (await history(on, 'app')).join('\n'));
  const Parameters = [{ ParameterKey: 'Tag', ParameterValue: 'v2' }];
  const stack = await updated(on, 'app', sampleService, { Parameters, Capabilities: [...Capabilities] });
  const events = await history(on, 'app');
  assert.equal(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE', events.join('\n'));
  const failure = events.find((line) => line.startsWith('Service UPDATE_FAILED'));
  assert.match(failure ?? '', /Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'\./);
  assert.ok(
    events.includes('app UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to update: [Service]. '),
  );
  const ecs = on.client(ECSClient);
  const { serviceArns: services = [] } = await ecs.send(new ListServicesCommand({ cluster: 'app' }));
  const { services: [service] = [] } = await ecs.send(new DescribeServicesCommand({ cluster: 'app', services }));
  assert.match(service?.taskDefinition ?? '', /:1$/);
  assert.equal(service?.runningCount, 2);
});

test('a stack that is being made can be written down and read again', async () => {
  const on = bench();
  await created(on, 'net', sampleNetwork);
  await on.stacks.send(
    new CreateStackCommand({ StackName: 'app', TemplateBody: sampleService, Capabilities: [...Capabilities] }),
  );
  for (let step = 0; step < 30; step += 1) {
    on.sandbox.clock.advance(7_000);
    await on.stacks.send(new ListExportsCommand({}));
    const state = on.sandbox.state(cloudFormationState);
    const read = decodeState(encodeState(state)) as typeof state;
    assert.deepEqual(read, state);
    for (const [id, stack] of read.stacks) state.stacks.set(id, stack);
  }
  assert.equal((await rested(on, 'app')).StackStatus, 'CREATE_COMPLETE', (await history(on, 'app')).join('\n'));
});
