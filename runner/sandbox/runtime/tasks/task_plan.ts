import { join } from 'node:path';
import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { ecrState } from '../../services/ecr/state.ts';
import { lastPart } from '../../services/ecs/names.ts';
import type { TaskRecord } from '../../services/ecs/state.ts';
import { lookUpImage } from '../../services/ecs/task_image.ts';
import { containersOf, startFailure } from '../../services/ecs/task_runner.ts';
import type { ContainerSpec } from './container_engine.ts';
import { type ImageFacts, imageFacts } from './image_facts.ts';
import { forgetImages, type ImageFiles, keepImage } from './image_files.ts';
import { launchPlan } from './launch_plan.ts';
import type { ContainerPlan } from './live_container.ts';
import { PORTS_VARIABLE } from './port_hook.ts';

/** Where files are kept and what every container gets. */
export interface PlanOptions {
  /** The sandbox's folder. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether a container engine runs the images, and not this machine the commands that they describe. */
  readonly hasEngine: boolean;
  readonly hook: string;
  /** Tells what is done otherwise than in a container; once for an image. */
  note(image: string, text: string): void;
}

/** Why a task cannot start. */
export interface StartFailure {
  readonly reason: string;
  readonly container?: string;
}

/** The folder with the files of an image. */
export const imageFolder = (folder: string, digest: string): string =>
  join(folder, 'images', digest.replace('sha256:', '').slice(0, 24));

/** Keeps the files of an image that was just pushed, and forgets those of images that are gone. */
export function keepPushed(
  folder: string,
  image: { imageDigest: string; imageManifest: string },
  contexts: readonly Context[],
): void {
  const facts = imageFacts(image.imageManifest);
  if (facts && facts.engineId === undefined) keepImage(facts, imageFolder(folder, image.imageDigest));
  const repositories = contexts.flatMap((context) => [...context.state(ecrState).repositories.values()]);
  const digests = repositories.flatMap(({ images }) => [...images.keys()]);
  const names = new Set(digests.map((digest) => lastPart(imageFolder(folder, digest))));
  forgetImages(join(folder, 'images'), names);
}

const cannotPull = (reference: string, why: string) => `CannotPullContainerError: pull image ${reference}: ${why}`;

function factsOf(
  context: Context,
  reference: string,
  folder: string,
): { facts: ImageFacts; files: ImageFiles } | string {
  const looked = lookUpImage(context, reference);
  if ('missing' in looked) return looked.missing;
  if ('elsewhere' in looked) {
    return cannotPull(
      reference,
      'the sandbox runs images of its own registry, which docker_image describes from a Dockerfile; images of other registries need a container engine: --sandbox-engine docker',
    );
  }
  const facts = imageFacts(looked.found.imageManifest);
  if (!facts) {
    return cannotPull(
      reference,
      'nothing is known of its files and its command; the sandbox runs images that docker_image described (with --sandbox), or with a container engine: --sandbox-engine docker',
    );
  }
  try {
    return { facts, files: keepImage(facts, imageFolder(folder, looked.found.imageDigest)) };
  } catch (error) {
    return cannotPull(reference, `its files cannot be kept: ${(error as Error).message}`);
  }
}

/** What no task of the sandbox can have. */
function unavailable({ name, secrets = [], environmentFiles = [] }: ContainerDefinition): string | undefined {
  const [secret] = secrets;
  if (secret) {
    return `ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret ${secret.valueFrom} for container ${name}: the sandbox has no Secrets Manager and no Parameter Store; give ${secret.name} as environment there`;
  }
  const [file] = environmentFiles;
  return file && `ResourceInitializationError: failed to download env files: ${file.value}: the sandbox has no S3`;
}

