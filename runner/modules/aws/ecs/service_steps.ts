import { randomUUID } from 'node:crypto';
import {
  CreateServiceCommand,
  type CreateServiceCommandInput,
  DeleteServiceCommand,
  ECSClient,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { type RetryOptions, retryWhile } from '../../../aws/retry.ts';
import { tagsToLowerCaseList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import { waitUntil } from '../../../aws/wait.ts';
import { type Step, step, type Wanted, waitStep } from '../../module.ts';
import { followDeployment } from './follow_deployment.ts';
import { fromAws, type Service } from './service.ts';
import { creationInput, describeChanges, inputOf, needsNewDeployment } from './service_changes.ts';
import { describeService } from './service_read.ts';
import type { Params } from './service_wanted.ts';
import { shortRevision } from './task_definition_read.ts';

/** Somebody has deleted it, or it is being deleted: by an earlier try of which the answer was lost. */
const onItsWayOut = ['ServiceNotActiveException', 'ServiceNotFoundException'];

/** What the service is made of may be so new that ECS does not see it yet; or its predecessor is still on its way out. */
const newParts: RetryOptions = {
  codes: ['InvalidParameterException', 'ClientException', 'AccessDeniedException'],
  message:
    /service.linked role|unable to assume|iam:PassRole|does not have an associated load balancer|still draining|(subnet|security group).* does not exist/i,
  limit: 45_000,
};

/** Creates the service with everything in one call. */
export function creation(want: Wanted<Service>, params: Params): Step<Service> {
  const tasks = want.scheduling_strategy === 'DAEMON' ? 'one task on each instance' : `${want.desired_count} tasks`;
  const revision = shortRevision(String(want.task_definition));
  return step(`create service ${want.name} (${tasks} of ${revision})`, async (world, { progress }) => {
    const wanted = want as Service;
    const daemon = wanted.scheduling_strategy === 'DAEMON';
    const input: CreateServiceCommandInput = {
      ...creationInput(wanted),
      cluster: params.cluster,
      serviceName: wanted.name,
      clientToken: params.client_token ?? randomUUID(),
      schedulingStrategy: daemon ? 'DAEMON' : 'REPLICA',
      ...(daemon ? { desiredCount: undefined } : { desiredCount: wanted.desired_count }),
      ...(params.launch_type && { launchType: params.launch_type }),
      ...(params.role && { role: params.role }),
      ...(params.deployment_controller?.type && { deploymentController: { type: params.deployment_controller.type } }),
      tags: tagsToLowerCaseList(wanted.tags),
    };
    const { service } = await retryWhile(world, { ...newParts, progress }, () =>
      world.client(ECSClient).send(new CreateServiceCommand(input)),
    );
    return { ...fromAws(service!), tags: wanted.tags };
  });
}

/** Changes all properties that differ in one call. */
export function update(
  now: Service,
  want: Service,
  changed: readonly (keyof Service)[],
  force: string | undefined,
  params: Params,
): Step<Service> {
  const changes = describeChanges(now, want, changed);
  const again = force ?? (needsNewDeployment(changed) ? 'running tasks take this up only so' : undefined);
  const title = changes ? `update service ${want.name}: ${changes}` : `deploy service ${want.name} again`;
  return step(again ? `${title} (new deployment: ${again})` : title, async (world, { known, progress }) => {
    const input = {
      ...inputOf(want, changed),
      cluster: params.cluster,
      service: want.name,
      ...(again && { forceNewDeployment: true }),
    };
    const { service } = await retryWhile(world, { ...newParts, progress }, () =>
      world.client(ECSClient).send(new UpdateServiceCommand(input)),
    );
    return { ...fromAws(service!), tags: known.tags ?? now.tags };
  });
}

/** Follows the deployment that is under way to its end. */
export function deployment(params: Params): Step<Service> {
  const { name, cluster, wait_timeout } = params;
  return waitStep(`wait until service ${name} is deployed`, async (world, { known, progress }) => {
    const service = known as Service;
    const limit = wait_timeout * 1000;
    const { tags: _, ...rest } = await followDeployment(world, { cluster, name, service, limit, progress });
    return rest;
  });
}

/** Ends the service's tasks, then deletes it; by force, both at once. */
export function* deletion(now: Service, { cluster, name, force_deletion }: Params): Iterable<Step<Service>> {
  const force = force_deletion || now.scheduling_strategy === 'DAEMON';
  if (!force && now.desired_count > 0)
    yield step(`scale service ${name} to 0 tasks`, async (world) => {
      const command = new UpdateServiceCommand({ cluster, service: name, desiredCount: 0 });
      await unlessMissing(onItsWayOut, () => world.client(ECSClient).send(command));
      return { desired_count: 0 };
    });
  yield step(`delete service ${name}`, async (world) => {
    const command = new DeleteServiceCommand({ cluster, service: name, force });
    await unlessMissing(onItsWayOut, () => world.client(ECSClient).send(command));
    return { status: 'DRAINING' };
  });
}

/** Waits until all tasks of a deleted service have ended. */
export function disappearance(
  cluster: string,
  name: string,
  { interval, limit }: { interval: number; limit: number },
): Step<Service> {
  return waitStep(`wait until service ${name} has drained`, (world, { progress }) =>
    waitUntil<Partial<Service>>(world, {
      what: `service ${name} to drain`,
      interval,
      limit,
      progress,
      async look() {
        const service = await describeService(world, cluster, name);
        return service ? { seen: `${service.running_count} tasks still running` } : { done: {} };
      },
    }),
  );
}
