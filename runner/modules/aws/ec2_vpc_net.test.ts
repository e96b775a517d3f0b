import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2VpcNetRules, ec2VpcNetSchema } from '../../../schemas/ec2_vpc_net.ts';
import type { PlayError } from '../../diagnostics.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { Unknown, unknown } from '../../template/values.ts';
import { ec2VpcNet } from './ec2_vpc_net.ts';

type Params = Infer<typeof ec2VpcNetSchema>;
const main = { name: 'main', cidr_block: '192.168.0.0/16' };

function play(sandbox: Sandbox, given: object, check = false) {
  const { params } = validateParams(ec2VpcNetSchema, { ...main, ...given } as never);
  return runResource(ec2VpcNet, params as Params, { world: sandbox.world({ readOnly: check }), check });
}
const vpcOf = ({ result }: Awaited<ReturnType<typeof play>>) => result['vpc'] as Record<string, unknown>;

test('check on an empty account promises what apply then does, with ids yet unknown', async () => {
  const sandbox = createSandbox();
  const planned = await play(sandbox, {}, true);
  assert.deepEqual(planned.steps, ['create VPC 192.168.0.0/16 (main)', 'enable DNS host names']);
  assert.ok(vpcOf(planned)['id'] instanceof Unknown);
  assert.deepEqual(vpcOf(planned)['tags'], { Name: 'main' });
  assert.deepEqual((await play(sandbox, {})).steps, planned.steps);
});

test('a range with host bits is the range AWS makes of it', async () => {
  const sandbox = createSandbox();
  await play(sandbox, { cidr_block: '192.168.7.1/16' });
  assert.deepEqual((await play(sandbox, {})).steps, []);
});

test('a VPC of another name or range is another VPC', async () => {
  const sandbox = createSandbox();
  const first = vpcOf(await play(sandbox, {}))['id'];
  assert.notEqual(vpcOf(await play(sandbox, { name: 'other' }))['id'], first);
  assert.notEqual(vpcOf(await play(sandbox, { cidr_block: '10.0.0.0/16' }))['id'], first);
});

test('a run that was cut off after the creation goes on where it ended', async () => {
  const sandbox = createSandbox();
  const Tags = [{ Key: 'Name', Value: 'main' }];
  const command = new CreateVpcCommand({
    CidrBlock: '192.168.0.0/16',
    TagSpecifications: [{ ResourceType: 'vpc', Tags }],
  });
  await sandbox.world().client(EC2Client).send(command);
  assert.deepEqual((await play(sandbox, {})).steps, ['enable DNS host names']);
});

test('two VPCs of one name and range are told apart only by id', async () => {
  const sandbox = createSandbox();
  const first = vpcOf(await play(sandbox, {}))['id'] as string;
  await play(sandbox, { multi_ok: true });
  await assert.rejects(play(sandbox, {}), (error: PlayError) => {
    assert.equal(error.code, 'ambiguous-vpc');
    assert.ok(error.message.includes(first) && error.hint?.includes('vpc_id'));
    return true;
  });
  assert.deepEqual((await play(sandbox, { vpc_id: first })).steps, []);
});

test('tags are set, kept and purged as asked', async () => {
  const sandbox = createSandbox();
  await play(sandbox, { tags: { stage: 'test', owner: 'me' } });
  assert.deepEqual((await play(sandbox, {})).steps, [], 'tags left out stay');
  const kept = await play(sandbox, { tags: { stage: 'live' }, purge_tags: false });
  assert.deepEqual(vpcOf(kept)['tags'], { Name: 'main', owner: 'me', stage: 'live' });
  const purged = await play(sandbox, { tags: { stage: 'live' } });
  assert.match(purged.steps[0]!, /^tag VPC vpc-\w+: \(removed: owner\)$/);
});

test('additional ranges are added, and taken away only when asked', async () => {
  const sandbox = createSandbox();
  const both = { cidr_block: ['192.168.0.0/16', '192.169.0.0/16'] };
  await play(sandbox, {});
  assert.deepEqual((await play(sandbox, both)).steps, ['add address range 192.169.0.0/16']);
  assert.deepEqual((await play(sandbox, {})).steps, []);
  assert.deepEqual((await play(sandbox, { purge_cidrs: true })).steps, ['remove address range 192.169.0.0/16']);
});

test('DNS is switched in the order that AWS allows', async () => {
  const sandbox = createSandbox();
  await play(sandbox, {});
  const off = { dns_support: false, dns_hostnames: false };
  assert.deepEqual((await play(sandbox, off)).steps, ['disable DNS host names', 'disable DNS support']);
  assert.deepEqual((await play(sandbox, {})).steps, ['enable DNS support', 'enable DNS host names']);
});

test('nothing is looked up by a range that is not known yet', async () => {
  const sandbox = createSandbox();
  const planned = await play(sandbox, { cidr_block: [unknown] }, true);
  assert.equal(sandbox.calls.length, 0);
  assert.equal(planned.steps[0], 'create VPC (known after apply) (main)');
});

test('a VPC that is to become dedicated must be replaced', async () => {
  const sandbox = createSandbox();
  await play(sandbox, {});
  await assert.rejects(
    play(sandbox, { tenancy: 'dedicated' }),
    /AWS cannot change tenancy default → dedicated in place/,
  );
});

for (const [what, given, code] of [
  ['host names without support', { dns_support: false }, 'vpc-dns'],
  ['a range as large as /8', { cidr_block: '10.0.0.0/8' }, undefined],
  ['a range that is none', { cidr_block: '10.0.0/16' }, undefined],
] as const)
  test(`${what} is found before the run`, () => {
    const { problems } = validateParams(ec2VpcNetSchema, { ...main, ...given } as never, { rules: ec2VpcNetRules });
    assert.equal(problems.length, 1);
    if (code) assert.equal(problems[0]?.code, code);
  });
