import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleNotes } from './rule_notes.ts';
import { awsRules } from './rules/index.ts';
import { type Change, changed, foundIn, soundPlaybook } from './testing.ts';

interface Case {
  readonly code: string;
  readonly name: string;
  /** What makes the sound playbook break the rule. */
  readonly change: readonly Change[];
  /** Beginnings of the lines it is about: where it is, and what else has a part in it. */
  readonly at: readonly string[];
  /** Nearly the same, without the fault or without certainty. */
  readonly fine: readonly (readonly Change[])[];
}

const loose: Change = ['- set_fact:', '- shell: ./by-hand.sh\n    - set_fact:'];
const exec: Change = ['desired_count: 2', 'desired_count: 2\n        enable_execute_command: true'];
const taskRole: Change = [
  'execution_role_arn:',
  'task_role_arn: "{{ role.iam_role.arn }}"\n        execution_role_arn:',
];
const otherVpc: Change = [
  '- name: gateway\n',
  '- ec2_vpc_net: {name: other, cidr_block: 10.1.0.0/16}\n      register: other\n    - name: gateway\n',
];
const sgVpc = 'containers\n        description: the containers\n        vpc_id: "{{ vpc.vpc.id }}"';
const tgVpc = 'name: targets\n        vpc_id: "{{ vpc.vpc.id }}"';
const inTarget = (text: string): Change => ['health_check_port: traffic-port', text];

