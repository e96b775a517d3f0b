import {
  type ContainerDefinition,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionRequest,
  type RuntimePlatform,
  type Volume,
} from '@aws-sdk/client-ecs';
import type { ecsTaskdefinitionSchema } from '../../../../schemas/ecs_taskdefinition.ts';
import { errorCode } from '../../../aws/errors.ts';
import { createOnce } from '../../../aws/lost_answer.ts';
import { retryWhile } from '../../../aws/retry.ts';
import { tagsToLowerCaseList } from '../../../aws/tags.ts';
import { PlayError } from '../../../diagnostics.ts';
import type { Infer } from '../../../schema/infer.ts';
import { type Step, step, type Wanted } from '../../module.ts';
import { prune } from './containers.ts';
import { newRole } from './eventual.ts';
import { fromAws, type TaskDefinition } from './task_definition.ts';
import { differences } from './task_definition_changes.ts';
import { describeRevision, shortRevision } from './task_definition_read.ts';

type Params = Infer<typeof ecsTaskdefinitionSchema>;

/** Registers the next revision; the title says what is new in it. */
export function registration(
  now: TaskDefinition | undefined,
  want: Wanted<TaskDefinition>,
  changes: readonly string[],
  params: Params,
): Step<TaskDefinition> {
  const family = params.family!;
  return step(titleOf(family, now, changes), async (world, { progress }) => {
    const wanted = want as TaskDefinition;
    const create = async () => {
      const answer = await world.client(ECSClient).send(new RegisterTaskDefinitionCommand(requestOf(wanted, params)));
      return fromAws(answer.taskDefinition!, answer.tags);
    };
    const made = await retryWhile(world, { ...newRole, progress }, () =>
      createOnce(create, async () => {
        const latest = await describeRevision(world, family);
        const isOurs = latest && latest.revision !== now?.revision && differences(latest, wanted).length === 0;
        return isOurs ? latest : undefined;
      }),
    );
    return { ...made, tags: wanted.tags };
  });
}

/** Deregisters one revision; tasks and services that use it go on. */
export function deregistration(arn: string): Step<TaskDefinition> {
  return step(`deregister task definition ${shortRevision(arn)}`, async (world) => {
    try {
      await world.client(ECSClient).send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn }));
    } catch (error) {
      if (!isInactive(error)) throw error;
    }
    return {};
  });
}

/** It was deregistered before: by somebody else, or by an earlier try of which the answer was lost. ECS has no code of its own for it. */
const isInactive = (error: unknown): boolean =>
  errorCode(error) === 'ClientException' && /\binactive\b/i.test((error as Error).message);

/** Deletes deregistered revisions for good; they go when the last task that uses them has ended. ECS takes ten in a call. */
export function* deletion(family: string, arns: readonly string[]): Iterable<Step<TaskDefinition>> {
  for (let from = 0; from < arns.length; from += 10) {
    const some = arns.slice(from, from + 10);
    const names = some.map(shortRevision).join(', ');
    yield step(`delete task definition ${names} for good`, async (world) => {
      const command = new DeleteTaskDefinitionsCommand({ taskDefinitions: some });
      const { failures = [] } = await world.client(ECSClient).send(command);
      const failure = failures.find(({ reason = '' }) => !/does not exist/i.test(reason));
      if (failure)
        throw new PlayError({
          code: 'task-definition-kept',
          message: `task definition ${shortRevision(failure.arn ?? family)} could not be deleted: ${failure.reason}`,
          hint: 'it is deregistered: run again to delete it',
        });
      return {};
    });
  }
}

function titleOf(family: string, now: TaskDefinition | undefined, changes: readonly string[]): string {
  if (!now) return `register task definition ${family}`;
  const what = changes.length > 0 ? changes.join(', ') : 'force_create asks for it';
  return `register a new revision of task definition ${family} (${what})`;
}

function requestOf(want: TaskDefinition, params: Params): RegisterTaskDefinitionRequest {
  return prune({
    family: want.family,
    containerDefinitions: want.containers.map((container) => prune(container) as unknown as ContainerDefinition),
    // For Windows the one mode there is goes by no name.
    networkMode:
      params.network_mode === undefined && want.network_mode === 'bridge' ? undefined : modeToSend(want, params),
    cpu: want.cpu,
    memory: want.memory,
    taskRoleArn: want.task_role_arn,
    executionRoleArn: want.execution_role_arn,
    requiresCompatibilities: want.requires_compatibilities,
    volumes: want.volumes as unknown as Volume[],
    placementConstraints: want.placement_constraints,
    runtimePlatform: params.runtime_platform && (want.runtime_platform as RuntimePlatform),
    ephemeralStorage: want.ephemeral_storage === null ? undefined : { sizeInGiB: want.ephemeral_storage },
    pidMode: want.pid_mode,
    ipcMode: want.ipc_mode,
    proxyConfiguration: want.proxy_configuration,
    enableFaultInjection: want.enable_fault_injection || undefined,
    tags: tagsToLowerCaseList(want.tags),
  }) as unknown as RegisterTaskDefinitionRequest;
}

const modeToSend = (want: TaskDefinition, params: Params): string | undefined =>
  params.network_mode === 'default' ? undefined : want.network_mode;
