import type { TaskDefinition as AwsTaskDefinition } from '@aws-sdk/client-ecs';
import type { ecsTaskdefinitionSchema } from '../../../../schemas/ecs_taskdefinition.ts';
import { tagsFromList } from '../../../aws/tags.ts';
import { cpuUnits, memoryMebibytes } from '../../../schema/fargate_sizes.ts';
import type { Infer } from '../../../schema/infer.ts';
import { Unknown } from '../../../template/values.ts';
import { type Data, normaliseContainer, prune } from './containers.ts';
import { normaliseVolume } from './volumes.ts';

type Params = Infer<typeof ecsTaskdefinitionSchema>;

/** What a revision says, and by which it is told from another. */
export interface Definition {
  readonly containers: Data[];
  readonly network_mode: string;
  readonly cpu: string | null;
  readonly memory: string | null;
  readonly task_role_arn: string | null;
  readonly execution_role_arn: string | null;
  readonly requires_compatibilities: string[];
  readonly volumes: Data[];
  readonly placement_constraints: Data[];
  readonly runtime_platform: Data | null;
  readonly ephemeral_storage: number | null;
  readonly pid_mode: string | null;
  readonly ipc_mode: string | null;
  readonly proxy_configuration: Data | null;
  readonly enable_fault_injection: boolean;
}

/** A revision of a task definition in our words. */
export interface TaskDefinition extends Definition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly status: string;
  readonly registered_at: string;
  readonly tags: Record<string, string>;
  /** With `state: absent`, the revisions that are to go. */
  readonly active: string[];
  /** With `--destroy`, the revisions that are to be deleted for good. */
  readonly doomed: string[];
}

/** A revision as AWS describes it, in our words. */
export function fromAws(definition: AwsTaskDefinition, tags: Parameters<typeof tagsFromList>[0]): TaskDefinition {
  return {
    ...normalise({
      ...definition,
      containers: definition.containerDefinitions as Data[] | undefined,
      volumes: definition.volumes as Data[] | undefined,
      ephemeralStorage: definition.ephemeralStorage?.sizeInGiB,
    }),
    arn: definition.taskDefinitionArn!,
    family: definition.family!,
    revision: definition.revision!,
    status: definition.status ?? 'ACTIVE',
    registered_at: definition.registeredAt?.toISOString() ?? '',
    tags: tagsFromList(tags),
    active: [],
    doomed: [],
  };
}

/** The definition that parameters ask for. A role given by name is the role of that name. */
export function fromParams(params: Params, now: Definition | undefined): Definition {
  const wanted = normalise({
    containers: params.containers,
    networkMode: params.network_mode,
    cpu: params.cpu,
    memory: params.memory,
    requiresCompatibilities: params.launch_type ? [params.launch_type] : [],
    volumes: params.volumes,
    placementConstraints: params.placement_constraints,
    runtimePlatform: params.runtime_platform,
    ephemeralStorage: params.ephemeral_storage?.sizeInGiB,
    pidMode: params.pid_mode,
    ipcMode: params.ipc_mode,
    proxyConfiguration: params.proxy_configuration,
    enableFaultInjection: params.enable_fault_injection,
  });
  return {
    ...wanted,
    task_role_arn: sameRole(params.task_role_arn, now?.task_role_arn),
    execution_role_arn: sameRole(params.execution_role_arn, now?.execution_role_arn),
  };
}

interface Parts {
  readonly containers?: readonly Data[] | undefined;
  readonly networkMode?: string | undefined;
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
  readonly taskRoleArn?: string | undefined;
  readonly executionRoleArn?: string | undefined;
  readonly requiresCompatibilities?: readonly string[] | undefined;
  readonly volumes?: readonly Data[] | undefined;
  readonly placementConstraints?: readonly { type?: string | undefined; expression?: string | undefined }[] | undefined;
  readonly runtimePlatform?:
    | { cpuArchitecture?: string | undefined; operatingSystemFamily?: string | undefined }
    | undefined;
  readonly ephemeralStorage?: number | undefined;
  readonly pidMode?: string | undefined;
  readonly ipcMode?: string | undefined;
  readonly proxyConfiguration?: object | undefined;
  readonly enableFaultInjection?: boolean | undefined;
}

function normalise(parts: Parts): Definition {
  const requires = [...(parts.requiresCompatibilities ?? [])].sort();
  const fargate = requires.includes('FARGATE');
  const network_mode = networkMode(parts.networkMode, fargate);
  return {
    containers: (parts.containers ?? []).map((container) => normaliseContainer(container, network_mode)),
    network_mode,
    cpu: amount(parts.cpu, cpuUnits),
    memory: amount(parts.memory, memoryMebibytes),
    task_role_arn: parts.taskRoleArn || null,
    execution_role_arn: parts.executionRoleArn || null,
    requires_compatibilities: requires,
    volumes: (parts.volumes ?? [])
      .map(normaliseVolume)
      .sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1)),
    placement_constraints: (parts.placementConstraints ?? [])
      .map(({ type, expression }) => prune({ type, expression }))
      .sort((a, b) => (String(a['expression']) < String(b['expression']) ? -1 : 1)),
    runtime_platform: platform(parts.runtimePlatform, fargate),
    // A Fargate task has 20 GiB without a word about it.
    ephemeral_storage: parts.ephemeralStorage === 20 ? null : (parts.ephemeralStorage ?? null),
    pid_mode: parts.pidMode || null,
    ipc_mode: parts.ipcMode || null,
    proxy_configuration: parts.proxyConfiguration ? proxy(parts.proxyConfiguration as Data) : null,
    enable_fault_injection: parts.enableFaultInjection ?? false,
  };
}

/** AWS says nothing, `bridge` or `default` for the same thing; Fargate knows `awsvpc` only. */
function networkMode(mode: string | undefined, fargate: boolean): string {
  if (mode !== undefined && mode !== 'default') return mode;
  return fargate ? 'awsvpc' : 'bridge';
}

function platform(given: Parts['runtimePlatform'], fargate: boolean): Data | null {
  if (!given && !fargate) return null;
  return {
    cpuArchitecture: given?.cpuArchitecture ?? 'X86_64',
    operatingSystemFamily: given?.operatingSystemFamily ?? 'LINUX',
  };
}

/** AWS answers in plain units, as text, whatever was sent; what is no amount is left for AWS to refuse. */
function amount(value: unknown, unitsOf: (value: unknown) => number): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (value instanceof Unknown) return value as unknown as string;
  const units = unitsOf(value);
  return Number.isNaN(units) ? String(value) : String(units);
}

function proxy({ type = 'APPMESH', containerName, properties = [] }: Data): Data {
  const byName = [...(properties as { name: string; value: string }[])].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { type, containerName, properties: byName.map(({ name, value }) => ({ name, value: String(value) })) };
}

function sameRole(given: string | undefined, now: string | null | undefined): string | null {
  if (given === undefined || given === '') return null;
  const byName = typeof given === 'string' && !given.startsWith('arn:');
  return byName && now?.endsWith(`/${given}`) ? now : given;
}
