import { DescribeTasksCommand, ECSClient, ListTasksCommand, type Task } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isAwsError } from '../../../aws/errors.ts';
import type { World } from '../../../aws/world.ts';
import type { Data } from './containers.ts';
import { lastLogLines } from './last_log_lines.ts';

/** The service whose tasks fail. */
export interface FailingService {
  readonly cluster: string;
  readonly name: string;
  /** Only tasks of this deployment count. */
  readonly deployment: string | undefined;
  readonly loadBalancers: readonly Data[];
  /** What the service told since the deployment began, newest first. */
  readonly events: readonly { readonly message: string }[];
}

/** What tasks were stopped for, with exit codes and last words, and what is wrong with targets; as far as it can be found out. */
export async function whyTasksFail(world: World, service: FailingService): Promise<string[]> {
  const [tasks, targets] = await Promise.all([stoppedTasks(world, service), sickTargets(world, service)]);
  return [...tasks, ...(targets.length > 0 ? targets : toldSickness(service.events))];
}

async function stoppedTasks(world: World, { cluster, name, deployment }: FailingService): Promise<string[]> {
  const ecs = world.client(ECSClient);
  const tasks = await ifAnswered(async () => {
    const { taskArns = [] } = await ecs.send(
      new ListTasksCommand({ cluster, serviceName: name, desiredStatus: 'STOPPED', maxResults: 100 }),
    );
    if (taskArns.length === 0) return [];
    return (await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? [];
  });
  const failed = tasks
    .filter(({ startedBy }) => deployment === undefined || startedBy === deployment)
    .sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0))
    // Tasks that had to go because there were too many of them died of nothing.
    .filter(({ stoppedReason = '' }) => !/^scaling activity initiated/i.test(stoppedReason));
  const [latest] = failed;
  const lines = latest ? await ifAnswered(() => lastLogLines(world, latest)) : [];
  return [...latestOfEach(failed.map(describeTask)), ...lines];
}

function describeTask(task: Task): { id: string; text: string } {
  const reason = (task.stoppedReason ?? 'stopped for no reason given').replace(/\.$/, '');
  const containers = (task.containers ?? []).map(({ name, exitCode, reason: own }) => {
    const code = exitCode ? ` exit code ${exitCode}` : '';
    // A container that did not start often repeats the reason of its task.
    const why = own && !reason.includes(own) && !own.includes(reason) ? ` ${own}` : '';
    return code || why ? `container ${name}${code}${why}` : '';
  });
  const id = task.taskArn?.split('/').at(-1) ?? '';
  return { id, text: [reason, ...containers].filter(Boolean).join(', ') };
}

/** Tasks that died of the same thing are told once. */
function latestOfEach(reasons: readonly { id: string; text: string }[]): string[] {
  const byText = new Map<string, string[]>();
  for (const { id, text } of reasons) byText.set(text, [...(byText.get(text) ?? []), id]);
  return [...byText]
    .slice(0, 3)
    .map(([text, ids]) => `${ids.length > 1 ? `${ids.length} tasks, last ` : ''}task ${ids[0]}: ${text}`);
}

/** The targets of a deployment that was rolled back are gone; the service's events still know what was wrong with them. */
function toldSickness(events: FailingService['events']): string[] {
  const reasons = events.flatMap(
    ({ message }) => /is unhealthy in .* due to \(reason (.*)\)\.?$/.exec(message)?.[1] ?? [],
  );
  return [...new Set(reasons)].slice(0, 3).map((reason) => `targets were unhealthy: ${reason}`);
}

async function sickTargets(world: World, { loadBalancers }: FailingService): Promise<string[]> {
  const arns = loadBalancers.map(({ targetGroupArn }) => targetGroupArn).filter((arn) => typeof arn === 'string');
  const found = await Promise.all(
    arns.map((TargetGroupArn) =>
      ifAnswered(async () => {
        const answer = await world
          .client(ElasticLoadBalancingV2Client)
          .send(new DescribeTargetHealthCommand({ TargetGroupArn }));
        return answer.TargetHealthDescriptions ?? [];
      }),
    ),
  );
  const sick = found.flat().filter(({ TargetHealth }) => TargetHealth?.State === 'unhealthy');
  return sick
    .slice(0, 3)
    .map(
      ({ Target, TargetHealth }) =>
        `target ${Target?.Id}:${Target?.Port} is unhealthy: ${TargetHealth?.Description ?? TargetHealth?.Reason}`,
    );
}

/** The failure itself must not be hidden by one of looking for its reason, e.g. for want of a permission. */
async function ifAnswered<T>(look: () => Promise<T[]>): Promise<T[]> {
  try {
    return await look();
  } catch (error) {
    if (isAwsError(error)) return [];
    throw error;
  }
}
