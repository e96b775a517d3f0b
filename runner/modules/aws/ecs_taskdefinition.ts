import { ecsTaskdefinitionSchema } from '../../../schemas/ecs_taskdefinition.ts';
import { ownTags } from '../../aws/ownership.ts';
import { wantedTags } from '../../aws/tags.ts';
import { PlayError } from '../../diagnostics.ts';
import { fargateSizeProblem } from '../../schema/fargate_sizes.ts';
import type { Infer } from '../../schema/infer.ts';
import { containsUnknown, unknown } from '../../template/values.ts';
import { resource, type Step, type Wanted } from '../module.ts';
import { ownRevision, ownRevisions } from './ecs/own_revisions.ts';
import { ecsTagStep } from './ecs/tag_step.ts';
import { fromParams, type TaskDefinition } from './ecs/task_definition.ts';
import { differences } from './ecs/task_definition_changes.ts';
import { activeRevisions, describeRevision } from './ecs/task_definition_read.ts';
import { deletion, deregistration, registration } from './ecs/task_definition_steps.ts';

type Params = Infer<typeof ecsTaskdefinitionSchema>;

/** A family of task definitions in ECS. Result as `community.aws.ecs_taskdefinition` documents it. */
export const ecsTaskdefinition = resource({
  name: 'ecs_taskdefinition',
  schema: ecsTaskdefinitionSchema,
  moving: ['registered_at'],
  identity: ['family', 'revision', 'arn'],

  async read(world, params): Promise<TaskDefinition | undefined> {
    const asked = params.arn ?? (params.revision ? `${params.family}:${params.revision}` : params.family!);
    const found = await describeRevision(world, asked);
    if (params.state === 'absent') {
      if (params.arn === undefined && params.revision === undefined) {
        const active = await activeRevisions(world, params.family!);
        return found && active.length > 0 ? { ...found, active } : undefined;
      }
      return found?.status === 'ACTIVE' ? { ...found, active: [found.arn] } : undefined;
    }
    if (params.revision !== undefined) requireRevision(params, found);
    return found;
  },

  want(params, now): Wanted<TaskDefinition> | undefined {
    if (params.state === 'absent') return undefined;
    refuseSize(params);
    const definition = fromParams(params, now);
    const tags = wantedTags(now?.tags, params.tags, params.purge_tags);
    if (now && !params.force_create && differences(now, definition).length === 0) return { ...now, tags };
    return {
      ...definition,
      arn: unknown,
      family: params.family!,
      revision: unknown,
      status: 'ACTIVE',
      registered_at: unknown,
      // A revision has its own tags: of those of the one before only the owner's are handed on.
      tags: wantedTags(ownTags(now?.tags), params.tags, params.purge_tags),
      active: [],
      doomed: [],
    };
  },

  makesAnew: (now, params) =>
    params.state === 'present' && (params.force_create || differences(now, fromParams(params, now)).length > 0),

  removal: {
    id: (now) => now.arn,
    read: (world, params, owner) => {
      const { arn, family, revision } = params;
      if (arn === undefined && revision === undefined) return ownRevisions(world, family!, owner);
      return ownRevision(world, arn ?? `${family}:${revision}`, owner);
    },
  },

  *plan(now, want, params): Iterable<Step<TaskDefinition>> {
    if (!want) {
      for (const arn of now?.active ?? []) yield deregistration(arn);
      yield* deletion(params.family ?? '', now?.doomed ?? []);
      return;
    }
    const changes = now ? differences(now, want as TaskDefinition) : [];
    if (now && changes.length === 0 && !params.force_create) {
      yield* ecsTagStep<TaskDefinition>(
        `task definition ${now.family}:${now.revision}`,
        now.tags,
        want.tags as TaskDefinition['tags'],
      );
      return;
    }
    if (now && params.revision !== undefined) throw otherRevision(now, changes);
    yield registration(now, want, changes, params);
  },

  result(state) {
    if (!state) return {};
    return {
      taskdefinition: {
        taskDefinitionArn: state.arn,
        family: state.family,
        revision: state.revision,
        status: state.status,
        containerDefinitions: state.containers,
        networkMode: state.network_mode,
        cpu: state.cpu,
        memory: state.memory,
        taskRoleArn: arnOf(state.task_role_arn),
        executionRoleArn: arnOf(state.execution_role_arn),
        requiresCompatibilities: state.requires_compatibilities,
        volumes: state.volumes,
        placementConstraints: state.placement_constraints,
        runtimePlatform: state.runtime_platform,
        ephemeralStorage: state.ephemeral_storage === null ? null : { sizeInGiB: state.ephemeral_storage },
        pidMode: state.pid_mode,
        ipcMode: state.ipc_mode,
        proxyConfiguration: state.proxy_configuration,
        registeredAt: state.registered_at,
        tags: state.tags,
      },
    };
  },
});

/** A role given by name has an ARN that only AWS knows. */
const arnOf = (role: unknown): unknown => (typeof role === 'string' && !role.startsWith('arn:') ? unknown : role);

/** AWS counts revisions itself, so one that is not there cannot be made. */
function requireRevision({ family, revision }: Params, found: TaskDefinition | undefined): void {
  if (found?.status === 'ACTIVE') return;
  throw new PlayError({
    code: 'no-such-revision',
    message: `there is no active revision ${revision} of task definition ${family}`,
    hint: 'leave revision out to register the next one',
  });
}

function otherRevision(now: TaskDefinition, changes: readonly string[]): PlayError {
  return new PlayError({
    code: 'must-replace',
    message: `revision ${now.revision} of task definition ${now.family} is not as asked for: ${changes.join(', ')}`,
    hint: 'a revision never changes: leave revision out to register the next one',
  });
}

function refuseSize({ launch_type, cpu, memory }: Params): void {
  if (launch_type !== 'FARGATE' || containsUnknown([cpu, memory])) return;
  const problem = fargateSizeProblem(cpu, memory);
  if (problem) throw new PlayError({ code: 'fargate-size', message: problem.message, hint: problem.hint });
}
