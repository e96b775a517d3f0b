import assert from 'node:assert/strict';
import { createServer as createSocketServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteLoadBalancerCommand, DeregisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Answered, ask, farmOf, portOf, webOf } from './sample_client.ts';
import { eventually } from './sample_farm.ts';

test('the load balancer has a DNS name that is an address and a port', async (t) => {
  const farm = await farmOf(t);
  assert.match(farm.dnsName, /^127\.0\.0\.1:\d+$/);
});

test('a deregistered target keeps its open requests and gets no new one', async (t) => {
  const { farm, group } = await webOf(t, { speed: 200 }, { 'deregistration_delay.timeout_seconds': '5' });
  let finish = () => {};
  const slow = await farm.target(group, (got, answer) => {
    if (got.url === '/slow') finish = () => answer.end('slow');
    else answer.end('first');
  });
  await eventually('it is healthy', async () => (await farm.health(group))[0]?.State === 'healthy');
  await farm.target(group, (_, answer) => answer.end('second'));
  await eventually('both are', async () => (await farm.health(group)).every(({ State }) => State === 'healthy'));
  const open: Promise<Answered>[] = [];
  // One of two gets to the first.
  open.push(ask(farm.url('/slow')), ask(farm.url('/slow')));
  await sleep(50);
  await farm.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: slow.ip, Port: 8080 }] }));
  for (let turn = 0; turn < 4; turn += 1) assert.equal((await ask(farm.url('/'))).body, 'second');
  // 5 s of the sandbox's time are 25 ms; the request may take 5 s of ours.
  await sleep(200);
  assert.ok((await farm.health(group)).some(({ State }) => State === 'draining'));
  finish();
  assert.deepEqual(new Set((await Promise.all(open)).map(({ body }) => body)), new Set(['slow', 'second']));
  await eventually('it is gone', async () => (await farm.health(group)).length === 1);
});

test('the end of the deregistration delay cuts what is still open', async (t) => {
  const { farm, group } = await webOf(t, { speed: 200 }, { 'deregistration_delay.timeout_seconds': '1' });
  const { ip } = await farm.target(group, (got, answer) => {
    if (got.url !== '/endless') answer.end();
  });
  await eventually('it is healthy', async () => (await farm.health(group))[0]?.State === 'healthy');
  const endless = ask(farm.url('/endless'));
  const cut = assert.rejects(endless, /socket hang up|ECONNRESET/);
  await sleep(50);
  await farm.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: ip, Port: 8080 }] }));
  await cut;
});

test('a load balancer that is deleted gives its port back', async (t) => {
  const { farm } = await webOf(t);
  await farm.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: farm.arn }));
  await eventually('nobody listens', () =>
    ask(farm.url('/')).then(
      () => false,
      ({ code }) => code === 'ECONNREFUSED',
    ),
  );
});

test('a load balancer takes the port it had, another one when that is taken', async (t) => {
  const { farm, group } = await webOf(t);
  await farm.target(group, (_, answer) => answer.end('ok'));
  const port = portOf(farm);
  const { balancers } = farm.sandbox.runtime;
  const { elbState } = await import('../../services/elbv2/state.ts');
  const context = farm.sandbox.host.context('eu-west-1');
  const record = context.state(elbState).balancers.get(farm.arn)!;
  await balancers?.closeAll();
  await assert.rejects(ask(farm.url('/')), /ECONNREFUSED/);
  assert.equal(await balancers?.open(record, context), `127.0.0.1:${port}`);
  farm.sandbox.host.wake();
  await eventually('it answers again', () =>
    ask(farm.url('/')).then(
      () => true,
      () => false,
    ),
  );
  await balancers?.closeAll();
  const taken = createSocketServer();
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
  t.after(() => void taken.close());
  assert.notEqual(await balancers?.open(record, context), `127.0.0.1:${port}`);
});
