import { ecsServiceSchema } from '../../../schemas/ecs_service.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import { unknown } from '../../template/values.ts';
import { type FixedDifference, Missing, resource, type Step, type Wanted } from '../module.ts';
import { primaryOf, type Service } from './ecs/service.ts';
import { changedProperties } from './ecs/service_changes.ts';
import { describeService } from './ecs/service_read.ts';
import { serviceResult } from './ecs/service_result.ts';
import * as steps from './ecs/service_steps.ts';
import { fromParams, type Params } from './ecs/service_wanted.ts';
import { ecsTagStep } from './ecs/tag_step.ts';
import { describeRevision } from './ecs/task_definition_read.ts';
import { fixedDifferences } from './fixed.ts';
import { securityGroupIds } from './security_group_ids.ts';

/** A service, found by its name in its cluster. Result as `community.aws.ecs_service` documents it. */
export const ecsService = resource({
  name: 'ecs_service',
  schema: ecsServiceSchema,
  identity: ['name', 'cluster'],

  async resolve(world, params) {
    if (params.state !== 'present') return params;
    const { network_configuration: network } = params;
    const [task_definition, security_groups] = await Promise.all([
      latestRevision(world, params.task_definition),
      network?.security_groups && securityGroupIds(world, network.security_groups, network.subnets),
    ]);
    return {
      ...params,
      ...(task_definition !== undefined && { task_definition }),
      ...(security_groups && { network_configuration: { ...network, security_groups } }),
    };
  },

  read: (world, { cluster, name }) => describeService(world, cluster, name),

  want: (params, now) => (params.state === 'present' ? wanted(params, active(now)) : undefined),

  moving: ['running_count', 'pending_count', 'deployments', 'events'],

  replaces: fixed,

  removal: {
    id: (now) => now.arn,
    hangsOn: ({ cluster_arn, network_configuration: network, load_balancers }) => [
      cluster_arn,
      ...(network ? [...network.subnets, ...network.securityGroups] : []),
      ...load_balancers.map(({ targetGroupArn }) => String(targetGroupArn)),
    ],
    // Its cluster, its target groups and its network can go only when its last task has.
    absent: (params) => ({
      ...params,
      state: 'absent' as const,
      wait: true,
      wait_timeout: Math.max(params.wait_timeout, 600),
    }),
  },

  *plan(now, want, params): Iterable<Step<Service>> {
    const { cluster, name, wait, wait_timeout } = params;
    const patience = { interval: 5_000, limit: wait_timeout * 1000 };
    if (want) {
      if (now && !active(now)) yield steps.disappearance(cluster, name, patience);
      yield* presence(active(now), want, params);
    } else if (params.state === 'deleting') {
      const interval = params.delay * 1000;
      if (now) yield steps.disappearance(cluster, name, { interval, limit: interval * params.repeat });
    } else {
      if (now && active(now)) yield* steps.deletion(now, params);
      if (now && wait) yield steps.disappearance(cluster, name, patience);
    }
  },

  result: (state) => (state ? { service: serviceResult(state) } : {}),
});

/** A service that is being deleted cannot be changed any more; one of the same name can follow it. */
const active = (now: Service | undefined): Service | undefined => (now?.status === 'ACTIVE' ? now : undefined);

/** What a deployment leaves behind is not known before it. */
function wanted(params: Params, now: Service | undefined): Wanted<Service> {
  const want = fromParams(params, now);
  if (!now || !deploys(now, want as Service, params)) return want;
  return { ...want, running_count: unknown, pending_count: unknown, deployments: unknown, events: unknown };
}

function deploys(now: Service, want: Service, params: Params): boolean {
  if (changedProperties(now, want).length > 0 || reasonToDeployAgain(now, params) !== undefined) return true;
  return params.wait && primaryOf(now)?.rolloutState === 'IN_PROGRESS';
}

function* presence(now: Service | undefined, want: Wanted<Service>, params: Params): Iterable<Step<Service>> {
  const wanted = want as Service;
  if (!now) {
    requireCount(params);
    yield steps.creation(want, params);
    if (params.wait) yield steps.deployment(params);
    return;
  }
  const changed = changedProperties(now, wanted);
  const force = reasonToDeployAgain(now, params);
  const isChanged = changed.length > 0 || force !== undefined;
  if (isChanged) yield steps.update(now, wanted, changed, force, params);
  yield* ecsTagStep<Service>(`service ${params.name}`, now.tags, wanted.tags);
  if (params.wait && (isChanged || primaryOf(now)?.rolloutState === 'IN_PROGRESS')) yield steps.deployment(params);
}

/** A deployment that failed and was not rolled back leaves a service that is as asked for, and does not run. */
function reasonToDeployAgain(now: Service, { force_new_deployment }: Params): string | undefined {
  if (force_new_deployment) return 'force_new_deployment asks for it';
  return primaryOf(now)?.rolloutState === 'FAILED' ? 'the last one failed' : undefined;
}

/** What UpdateService does not take (ECS API). A service that is on its way out is replaced anyway. */
function* fixed(now: Service, want: Wanted<Service>, { role, launch_type }: Params): Iterable<FixedDifference> {
  if (!active(now)) return;
  yield* fixedDifferences(now, want, {
    scheduling_strategy: 'scheduling_strategy',
    deployment_controller: 'deployment_controller',
    ...(launch_type && { launch_type: 'launch_type' }),
  });
  const isSameRole =
    role === undefined || now.role_arn === null || String(now.role_arn).endsWith(`/${String(role).split('/').at(-1)}`);
  if (!isSameRole) yield* fixedDifferences(now, { role_arn: role }, { role_arn: 'role' });
}

function requireCount({ name, desired_count, scheduling_strategy }: Params): void {
  if (desired_count !== undefined || scheduling_strategy === 'DAEMON') return;
  throw new PlayError({
    code: 'missing-parameter',
    message: `desired_count is needed to create service ${name}`,
    hint: 'say how many tasks it should run',
  });
}

/** A family alone means its latest active revision. */
async function latestRevision(world: World, asked: string | undefined): Promise<string | undefined> {
  if (typeof asked !== 'string' || /:\d+$/.test(asked)) return asked;
  const found = await describeRevision(world, asked);
  // Stands where an ARN will stand; the engine takes care that no step sees it.
  return found?.arn ?? (new Missing(`task definition ${asked} has no active revision`) as unknown as string);
}
