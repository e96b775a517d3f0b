import {
  DescribeServiceDeploymentsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  type ServiceDeployment,
  type ServiceDeploymentBrief,
} from '@aws-sdk/client-ecs';
import { errorCode } from '../../../aws/errors.ts';
import { waitUntil } from '../../../aws/wait.ts';
import type { World } from '../../../aws/world.ts';
import { PlayError } from '../../../diagnostics.ts';
import { primaryOf, type Service } from './service.ts';
import { describeService } from './service_read.ts';
import { counts, judge, looksOver } from './verdict.ts';
import { whyTasksFail } from './why_tasks_fail.ts';

/** Which deployment is followed, and how. */
export interface Follow {
  readonly cluster: string;
  readonly name: string;
  /** The service as it is when following begins. */
  readonly service: Service;
  readonly limit: number;
  readonly progress: (message: string) => void;
}

/**
 * Follows the deployment of a service to its end, telling its events. Returns the service as it is then; throws, with the
 * reasons that can be found, when the deployment failed, was rolled back or stopped, or takes too long.
 */
export async function followDeployment(world: World, follow: Follow): Promise<Service> {
  const { cluster, name, limit, progress } = follow;
  const started = primaryOf(follow.service);
  const tellNews = newsTeller(follow.service, progress);
  const find = serviceDeploymentFinder(world, follow, started?.createdAt);
  const isTooEarly = earlyLooks(world, started?.id);
  let last = follow.service;
  try {
    return await waitUntil<Service>(world, {
      what: `the deployment of service ${name}`,
      interval: 5_000,
      limit,
      progress,
      async look() {
        const service = await describeService(world, cluster, name);
        if (isTooEarly(service)) return { seen: 'ECS does not show it yet' };
        if (!service) throw failure(follow, `service ${name} is gone`);
        last = service;
        tellNews(service);
        const verdict = judge(service, started?.id, looksOver(service, started?.id) ? await find() : undefined);
        if (verdict.kind === 'failed') throw failure(follow, verdict.reason);
        return verdict.kind === 'complete' ? { done: service } : { seen: verdict.seen };
      },
    });
  } catch (error) {
    if (!(error instanceof PlayError) || (error.code !== 'timeout' && error.code !== 'deployment-failed')) throw error;
    throw await explained(world, { ...follow, service: last }, started, error);
  }
}

/** What ECS shows may be behind what it was told (Amazon ECS API reference: eventual consistency). */
const behind = 30_000;

/** Whether what is seen is from before the deployment began; not for ever, as it may be over and gone. */
function earlyLooks(world: World, id: string | undefined): (service: Service | undefined) => boolean {
  const end = world.now() + behind;
  let shown = id === undefined;
  return (service) => {
    shown ||= service?.deployments.some((each) => each.id === id) ?? false;
    return !shown && world.now() < end;
  };
}

function failure({ name }: Follow, reason: string): PlayError {
  return new PlayError({ code: 'deployment-failed', message: `service ${name}: ${reason}` });
}

/** The same error with what its tasks died of. */
async function explained(
  world: World,
  { cluster, name, service }: Follow,
  started: Service['deployments'][number] | undefined,
  error: PlayError,
): Promise<PlayError> {
  const failing = {
    cluster,
    name,
    deployment: started?.id,
    loadBalancers: service.load_balancers,
    events: service.events.filter(({ createdAt }) => createdAt >= (started?.createdAt ?? '')),
  };
  const reasons = await whyTasksFail(world, failing);
  return new PlayError({
    code: error.code,
    message: [error.message, ...reasons].join('; '),
    hint: 'look at the logs of its containers; the next run deploys again',
    cause: error,
  });
}

/** Tells events that came since, oldest first. */
function newsTeller(service: Service, progress: (message: string) => void): (service: Service) => void {
  let latest = service.events[0]?.createdAt ?? '';
  return ({ events, ...rest }) => {
    const news = events.filter((event) => event.createdAt > latest).reverse();
    for (const { message } of news) progress(`${message} (${counts({ events, ...rest })})`);
    latest = events[0]?.createdAt ?? latest;
  };
}

/** Not all that speak ECS know service deployments, and not all callers may ask for them; then nothing is asked again. */
const notSpoken = /^(UnknownOperation|InvalidAction|NotImplemented|UnsupportedFeature|AccessDenied)|^(404|405|5..)$/;

/** Looks up the service deployment that began with the followed one: once by list, from then on by its ARN. */
function serviceDeploymentFinder(
  world: World,
  { cluster, name, service }: Follow,
  since: string | undefined,
): () => Promise<ServiceDeployment | undefined> {
  const ecs = world.client(ECSClient);
  let arn: string | undefined;
  let spoken = service.deployment_controller === 'ECS' && since !== undefined;
  return async () => {
    if (!spoken) return undefined;
    try {
      arn ??= await begunAt(ecs, cluster, name, Date.parse(since!));
      if (arn === undefined) return undefined;
      const answer = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }));
      return answer.serviceDeployments?.[0];
    } catch (error) {
      const { httpStatusCode } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
      if (!notSpoken.test(errorCode(error)) && !notSpoken.test(String(httpStatusCode))) throw error;
      spoken = false;
      return undefined;
    }
  };
}

/** Both are written within the same moment, not necessarily with the same time. */
const tolerance = 3_000;

/** Somebody else's may have begun a moment before: the nearest in time is meant. */
async function begunAt(ecs: ECSClient, cluster: string, service: string, began: number): Promise<string | undefined> {
  const after = new Date(began - tolerance);
  const { serviceDeployments = [] } = await ecs.send(
    new ListServiceDeploymentsCommand({ cluster, service, createdAt: { after } }),
  );
  const begun = serviceDeployments
    .filter(({ createdAt }) => createdAt !== undefined && createdAt >= after)
    .sort((a, b) => distance(a, began) - distance(b, began));
  return begun[0]?.serviceDeploymentArn;
}

const distance = ({ createdAt }: ServiceDeploymentBrief, began: number): number =>
  Math.abs(createdAt!.getTime() - began);