const cases: readonly Case[] = [
  {
    code: 'subnet-range',
    name: 'a subnet outside the range of its VPC, by a loop',
    change: [['cidr: "10.0.', 'cidr: "10.9.']],
    at: ['cidr: "10.9.', 'ec2_vpc_net:'],
    fine: [[['cidr: "10.0.', "cidr: \"{{ lookup('env', 'NET') }}."]]],
  },
  {
    code: 'subnet-overlap',
    name: 'two subnets that overlap',
    change: [['.0/24"', '.{{ 0 if item == "a" else 0 }}/23"'.replaceAll('"a"', "'a'")]],
    at: ['cidr: '],
    fine: [[['10.0.{{ zones.index(item) }}.0/24', '10.0.{{ zones.index(item) * 2 }}.0/23']]],
  },
  {
    code: 'one-subnet',
    name: 'all subnets in one zone',
    change: [['az: "eu-west-1{{ item }}"', 'az: eu-west-1a']],
    at: ['subnets: "{{ subnets.results', 'az: eu-west-1a'],
    fine: [[['az: "eu-west-1{{ item }}"', "az: \"{{ lookup('env', 'ZONE') }}\""]]],
  },
  {
    code: 'zone-twice',
    name: 'two subnets in one of the zones',
    change: [
      ['zones: [a, b]', 'zones: [a, b, c]'],
      ['az: "eu-west-1{{ item }}"', "az: \"eu-west-1{{ 'a' if item == 'c' else item }}\""],
    ],
    at: ['subnets: "{{ subnets.results', 'az: '],
    fine: [[['zones: [a, b]', 'zones: [a, b, c]']]],
  },
  {
    code: 'other-vpc',
    name: 'a security group of another VPC',
    change: [otherVpc, [sgVpc, sgVpc.replace('vpc.vpc', 'other.vpc')]],
    at: ['security_groups: "{{ container_groups }}"', 'vpc_id: "{{ other', 'vpc_id: "{{ vpc'],
    fine: [[otherVpc], [otherVpc, ['name: other', 'name: main'], [sgVpc, sgVpc.replace('vpc.vpc', 'other.vpc')]]],
  },
  {
    code: 'task-without-route',
    name: 'subnets that no route leads out of',
    change: [
      ['          - {dest: 0.0.0.0/0, gateway_id: "{{ gateway.gateway_id }}"}\n', ''],
      ['        routes:\n', '        routes: []\n'],
      [
        'subnets: "{{ subnets.results | map(attribute=\'subnet.id\') | list }}"\n        security_groups: [',
        'scheme: internal\n        security_groups: [',
      ],
    ],
    at: ['subnets: "{{ subnets.results', 'routes: []'],
    fine: [
      [
        ['gateway_id: "{{ gateway.gateway_id }}"', 'nat_gateway_id: nat-0123456789abcdef0'],
        ['    listeners:', '    scheme: internal\n        listeners:'],
      ],
      [
        ['          - {dest: 0.0.0.0/0, gateway_id: "{{ gateway.gateway_id }}"}\n', ''],
        ['        routes:\n', '        routes: []\n'],
        loose,
      ],
      [
        ['          - {dest: 0.0.0.0/0, gateway_id: "{{ gateway.gateway_id }}"}\n', ''],
        ['        routes:\n', '        purge_routes: false\n        routes: []\n'],
      ],
    ],
  },
  {
    code: 'task-without-route',
    name: 'subnets that no route table is for',
    change: [
      [
        '        subnets: "{{ subnets.results | map(attribute=\'subnet.id\') | list }}"\n        routes:',
        '        routes:',
      ],
      ['    listeners:', '    scheme: internal\n        listeners:'],
    ],
    at: ['subnets: "{{ subnets.results', 'cidr: '],
    fine: [
      [
        [
          '        subnets: "{{ subnets.results | map(attribute=\'subnet.id\') | list }}"\n        routes:',
          "        subnets: ['{{ app }}-a', 10.0.1.0/24]\n        routes:",
        ],
      ],
      [
        [
          '        subnets: "{{ subnets.results | map(attribute=\'subnet.id\') | list }}"\n        routes:',
          '        subnets: [\'{{ lookup("env", "SUBNET") }}\']\n        routes:',
        ],
      ],
    ],
  },
  {
    code: 'task-without-address',
    name: 'tasks without address behind an internet gateway',
    change: [['assign_public_ip: true', 'assign_public_ip: false']],
    at: ['assign_public_ip: false', 'routes:'],
    fine: [
      [['assign_public_ip: true', "assign_public_ip: \"{{ lookup('env', 'PUBLIC') }}\""]],
      [
        ['assign_public_ip: true', 'assign_public_ip: false'],
        ['desired_count: 2', 'desired_count: 0'],
      ],
    ],
  },
  {
    code: 'balancer-without-route',
    name: 'a load balancer for the internet behind a NAT gateway',
    change: [['gateway_id: "{{ gateway.gateway_id }}"', 'nat_gateway_id: nat-0123456789abcdef0']],
    at: ['subnets: "{{ subnets.results', 'cidr: '],
    fine: [[['gateway_id: "{{ gateway.gateway_id }}"', 'gateway_id: igw']]],
  },
  {
    code: 'group-blocks-target',
    name: 'containers open on another port',
    change: [['{ports: "{{ port }}", group_id', '{ports: 80, group_id']],
    at: ['rules:', 'security_groups: ['],
    fine: [
      [['{ports: "{{ port }}", group_id', '{ports: 8000-9000, group_id']],
      [['{ports: "{{ port }}", group_id', '{proto: all, group_id']],
      [['{ports: "{{ port }}", group_id: "{{ balancer_group.group_id }}"}', '{ports: 8080, cidr_ip: 10.0.0.0/16}']],
      [['{ports: "{{ port }}", group_id: "{{ balancer_group.group_id }}"}', '{ports: 8080, group_name: balancer}']],
      [['{ports: "{{ port }}", group_id', "{ports: \"{{ lookup('env', 'PORT') }}\", group_id"]],
      [
        ['{ports: "{{ port }}", group_id', '{ports: 80, group_id'],
        ['description: the containers', 'description: the containers\n        purge_rules: false'],
      ],
      [['{ports: "{{ port }}", group_id', '{ports: 80, group_id'], loose],
    ],
  },
  {
    code: 'group-blocks-target',
    name: 'containers open to others only',
    change: [['group_id: "{{ balancer_group.group_id }}"', 'cidr_ip: 172.16.0.0/12']],
    at: ['rules:', 'security_groups: ['],
    fine: [[['group_id: "{{ balancer_group.group_id }}"', 'group_id: sg-0123456789abcdef0']]],
  },
  {
    code: 'group-blocks-target',
    name: 'a load balancer that may not send to the containers',
    change: [
      [
        'description: the load balancer',
        'description: the load balancer\n        rules_egress: [{ports: 443, cidr_ip: 0.0.0.0/0}]',
      ],
    ],
    at: ['rules_egress:', 'security_groups: ['],
    fine: [
      [
        [
          'description: the load balancer',
          'description: the load balancer\n        rules_egress: [{ports: 8080, cidr_ip: 10.0.0.0/8}]',
        ],
      ],
    ],
  },
  {
    code: 'group-blocks-target',
    name: 'health checks on a port that is closed',
    change: [inTarget('health_check_port: 9090')],
    at: ['rules:', 'health_check_port: 9090'],
    fine: [[inTarget('health_check_port: 9090'), ['{ports: "{{ port }}", group_id', '{ports: [8080, 9090], group_id']]],
  },
  {
    code: 'listener-closed',
    name: 'nobody may reach the listener',
    change: [['ports: [80, 443]', 'ports: [443]']],
    at: ['rules:', '- {Protocol: HTTP'],
    fine: [[['ports: [80, 443]', 'ports: [0-1024]']]],
  },
  {
    code: 'service-container',
    name: 'a container that the task does not have',
    change: [['containerName: api', 'containerName: app']],
    at: ['- {targetGroupArn', 'containers:'],
    fine: [[['containerName: api', "containerName: \"{{ lookup('env', 'NAME') }}\""]]],
  },
  {
    code: 'service-port',
    name: 'a port that the container does not map',
    change: [['containerPort: "{{ port }}"}\n', 'containerPort: 80}\n']],
    at: ['- {targetGroupArn', 'portMappings:'],
    fine: [
      [
        ['task_definition: "{{ definition.taskdefinition.taskDefinitionArn }}"', 'task_definition: "web:1"'],
        ['containerPort: "{{ port }}"}\n', 'containerPort: 8080}\n'],
      ],
    ],
  },
  {
    code: 'target-type',
    name: 'instances as targets of tasks with their own address',
    change: [['        target_type: ip\n', '']],
    at: ['elb_target_group:', '- {targetGroupArn'],
    fine: [[['target_type: ip', "target_type: \"{{ lookup('env', 'TYPE') }}\""]]],
  },
  {
    code: 'target-protocol',
    name: 'TCP behind an application load balancer',
    change: [['protocol: http', 'protocol: tcp']],
    at: ['protocol: tcp', '- {Protocol: HTTP'],
    fine: [[['protocol: http', 'protocol: HTTPS']]],
  },
  {
    code: 'target-unused',
    name: 'a target group that no listener forwards to',
    change: [
      [
        '[{Type: forward, TargetGroupArn: "{{ targets.target_group_arn }}"}]',
        '[{Type: fixed-response, FixedResponseConfig: {StatusCode: "404"}}]',
      ],
    ],
    at: ['- {targetGroupArn', 'elb_target_group:'],
    fine: [[['TargetGroupArn: "{{ targets.target_group_arn }}"', 'TargetGroupName: targets']]],
  },
  {
    code: 'target-vpc',
    name: 'a target group of another VPC',
    change: [otherVpc, [tgVpc, tgVpc.replace('vpc.vpc', 'other.vpc')]],
    at: ['vpc_id: "{{ other', 'subnets: "{{ subnets.results', '- {targetGroupArn'],
    fine: [[otherVpc]],
  },
  {
    code: 'health-check-port',
    name: 'health checks on a port that nobody serves',
    change: [inTarget('health_check_port: 7000'), ['{ports: "{{ port }}", group_id', '{ports: 0-65535, group_id']],
    at: ['health_check_port: 7000', 'containers:'],
    fine: [[inTarget('health_check_port: 9090'), ['{ports: "{{ port }}", group_id', '{ports: 0-65535, group_id']]],
  },
  {
    code: 'health-check-path',
    name: 'a path without slash',
    change: [['health_check_path: /health', 'health_check_path: health']],
    at: ['health_check_path: health'],
    fine: [[['health_check_path: /health', "health_check_path: \"{{ lookup('env', 'P') }}\""]]],
  },
  {
    code: 'deployment-room',
    name: 'a single task that can neither stop nor double',
    change: [
      ['desired_count: 2', 'desired_count: 1'],
      ['maximum_percent: 200', 'maximum_percent: 150'],
    ],
    at: ['deployment_configuration:', 'desired_count: 1'],
    fine: [
      [['desired_count: 2', 'desired_count: 1']],
      [['maximum_percent: 200', 'maximum_percent: 150']],
      [
        ['desired_count: 2', 'desired_count: 1'],
        ['50, maximum_percent: 200', '0, maximum_percent: 100'],
      ],
    ],
  },
  {
    code: 'grace-period',
    name: 'a grace period without load balancer',
    change: [
      [
        'load_balancers:\n          - {targetGroupArn: "{{ targets.target_group_arn }}", containerName: api, containerPort: "{{ port }}"}',
        'load_balancers: []',
      ],
    ],
    at: ['health_check_grace_period_seconds'],
    fine: [[['health_check_grace_period_seconds: 10', 'health_check_grace_period_seconds: 0']]],
  },
  {
    code: 'service-network',
    name: 'a service on Fargate without subnets',
    change: [
      [
        '        network_configuration:\n          subnets: "{{ subnets.results | map(attribute=\'subnet.id\') | list }}"\n          security_groups: "{{ container_groups }}"\n          assign_public_ip: true\n',
        '',
      ],
    ],
    at: ['ecs_service:'],
    fine: [
      [
        [
          'launch_type: FARGATE\n        task_definition',
          'capacity_provider_strategy: [{capacity_provider: FARGATE}]\n        task_definition',
        ],
      ],
    ],
  },
  {
    code: 'service-launch-type',
    name: 'a task definition for instances on Fargate',
    change: [['launch_type: FARGATE\n        network_mode: awsvpc', 'network_mode: bridge']],
    at: ['network_mode: bridge', 'task_definition:'],
    fine: [[['launch_type: FARGATE\n        network_mode: awsvpc', 'network_mode: awsvpc']]],
  },
  {
    code: 'exec-read-only',
    name: 'commands in a container that cannot be written to',
    change: [exec, taskRole, ['- name: api', '- name: api\n            readonlyRootFilesystem: true']],
    at: ['enable_execute_command', 'readonlyRootFilesystem'],
    fine: [[exec, taskRole], [['- name: api', '- name: api\n            readonlyRootFilesystem: true']]],
  },
  {
    code: 'exec-task-role',
    name: 'commands in tasks without a role',
    change: [exec],
    at: ['enable_execute_command', 'ecs_taskdefinition:'],
    fine: [[exec, taskRole]],
  },
  {
    code: 'execution-role-missing',
    name: 'logs without an execution role',
    change: [['        execution_role_arn: "{{ role.iam_role.arn }}"\n', '']],
    at: ['image: "{{ image.reference }}"'],
    fine: [[['execution_role_arn: "{{ role.iam_role.arn }}"', "execution_role_arn: \"{{ lookup('env', 'ROLE') }}\""]]],
  },
  {
    code: 'execution-role-rights',
    name: 'a role that may not read the secrets',
    change: [["Action: 'ssm:Get*'", "Action: 's3:*'"]],
    at: ['iam_role:', 'secrets:'],
    fine: [
      [["Action: 'ssm:Get*'", 'Action: ["s3:*", "ssm:GetParameters"]']],
      [
        ["Action: 'ssm:Get*'", "Action: 's3:*'"],
        ['AmazonECSTaskExecutionRolePolicy', 'OurOwnPolicy'],
      ],
      [["Action: 'ssm:Get*'", "Action: 's3:*'"], loose],
    ],
  },
  {
    code: 'role-trust',
    name: 'a role for instances',
    change: [['Service: ecs-tasks.amazonaws.com', 'Service: ec2.amazonaws.com']],
    at: ['assume_role_policy_document:', 'execution_role_arn:'],
    fine: [
      [['Service: ecs-tasks.amazonaws.com', 'Service: [ec2.amazonaws.com, ecs-tasks.amazonaws.com]']],
      [['Service: ecs-tasks.amazonaws.com', "Service: \"{{ lookup('env', 'WHO') }}\""]],
    ],
  },
  {
    code: 'container-port-twice',
    name: 'two containers with one port',
    change: [['containerPort: 9090', 'containerPort: 8080']],
    at: ['portMappings: [{containerPort: 8080'],
    fine: [[['containerPort: 9090', 'containerPort: 8081']]],
  },
  {
    code: 'image-platform',
    name: 'an image for ARM on Intel',
    change: [['platform: linux/amd64', 'platform: linux/arm64']],
    at: ['build: {path: ., platform: linux/arm64}', 'image: "{{ image.reference }}"'],
    fine: [
      [['platform: linux/amd64', 'platform: "linux/amd64,linux/arm64"']],
      [
        ['platform: linux/amd64', 'platform: linux/arm64'],
        ['cpu: 256', 'cpu: 256\n        runtime_platform: {cpuArchitecture: ARM64}'],
      ],
    ],
  },
  {
    code: 'immutable-tag',
    name: 'one tag for every image',
    change: [['tag: auto', 'tag: latest']],
    at: ['tag: latest', 'ecs_ecr:'],
    fine: [
      [
        ['tag: auto', 'tag: latest'],
        ['image_tag_mutability: immutable', 'image_tag_mutability: mutable'],
      ],
      [['tag: auto', "tag: \"{{ lookup('env', 'SHA') }}\""]],
    ],
  },
  {
    code: 'log-group-missing',
    name: 'logs for a group with another name',
    change: [['options: {awslogs-group: "/ecs/{{ app }}"', 'options: {awslogs-group: /ecs/api']],
    at: ['options: {awslogs-group: /ecs/api', 'cloudwatchlogs_log_group:'],
    fine: [
      [
        [
          'options: {awslogs-group: "/ecs/{{ app }}"',
          "options: {awslogs-create-group: 'true', awslogs-group: /ecs/api",
        ],
        ["Action: 'ssm:Get*'", "Action: ['ssm:Get*', 'logs:*']"],
      ],
      [['log_group_name: "/ecs/{{ app }}"', "log_group_name: \"{{ lookup('env', 'GROUP') }}\""]],
    ],
  },
  {
    code: 'tag-reserved',
    name: "a tag with Amazon's prefix",
    change: [['tags: {Name: public}', "tags: {'aws:name': public}"]],
    at: ["tags: {'aws:name'"],
    fine: [[['tags: {Name: public}', "tags: {'laws:name': public}"]]],
  },
  {
    code: 'tag-limits',
    name: 'a tag with a name too long',
    change: [['tags: {Name: public}', `tags: {${'n'.repeat(129)}: public}`]],
    at: ['tags: {nnn'],
    fine: [[['tags: {Name: public}', `tags: {${'n'.repeat(128)}: public}`]]],
  },
];

const codesOf = (found: readonly { readonly code: string }[]) => found.map(({ code }) => code);

test('a sound playbook has nothing for the rules to find', async () => {
  assert.deepEqual(codesOf(await foundIn(soundPlaybook)), []);
});

for (const { code, name, change, at, fine } of cases) {
  test(`${code}: ${name}`, async () => {
    const all = await foundIn(changed(soundPlaybook, change));
    const [found] = all.filter((each) => each.code === code);
    assert.ok(found, `found ${codesOf(all).join(', ') || 'nothing'}`);
    const level = found.level ?? 'error';
    assert.equal(level, ruleNotes[code]!.level);
    for (const [index, start] of at.entries())
      assert.ok(found.lines[index]?.startsWith(start), `${start} is not ${found.lines.join(' | ')}`);
    for (const [index, near] of fine.entries())
      assert.deepEqual(codesOf(await foundIn(changed(soundPlaybook, near))), [], `variation ${index} is fine`);
  });
}

test('every rule has a case', () => {
  const tried = new Set(cases.map(({ code }) => code));
  assert.deepEqual(
    awsRules.map(({ code }) => code).filter((code) => !tried.has(code)),
    [],
  );
});
