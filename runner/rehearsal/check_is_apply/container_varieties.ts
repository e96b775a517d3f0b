import { ecsServiceRules } from '../../../schemas/ecs_service.ts';
import { ecsTaskdefinitionRules } from '../../../schemas/ecs_taskdefinition.ts';
import { ecsCluster } from '../../modules/aws/ecs_cluster.ts';
import { ecsService } from '../../modules/aws/ecs_service.ts';
import { ecsTaskdefinition } from '../../modules/aws/ecs_taskdefinition.ts';
import { without } from './access_varieties.ts';
import type { Random } from './random.ts';
import { type Draw, flag, integer, maybe, oneOf, type Params, state, tagOptions, variety } from './variety.ts';

const given = (entries: Params): Params =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

const strategy: Draw = (random) =>
  random.shuffle(random.some(['FARGATE', 'FARGATE_SPOT'], 1)).map((capacity_provider, index) =>
    given({
      capacity_provider,
      weight: random.chance(0.7) ? random.integer(1, 3) : undefined,
      base: index === 0 && random.chance(0.4) ? random.integer(0, 2) : undefined,
    }),
  );

const cluster = variety(ecsCluster, {
  fixed: () => ({ name: 'drawn' }),
  options: {
    capacity_providers: maybe((random) => random.shuffle(random.some(['FARGATE', 'FARGATE_SPOT']))),
    capacity_provider_strategy: maybe(strategy, 0.4),
    purge_capacity_providers: maybe(flag, 0.4),
    settings: maybe((random) =>
      random.some([{ name: 'containerInsights', value: random.pick(['enabled', 'disabled', 'enhanced']) }]),
    ),
    configuration: maybe((random) => {
      const logging = random.pick(['NONE', 'DEFAULT', 'OVERRIDE']);
      const log = {
        cloud_watch_log_group_name: random.pick(['/ecs/exec', '/ecs/other']),
        cloud_watch_encryption_enabled: random.chance(0.3),
      };
      const kms_key_id = random.chance(0.3) ? 'alias/exec' : undefined;
      return { execute_command: given({ logging, kms_key_id, log: logging === 'OVERRIDE' ? log : undefined }) };
    }, 0.4),
    ...tagOptions,
    state,
  },
  // A strategy may name only what the cluster has.
  sense: (params) =>
    params['capacity_provider_strategy'] ? { ...params, capacity_providers: ['FARGATE', 'FARGATE_SPOT'] } : params,
  left: { name: 'always the same', delay: 'only with has_instances', repeat: 'only with has_instances' },
});

const sizes = [
  ['256', '512'],
  ['256', '1024'],
  ['.5 vCPU', '1 GB'],
  ['1024', '2 GB'],
  ['512', '2048'],
] as const;

const environment: Draw = (random) =>
  random.shuffle(
    random.some(['A', 'B', 'LONG_NAME']).map((name) => ({ name, value: random.pick(['1', '', 'two words', 'ü']) })),
  );