function baseEnvironment(
  context: Context,
  { taskArn }: { taskArn: string },
  options: PlanOptions,
  ports: ReadonlyMap<number, number>,
) {
  const pairs = [...ports].map(([container, own]) => `${container}:${own}`);
  return {
    AWS_REGION: context.region,
    AWS_DEFAULT_REGION: context.region,
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    // Or an SDK would look for the credentials of the machine.
    AWS_EC2_METADATA_DISABLED: 'true',
    TZ: 'UTC',
    ...options.environment,
    // Not the user's own, whose files hold credentials.
    HOME: join(options.folder, 'home', lastPart(taskArn)),
    NODE_OPTIONS: `--require ${JSON.stringify(options.hook)}`,
    [PORTS_VARIABLE]: pairs.join(','),
  };
}

function processPlan(
  record: TaskRecord,
  context: Context,
  definition: ContainerDefinition,
  options: PlanOptions,
): ContainerPlan | string {
  const { image = '', name = '' } = definition;
  const found = factsOf(context, image, options.folder);
  if (typeof found === 'string') return found;
  const override = record.task.overrides?.containerOverrides?.find((each) => each.name === name);
  const planWith = (ports: ReadonlyMap<number, number>) =>
    launchPlan({ definition, override, ...found, base: baseEnvironment(context, record.task, options, ports) });
  const plan = planWith(new Map());
  if ('failure' in plan) return plan.failure;
  for (const text of plan.notes) options.note(image, text);
  return {
    definition,
    stopSignal: plan.stopSignal,
    spec(ports): ContainerSpec {
      const { command, folder, environment } = planWith(ports) as typeof plan;
      const { taskArn } = record.task;
      return { taskArn, name, image, command, folder, environment, ...portsOf(definition), ports };
    },
  };
}

const portsOf = ({ portMappings = [] }: ContainerDefinition) => ({
  containerPorts: portMappings.flatMap(({ containerPort }) => containerPort ?? []),
});

/** An engine knows images, commands and variables itself: it gets what the container definition says. */
function enginePlan(
  record: TaskRecord,
  context: Context,
  definition: ContainerDefinition,
  options: PlanOptions,
): ContainerPlan | string {
  const { image = '', name = '', environment = [], entryPoint, command = [] } = definition;
  const override = record.task.overrides?.containerOverrides?.find((each) => each.name === name);
  const looked = lookUpImage(context, image);
  const facts = 'found' in looked ? imageFacts(looked.found.imageManifest) : undefined;
  if ('found' in looked && facts?.engineId === undefined) {
    return cannotPull(
      image,
      'it was described and not built, and the container engine does not have it; build it with docker_image and force_source: true, or begin anew: play sandbox reset',
    );
  }
  const variables = [...environment, ...(override?.environment ?? [])].map((each) => [
    each.name ?? '',
    each.value ?? '',
  ]);
  return {
    definition,
    stopSignal: facts?.stopSignal ?? 'SIGTERM',
    spec: (ports) => ({
      taskArn: record.task.taskArn,
      name,
      image: facts?.engineId ?? image,
      command: override?.command?.length ? override.command : command,
      ...(entryPoint?.length && { entrypoint: entryPoint }),
      folder: options.folder,
      environment: { AWS_REGION: context.region, AWS_DEFAULT_REGION: context.region, ...Object.fromEntries(variables) },
      ...portsOf(definition),
      ports,
    }),
  };
}

/** Works out how the containers of a task start, or why they cannot. */
export function planTask(record: TaskRecord, context: Context, options: PlanOptions): ContainerPlan[] | StartFailure {
  const problem = startFailure(record, context);
  if (problem) return problem;
  const plans: ContainerPlan[] = [];
  for (const definition of containersOf(context, record)) {
    const why = unavailable(definition);
    if (why !== undefined) return { reason: why };
    const plan = options.hasEngine
      ? enginePlan(record, context, definition, options)
      : processPlan(record, context, definition, options);
    if (typeof plan === 'string') return { reason: plan, container: definition.name ?? '' };
    plans.push(plan);
  }
  return plans;
}
