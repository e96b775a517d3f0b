import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ec2SecurityGroupRules, ec2SecurityGroupSchema } from '../../../schemas/ec2_security_group.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { Infer } from '../../schema/infer.ts';
import { validateParams } from '../../schema/validate.ts';
import { unknown } from '../../template/values.ts';
import { ec2SecurityGroup } from './ec2_security_group.ts';

type Params = Infer<typeof ec2SecurityGroupSchema>;
const http = { proto: 'tcp', ports: 80, cidr_ip: '0.0.0.0/0', rule_desc: 'web' };

async function prepared() {
  const sandbox = createSandbox();
  const { Vpc } = await sandbox
    .world()
    .client(EC2Client)
    .send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  return { sandbox, web: { name: 'web', description: 'the web', vpc_id: Vpc!.VpcId! as unknown } };
}

async function play(sandbox: Sandbox, given: object, check = false) {
  const { params, problems } = validateParams(ec2SecurityGroupSchema, given as never, { rules: ec2SecurityGroupRules });
  assert.deepEqual(problems, []);
  sandbox.calls.length = 0;
  const outcome = await runResource(ec2SecurityGroup, params as Params, {
    world: sandbox.world({ readOnly: check }),
    check,
  });
  const writes = sandbox.calls.filter((call) => call.write).map((call) => call.operation);
  return { ...outcome, writes };
}

test('all rules of a new group take one call', async () => {
  const { sandbox, web } = await prepared();
  const rules = [http, { ports: ['8000-8010', '443'], cidr_ip: ['10.0.0.0/8', '172.16.0.0/12'], cidr_ipv6: '::/0' }];
  const { steps, writes } = await play(sandbox, { ...web, rules });
  assert.deepEqual(writes, ['CreateSecurityGroup', 'AuthorizeSecurityGroupIngress']);
  assert.equal(
    steps[1],
    'let in tcp/80 from 0.0.0.0/0 (web); tcp/443 from 10.0.0.0/8; tcp/443 from 172.16.0.0/12; tcp/443 from ::/0; ' +
      'tcp/8000-8010 from 10.0.0.0/8; tcp/8000-8010 from 172.16.0.0/12; tcp/8000-8010 from ::/0',
  );
  assert.deepEqual((await play(sandbox, { ...web, rules: rules.toReversed() })).steps, []);
});

for (const [what, rule, sameRule] of [
  [
    'all and -1',
    { proto: 'all', cidr_ip: '10.0.0.0/8' },
    { proto: -1, from_port: 0, to_port: 0, cidr_ip: '10.0.0.0/8' },
  ],
  [
    'a protocol and its number',
    { proto: 'udp', ports: 53, cidr_ip: '10.0.0.0/8' },
    { proto: 17, from_port: 53, to_port: 53, cidr_ip: '10.0.0.0/8' },
  ],
  ['a network with host bits', { ports: '1-2', cidr_ip: '10.9.8.7/8' }, { ports: '2-1', cidr_ip: '10.0.0.0/8' }],
  [
    'ICMP without type',
    { proto: 'icmp', cidr_ip: '10.0.0.0/8' },
    { proto: 'icmp', from_port: -1, to_port: -1, cidr_ip: '10.0.0.0/8' },
  ],
  ['IPv6 in two spellings', { ports: 1, cidr_ipv6: '2001:DB8::/32' }, { ports: 1, cidr_ipv6: '2001:db8:0::/32' }],
] as const)
  test(`${what} are the same rule`, async () => {
    const { sandbox, web } = await prepared();
    await play(sandbox, { ...web, rules: [rule] });
    assert.deepEqual((await play(sandbox, { ...web, rules: [sameRule] })).steps, []);
  });

test('a description is changed in place, and one left out stays', async () => {
  const { sandbox, web } = await prepared();
  await play(sandbox, { ...web, rules: [http] });
  const { rule_desc: _left, ...silent } = http;
  assert.deepEqual((await play(sandbox, { ...web, rules: [silent] })).steps, []);
  const { writes, steps } = await play(sandbox, { ...web, rules: [{ ...http, rule_desc: 'HTTP' }] });
  assert.deepEqual(writes, ['UpdateSecurityGroupRuleDescriptionsIngress']);
  assert.deepEqual(steps, ['describe the rules tcp/80 from 0.0.0.0/0 (HTTP)']);
});

test('what replaces a rule is let in before the old is cut off', async () => {
  const { sandbox, web } = await prepared();
  await play(sandbox, { ...web, rules: [http] });
  const { writes } = await play(sandbox, { ...web, rules: [{ ...http, ports: 8080 }] });
  assert.deepEqual(writes, ['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress']);
});