function drawContainer(random: Random, name: string): Params {
  const draw = (share: number, value: () => unknown) => (random.chance(share) ? value() : undefined);
  return given({
    name,
    image: random.pick(['public.ecr.aws/nginx/nginx:1.27', 'public.ecr.aws/nginx/nginx:1.29']),
    cpu: draw(0.2, () => random.pick([0, 64])),
    memory: draw(0.3, () => random.pick([128, 256])),
    memoryReservation: draw(0.2, () => 64),
    essential: name === 'web' ? draw(0.4, () => true) : draw(0.6, () => random.chance(0.5)),
    portMappings: draw(0.8, () => [
      given({
        containerPort: name === 'web' ? 8080 : 9090,
        hostPort: draw(0.2, () => (name === 'web' ? 8080 : 9090)),
        protocol: draw(0.5, () => random.pick(['tcp', 'udp'])),
        name: draw(0.2, () => `${name}-port`),
      }),
    ]),
    environment: draw(0.5, () => environment(random, new Map())),
    secrets: draw(0.2, () => [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token' }]),
    command: draw(0.3, () => random.pick([[], ['serve'], ['sh', '-c', 'true']])),
    entryPoint: draw(0.2, () => ['/bin/sh']),
    workingDirectory: draw(0.1, () => '/srv'),
    user: draw(0.2, () => random.pick(['1000', 'node:node'])),
    readonlyRootFilesystem: draw(0.4, () => random.chance(0.5)),
    interactive: draw(0.1, () => random.chance(0.5)),
    stopTimeout: draw(0.3, () => random.integer(2, 120)),
    dockerLabels: draw(0.2, () => ({ b: '2', a: '1' })),
    ulimits: draw(0.2, () => [{ name: 'nofile', softLimit: 1024, hardLimit: random.pick([2048, 4096]) }]),
    linuxParameters: draw(0.2, () =>
      random.pick([{}, { initProcessEnabled: true }, { capabilities: { drop: ['ALL'] } }]),
    ),
    logConfiguration: draw(0.4, () => ({
      logDriver: 'awslogs',
      options: {
        'awslogs-stream-prefix': name,
        'awslogs-region': 'eu-west-1',
        'awslogs-group': random.pick(['/ecs/a', '/ecs/b']),
      },
    })),
    healthCheck: draw(0.3, () =>
      given({
        command: ['CMD-SHELL', 'true'],
        interval: draw(0.5, () => random.pick([10, 30])),
        timeout: draw(0.3, () => 5),
        retries: draw(0.3, () => random.integer(1, 5)),
        startPeriod: draw(0.3, () => random.pick([0, 15])),
      }),
    ),
    mountPoints: draw(0.2, () => [
      given({ sourceVolume: 'data', containerPath: '/data', readOnly: draw(0.5, () => random.chance(0.5)) }),
    ]),
    dependsOn:
      name === 'side'
        ? draw(0.3, () => [{ containerName: 'web', condition: random.pick(['START', 'start']) }])
        : undefined,
  });
}

const taskDefinition = variety(ecsTaskdefinition, {
  rules: ecsTaskdefinitionRules,
  fixed: () => ({ family: 'drawn' }),
  options: {
    containers: (random) =>
      (random.chance(0.7) ? ['web'] : random.shuffle(['web', 'side'])).map((name) => drawContainer(random, name)),
    launch_type: maybe(oneOf('FARGATE', 'EC2')),
    network_mode: maybe(oneOf('awsvpc', 'bridge', 'host', 'none'), 0.4),
    cpu: (random) => random.pick(sizes),
    execution_role_arn: maybe(oneOf('arn:aws:iam::123456789012:role/conformance-role', 'conformance-role')),
    task_role_arn: maybe(oneOf('arn:aws:iam::123456789012:role/conformance-role', 'conformance-role'), 0.3),
    volumes: maybe(oneOf([{ name: 'data' }], [{ name: 'data' }, { name: 'cache', host: {} }]), 0.3),
    runtime_platform: maybe(
      oneOf(
        { cpuArchitecture: 'ARM64' },
        { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
        { operatingSystemFamily: 'LINUX' },
      ),
      0.3,
    ),
    ephemeral_storage: maybe((random) => ({ sizeInGiB: random.pick([21, 30, 200]) }), 0.2),
    pid_mode: maybe(oneOf('task'), 0.1),
    enable_fault_injection: maybe(flag, 0.1),
    ...tagOptions,
    state,
  },
  sense: senseOfTask,
  left: {
    family: 'always the same',
    arn: 'needs an ARN of this case',
    revision: 'needs a number of this case',
    force_create: 'makes a revision in every run, by its meaning',
    memory: 'drawn with cpu',
    placement_constraints: 'for instances, of which there are none',
    ipc_mode: 'for instances, of which there are none',
    proxy_configuration: 'App Mesh is at its end',
  },
});

/** Sizes are drawn as pairs; what only Fargate knows, or does not know, goes; volumes that are mounted are there. */
function senseOfTask(params: Params): Params {
  const { cpu: size, ...rest } = params;
  const [cpu, memory] = (size ?? sizes[0]) as readonly string[];
  const fargate = rest['launch_type'] === 'FARGATE';
  const containers = (rest['containers'] ?? []) as readonly Params[];
  const mounts = containers.some((each) => each['mountPoints']);
  const sensible = containers.map((each) => senseOfContainer(each, params, containers.length));
  const { network_mode, ephemeral_storage, pid_mode, ...others } = rest;
  const mode = fargate ? (network_mode === undefined ? undefined : 'awsvpc') : network_mode;
  return given({
    ...others,
    ...(params['containers'] === undefined ? {} : { containers: sensible }),
    cpu,
    memory,
    network_mode: mode,
    ephemeral_storage: fargate ? ephemeral_storage : undefined,
    pid_mode: fargate ? pid_mode : undefined,
    ...(mounts && !rest['volumes'] ? { volumes: [{ name: 'data' }] } : {}),
    ...(fargate || containers.some((each) => each['secrets']) ? { execution_role_arn: 'conformance-role' } : {}),
  });
}

function senseOfContainer(container: Params, { network_mode, launch_type }: Params, count: number): Params {
  const { portMappings, essential, dependsOn, ...rest } = container;
  const portless = network_mode === 'none' && launch_type !== 'FARGATE';
  return given({
    ...rest,
    portMappings: portless ? undefined : portMappings,
    essential: count === 1 ? undefined : essential,
    dependsOn: count === 1 ? undefined : dependsOn,
  });
}

const service = variety(ecsService, {
  // Without `wait` its tasks are still leaving the load balancer.
  isGoing: (state) => 'status' in state && state.status === 'DRAINING',
  once: ['service.events', 'service.deployments', 'service.runningCount', 'service.pendingCount'],
  rules: ecsServiceRules,
  fixed: (random, ids) => ({
    name: 'drawn',
    cluster: random.pick(['conformance-cluster', ids.get('cluster-arn')]),
    ...(random.chance(0.8)
      ? { launch_type: 'FARGATE' }
      : { capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }] }),
  }),
  options: {
    task_definition: oneOf('conformance-task', 'conformance-task:1', 'conformance-task:2'),
    desired_count: integer(0, 3),
    platform_version: maybe(oneOf('LATEST', '1.4.0'), 0.3),
    deployment_configuration: maybe((random) =>
      given({
        minimum_healthy_percent: random.chance(0.7) ? random.pick([0, 50, 100]) : undefined,
        // With less there may be no room to put a new task beside the old one.
        maximum_percent: random.chance(0.7) ? 200 : undefined,
        deployment_circuit_breaker: random.pick([
          undefined,
          { enable: true },
          { enable: true, rollback: true },
          { enable: false },
        ]),
      }),
    ),
    load_balancers: maybe(
      (_, ids) => [
        { targetGroupArn: ids.get('arn-of-conformance-targets'), containerName: 'web', containerPort: 8080 },
      ],
      0.4,
    ),
    health_check_grace_period_seconds: maybe(oneOf(0, 30, 60), 0.4),
    network_configuration: (random, ids) =>
      given({
        subnets: random.shuffle(random.some([ids.get('subnet-conformance-a'), ids.get('subnet-conformance-b')], 1)),
        security_groups: random.chance(0.8) ? [random.pick([ids.get('sg-conformance'), 'conformance'])] : undefined,
        assign_public_ip: true,
      }),
    enable_execute_command: maybe(flag, 0.4),
    enable_ecs_managed_tags: maybe(flag, 0.3),
    propagate_tags: maybe(oneOf('TASK_DEFINITION', 'SERVICE', 'NONE'), 0.4),
    force_deletion: maybe(flag, 0.3),
    wait: maybe(flag, 0.5),
    ...tagOptions,
    state,
  },
  // Health checks pass only where the security groups let them.
  sense: (params, ids) => {
    const kept: Record<string, unknown> = { ...without(params, [['launch_type', 'capacity_provider_strategy']]) };
    // What a load balancer needs can be asked for only with one.
    if (!kept['load_balancers']) delete kept['health_check_grace_period_seconds'];
    else
      kept['network_configuration'] = {
        ...(kept['network_configuration'] as Params),
        security_groups: [ids.get('sg-conformance')],
      };
    return kept;
  },
  left: {
    name: 'always the same',
    cluster: 'always the same',
    launch_type: 'fixed once created',
    capacity_provider_strategy: 'instead of a launch type, and then the same',
    scheduling_strategy: 'DAEMON needs instances, of which there are none',
    deployment_controller: 'fixed once created',
    placement_constraints: 'for instances, of which there are none',
    purge_placement_constraints: 'for instances, of which there are none',
    placement_strategy: 'for instances, of which there are none',
    purge_placement_strategy: 'for instances, of which there are none',
    service_registries: 'there is no service discovery in the sandbox',
    role: 'for classic load balancers',
    force_new_deployment: 'deploys in every run, by its meaning',
    client_token: 'means nothing for the outcome',
    wait_timeout: 'the sandbox is quick',
    delay: 'only with deleting',
    repeat: 'only with deleting',
  },
});

/** Tasks that run containers. */
export const containerVarieties = [cluster, taskDefinition, service];
