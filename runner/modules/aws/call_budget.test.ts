import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemory } from '../../aws/remembering.ts';
import { runResource } from '../../engine/run_resource.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { validateParams } from '../../schema/validate.ts';
import { fillIn, prepareAccount } from '../conformance_account.ts';
import { modules } from '../index.ts';

/** What may be asked of AWS for one task in a run of its own: a call too many is slow, and with many tasks throttled. */
interface Budget {
  readonly params: object;
  /** A field that is otherwise in a later run. */
  readonly change: object;
  /** Calls under `--check` where it is not there, to create it, where all is as it should be, to change it, to remove it, and where it has gone. */
  readonly calls: readonly [check: number, create: number, same: number, change: number, absent: number, gone: number];
}

const tags = { Name: 'a' };
const container = { name: 'web', image: 'nginx:1', memory: 128 };
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const vpc_id = 'vpc-conformance';
const subnets = ['subnet-conformance-a', 'subnet-conformance-b'];
const actions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }];
const listener = {
  Protocol: 'HTTP',
  Port: 80,
  DefaultActions: actions,
  Rules: [{ Priority: 1, Conditions: [{ Field: 'path-pattern', Values: ['/a'] }], Actions: actions }],
};

const budgets: Readonly<Record<string, Budget>> = {
  ec2_vpc_net: {
    params: { name: 'a', cidr_block: '10.0.0.0/16' },
    change: { dns_hostnames: false },
    // One call for each of the two DNS attributes: EC2 tells no two at a time. A VPC that is pending is looked at again.
    calls: [1, 4, 3, 4, 2, 1],
  },
  ec2_vpc_subnet: {
    params: { vpc_id, cidr: '10.99.48.0/20', tags },
    change: { map_public: true },
    calls: [1, 2, 1, 2, 2, 1],
  },
  ec2_vpc_igw: {
    params: { vpc_id: 'vpc-without-gateway', tags },
    change: { tags: { Name: 'b' } },
    // Where the VPC has none, one that an interrupted run has left is looked for.
    calls: [2, 4, 1, 2, 3, 2],
  },
  ec2_vpc_route_table: {
    params: { vpc_id, tags, routes: [{ dest: '0.0.0.0/0', gateway_id: 'igw' }], subnets },
    change: { subnets: subnets.slice(1) },
    // The gateway that is meant is a look-up of its own.
    calls: [2, 6, 2, 3, 3, 1],
  },
  ec2_security_group: {
    params: { name: 'a', description: 'a', vpc_id, rules: [{ proto: 'tcp', ports: 80, cidr_ip: '0.0.0.0/0' }], tags },
    change: { rules: [{ proto: 'tcp', ports: 80, cidr_ip: '0.0.0.0/0', rule_desc: 'all' }] },
    calls: [1, 3, 1, 2, 2, 1],
  },
  iam_role: {
    params: {
      name: 'a',
      create_instance_profile: false,
      assume_role_policy_document: trust,
      managed_policies: [],
      purge_policies: true,
      tags,
    },
    change: { description: 'b' },
    calls: [1, 2, 2, 3, 5, 1],
  },
  iam_policy: {
    params: { iam_type: 'role', iam_name: 'conformance-role', policy_name: 'a', policy_json: policy },
    change: { policy_json: JSON.stringify(policy).replace('s3', 'sqs') },
    calls: [1, 2, 2, 3, 2, 1],
  },
  cloudwatchlogs_log_group: {
    params: { log_group_name: 'a', retention: 1, tags },
    change: { retention: 7 },
    // The answer to CreateLogGroup is empty: only a look tells the ARN.
    calls: [1, 4, 2, 3, 2, 1],
  },
  ecs_ecr: {
    params: { name: 'team/a', tags },
    change: { scan_on_push: true },
    calls: [1, 2, 2, 3, 2, 1],
  },
  ecs_cluster: {
    params: { name: 'a', tags },
    change: { settings: [{ name: 'containerInsights', value: 'enabled' }] },
    calls: [1, 2, 1, 2, 2, 1],
  },
  ecs_taskdefinition: {
    params: { family: 'a', state: 'present', containers: [container] },
    change: { containers: [{ ...container, memory: 256 }] },
    // Two revisions to deregister, which only a list tells.
    calls: [1, 2, 1, 2, 4, 2],
  },
  ecs_service: {
    params: {
      name: 'a',
      cluster: 'conformance-cluster',
      state: 'present',
      task_definition: 'conformance-task:1',
      desired_count: 1,
      launch_type: 'FARGATE',
      network_configuration: { subnets, security_groups: ['sg-conformance'] },
      wait: false,
    },
    change: { desired_count: 2 },
    calls: [1, 2, 1, 2, 3, 1],
  },
  elb_target_group: {
    params: { name: 'a', vpc_id, target_type: 'ip', protocol: 'http', port: 80, deregistration_delay_timeout: 5, tags },
    change: { health_check_path: '/b' },
    // Attributes and tags take a call of their own.
    calls: [1, 3, 3, 4, 2, 1],
  },
  elb_application_lb: {
    params: { name: 'a', subnets, security_groups: ['sg-conformance'], listeners: [listener], wait: false, tags },
    change: { idle_timeout: 30 },
    // As do its listeners, and the rules of each.
    calls: [1, 4, 5, 6, 2, 1],
  },
};

/** The operations that one task sends in a run of its own. */
async function callsOf(sandbox: Sandbox, name: string, given: object, check = false): Promise<string[]> {
  const entry = modules[name]!;
  const { params, problems } = validateParams(await entry.schema(), given as Record<string, unknown>, {
    rules: (await entry.rules?.()) ?? [],
  });
  assert.deepEqual(problems, []);
  const module = await entry.module!();
  const world = sandbox.world({ readOnly: check, memory: createMemory().at('') });
  const first = sandbox.calls.length;
  if (module.kind === 'info') await module.read(world, params as never);
  if (module.kind === 'resource') await runResource(module, params as never, { world, check });
  return sandbox.calls.slice(first).map(({ operation }) => operation);
}

for (const [name, { params, change, calls }] of Object.entries(budgets))
  test(`${name} makes no more calls than it must: ${calls.join(', ')}`, async () => {
    const sandbox = createSandbox({ now: () => Date.UTC(2026, 0, 1) });
    const ids = await prepareAccount(sandbox.world());
    const [given, changed] = [params, { ...params, ...change }].map((each) => fillIn(each, ids) as object);
    const gone = { ...changed, state: 'absent' };
    const sent = [
      await callsOf(sandbox, name, given!, true),
      await callsOf(sandbox, name, given!),
      await callsOf(sandbox, name, given!),
      await callsOf(sandbox, name, changed!),
      await callsOf(sandbox, name, gone),
      await callsOf(sandbox, name, gone),
    ];
    assert.deepEqual(
      sent.map(({ length }) => length),
      calls,
      sent.map((operations) => operations.join(', ')).join('\n'),
    );
  });

test('every module of AWS that has a state has a budget, save that of stacks, which mostly waits', async () => {
  const all = await Promise.all(
    Object.entries(modules).map(async ([name, { collection, module }]) =>
      collection.endsWith('.aws') && (await module?.())?.kind === 'resource' ? [name] : [],
    ),
  );
  assert.deepEqual(Object.keys(budgets).concat('cloudformation').sort(), all.flat().sort());
});