test('rules are purged only when told, and stay when left out', async () => {
  const { sandbox, web } = await prepared();
  await play(sandbox, { ...web, rules: [http] });
  assert.deepEqual((await play(sandbox, web)).steps, []);
  assert.deepEqual((await play(sandbox, { ...web, rules: [], purge_rules: false })).steps, []);
  assert.deepEqual((await play(sandbox, { ...web, rules: [] })).steps, [
    'no longer let in tcp/80 from 0.0.0.0/0 (web)',
  ]);
});

test('a new group lets everything out unless told otherwise', async () => {
  const { sandbox, web } = await prepared();
  const { result } = await play(sandbox, web);
  assert.deepEqual((result['ip_permissions_egress'] as object[]).length, 1);
  const { steps } = await play(sandbox, { ...web, name: 'closed', rules_egress: [] });
  assert.deepEqual(steps, ['create security group closed', 'no longer let out everything to 0.0.0.0/0']);
});

test('a rule may name its own group, another one, and one that is made for it', async () => {
  const { sandbox, web } = await prepared();
  await play(sandbox, { ...web, name: 'balancer' });
  const rules = [
    { proto: 'all', group_name: 'web' },
    { ports: 8080, group_name: 'balancer' },
    { ports: 9090, group_name: 'probes', group_desc: 'probes of the web' },
  ];
  const planned = await play(sandbox, { ...web, rules }, true);
  const applied = await play(sandbox, { ...web, rules });
  assert.equal(planned.steps.length, applied.steps.length);
  assert.equal(applied.steps[1], 'create security group probes, which a rule names');
  assert.match(applied.steps[2]!, /everything from itself; tcp\/8080 from sg-\w+; tcp\/9090 from probes$/);
  assert.deepEqual((await play(sandbox, { ...web, rules })).steps, []);
});

test('a rule may name a group whose id is not known yet', async () => {
  const { sandbox, web } = await prepared();
  const rules = [{ ports: 8080, group_id: unknown, rule_desc: 'from the balancer' }];
  const { steps, result } = await play(sandbox, { ...web, vpc_id: unknown, rules }, true);
  assert.equal(steps[1], 'let in tcp/8080 from (known after apply) (from the balancer)');
  assert.equal(sandbox.calls.length, 0);
  assert.equal((result['ip_permissions'] as object[]).length, 1);
});

test('a rule that names a group which is not there fails, and says which', async () => {
  const { sandbox, web } = await prepared();
  const rules = [{ ports: 8080, group_name: 'nobody' }];
  await assert.rejects(play(sandbox, { ...web, rules }), /no security group "nobody" in vpc-/);
});

test('a description that differs is warned of, for AWS never changes it', async () => {
  const { sandbox, web } = await prepared();
  await play(sandbox, web);
  const { steps, result } = await play(sandbox, { ...web, description: 'something else' });
  assert.deepEqual(steps, []);
  assert.match((result['warnings'] as string[])[0]!, /stays "the web"/);
});

test('a second run reads once', async () => {
  const { sandbox, web } = await prepared();
  await play(sandbox, { ...web, rules: [http] });
  await play(sandbox, { ...web, rules: [http] });
  assert.deepEqual(
    sandbox.calls.map((call) => call.operation),
    ['DescribeSecurityGroups'],
  );
});

for (const [what, rule, code, path] of [
  ['a misspelled key', { ports: 80, cidr_blok: '0.0.0.0/0' }, undefined, ['rules', 0, 'cidr_blok']],
  ['a rule for nobody', { ports: 80 }, 'rule-without-source', ['rules', 0]],
  ['a rule without ports', { proto: 'tcp', cidr_ip: '0.0.0.0/0' }, 'ports-missing', ['rules', 0]],
  ['ports given twice', { ports: 80, from_port: 80, cidr_ip: '0.0.0.0/0' }, 'ports-twice', ['rules', 0]],
  ['ports the wrong way round', { from_port: 90, to_port: 80, cidr_ip: '0.0.0.0/0' }, 'ports-order', ['rules', 0]],
  ['a port too high', { ports: 70_000, cidr_ip: '0.0.0.0/0' }, undefined, ['rules', 0, 'ports', 0]],
  ['a network that is none', { ports: 80, cidr_ip: '0.0.0.0/99' }, undefined, ['rules', 0, 'cidr_ip', 0]],
] as const)
  test(`${what} is found before the run`, () => {
    const given = { name: 'web', description: 'x', vpc_id: 'vpc-1', rules: [rule] };
    const { problems } = validateParams(ec2SecurityGroupSchema, given, { rules: ec2SecurityGroupRules });
    assert.deepEqual(problems[0]?.path.slice(0, path.length), path);
    if (code) assert.equal(problems[0]?.code, code);
  });
