import { alone, type Deployment, isOpen, type Made, named, origin } from '../deployment.ts';
import { awslogsOf, isForFargate, needsOf } from '../needs.ts';
import { type AwsRule, alsoAt, theThing } from '../rule.ts';
import { containersOf, part, portsOf } from '../services.ts';

/** Fargate itself pulls the image and writes the logs, in the name of the execution role. */
const executionRole: AwsRule = {
  code: 'execution-role-missing',
  *find(deployment) {
    for (const definition of deployment.all('ecs_taskdefinition')) {
      if (![undefined, ''].includes(definition.params['execution_role_arn'] as undefined)) continue;
      const needs = needsOf(definition).filter(
        ({ what }) => what === 'secrets' || isForFargate(deployment, definition),
      );
      for (const { what, place } of needs.slice(0, 1))
        yield {
          message: `${theThing(definition)} has ${what} and no execution role`,
          hint: 'give execution_role_arn with a role that ECS may take on',
          place: definition.at(...place),
        };
    }
  },
};

/** Containers of a task with awsvpc share one address. */
const sharedPort: AwsRule = {
  code: 'container-port-twice',
  *find(deployment) {
    for (const definition of deployment.all('ecs_taskdefinition')) {
      if (definition.params['network_mode'] !== 'awsvpc') continue;
      const owners = new Map<number, string>();
      for (const { item, index } of containersOf(definition) ?? [])
        for (const port of new Set(portsOf(item) ?? [])) {
          const other = owners.get(port);
          if (other === undefined) owners.set(port, String(item['name']));
          else
            yield {
              message: `the containers "${other}" and "${item['name']}" both have port ${port} of the task's one address`,
              hint: 'let one of them serve another port',
              place: definition.at('containers', index, 'portMappings'),
            };
        }
    }
  },
};

const architectures: Readonly<Record<string, string>> = { X86_64: 'amd64', ARM64: 'arm64' };

/** A program runs on the processor it was built for. */
const imagePlatform: AwsRule = {
  code: 'image-platform',
  *find(deployment) {
    for (const definition of deployment.all('ecs_taskdefinition')) {
      const written = part(definition.params['runtime_platform'], 'cpuArchitecture') ?? 'X86_64';
      const wanted = typeof written === 'string' ? architectures[written] : undefined;
      if (wanted === undefined || !isForFargate(deployment, definition)) continue;
      for (const { item, index } of containersOf(definition) ?? []) {
        const image = origin(item['image'], 'docker_image');
        const built = image && builtFor(image);
        if (!image || !built || built.platform.includes(wanted)) continue;
        yield {
          message: `the image of the container "${item['name']}" is built for ${built.platform}, and the task runs on ${written}`,
          hint: `build it for linux/${wanted}, or set runtime_platform`,
          place: image.at(...built.path),
          related: [alsoAt(definition, 'the container', 'containers', index, 'image')],
        };
      }
    }
  },
};

/** The platform an image is built for, where that is written out. */
function builtFor({ params }: Made): { platform: string; path: readonly string[] } | undefined {
  const inside = part(params['build'], 'platform');
  const platform = inside ?? params['platform'];
  if (params['source'] !== 'build' || typeof platform !== 'string') return undefined;
  return { platform, path: inside === undefined ? ['platform'] : ['build', 'platform'] };
}

/** The log driver does not make its group unless it is told to. */
const logGroup: AwsRule = {
  code: 'log-group-missing',
  *find(deployment) {
    const made = deployment.all('cloudwatchlogs_log_group').map(({ params }) => params['log_group_name']);
    const certain = deployment.isClosed && !deployment.isUnsure('cloudwatchlogs_log_group');
    if (!certain || made.length === 0 || made.some((name) => typeof name !== 'string')) return;
    for (const definition of deployment.all('ecs_taskdefinition'))
      for (const { item, index } of containersOf(definition) ?? []) {
        const options = awslogsOf(item);
        const group = options?.['awslogs-group'];
        const makes = options?.['awslogs-create-group'];
        if (typeof group !== 'string' || made.includes(group) || isOpen(makes) || makes === 'true') continue;
        yield {
          message: `no task makes the log group "${group}", and tasks do not start without it`,
          hint: `the playbook makes ${made.map((name) => `"${name}"`).join(', ')}; or set awslogs-create-group: "true"`,
          place: definition.at('containers', index, 'logConfiguration', 'options', 'awslogs-group'),
          related: [alsoAt(deployment.all('cloudwatchlogs_log_group')[0]!, 'what is made', 'log_group_name')],
        };
      }
  },
};

/** A tag that may not move cannot be given to the next image. */
const fixedTag: AwsRule = {
  code: 'immutable-tag',
  *find(deployment) {
    for (const image of deployment.all('docker_image')) {
      const { name, tag, push, source } = image.params;
      const repository = repositoryOf(deployment, name);
      const immutable = repository?.params['image_tag_mutability'] === 'immutable';
      if (!repository || !immutable || push !== true || source !== 'build') continue;
      if (typeof tag !== 'string' || tag === 'auto') continue;
      yield {
        message: `the tag "${tag}" is always the same, and tags of ${theThing(repository)} never move: the second image could not be pushed`,
        hint: 'use tag: auto, or a tag of its own for each version',
        place: image.at('tag'),
        related: [alsoAt(repository, 'the repository', 'image_tag_mutability')],
      };
    }
  },
};

function repositoryOf(deployment: Deployment, name: unknown): Made | undefined {
  const made = origin(name, 'ecs_ecr');
  if (made) return alone(deployment, made);
  const match = typeof name === 'string' ? /^\d{12}\.dkr\.ecr\.[^/]+\/([^:@]+)$/.exec(name) : null;
  return match ? named(deployment, 'ecs_ecr', match[1]) : undefined;
}

/** Rules on task definitions and their images. */
export const taskDefinitionRules: readonly AwsRule[] = [executionRole, sharedPort, imagePlatform, logGroup, fixedTag];
