import { literalItems, type Params } from '../../schema/literal_items.ts';
import { type Deployment, isOpen, type Made, origin } from './deployment.ts';
import { containersOf, isOnFargate, taskDefinitionOf } from './services.ts';

/** Something a task cannot start without, and that its execution role is there for. */
export interface Need {
  readonly what: string;
  readonly actions: readonly string[];
  readonly place: readonly (string | number)[];
}

/** What the containers of a task definition ask of its execution role, as far as it is certain. */
export const needsOf = (definition: Made): readonly Need[] =>
  (containersOf(definition) ?? []).flatMap(({ item, index }) => [
    ...imageNeeds(item, ['containers', index, 'image']),
    ...logNeeds(item, ['containers', index, 'logConfiguration']),
    ...secretNeeds(item, ['containers', index, 'secrets']),
  ]);

function imageNeeds({ image }: Params, place: Need['place']): readonly Need[] {
  if (!isInEcr(image)) return [];
  const actions = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  return [{ what: 'an image in ECR', actions, place }];
}

/** Whether an image surely is in a private repository of ECR. */
function isInEcr(image: unknown): boolean {
  if (typeof image === 'string') return /^\d{12}\.dkr\.ecr\./.test(image);
  const name = origin(image, 'docker_image')?.params['name'];
  return isInEcrName(name);
}

const isInEcrName = (name: unknown): boolean =>
  origin(name, 'ecs_ecr') !== undefined || (typeof name === 'string' && /^\d{12}\.dkr\.ecr\./.test(name));

/** The options of a container that logs to CloudWatch. */
export function awslogsOf({ logConfiguration }: Params): Params | undefined {
  if (isOpen(logConfiguration) || typeof logConfiguration !== 'object' || logConfiguration === null) return undefined;
  const { logDriver, options } = logConfiguration as Params;
  if (logDriver !== 'awslogs' || isOpen(options)) return undefined;
  return (options ?? {}) as Params;
}

function logNeeds(container: Params, place: Need['place']): readonly Need[] {
  const options = awslogsOf(container);
  if (!options) return [];
  const makes = options['awslogs-create-group'] === 'true' ? ['logs:CreateLogGroup'] : [];
  return [{ what: 'the log driver awslogs', actions: [...makes, 'logs:CreateLogStream', 'logs:PutLogEvents'], place }];
}

function secretNeeds({ secrets }: Params, place: Need['place']): readonly Need[] {
  const sources = [...literalItems(secrets)].map(({ item }) => item['valueFrom']);
  if (sources.length === 0) return [];
  const known = sources.filter((source) => typeof source === 'string');
  const actions = known.map((source) =>
    /^arn:[\w-]+:secretsmanager:/.test(source) ? 'secretsmanager:GetSecretValue' : 'ssm:GetParameters',
  );
  return [{ what: 'secrets', actions: [...new Set(actions)], place }];
}

/** Whether a task definition surely is for Fargate: it says so, or a service runs it there. */
export const isForFargate = (deployment: Deployment, definition: Made): boolean =>
  definition.params['launch_type'] === 'FARGATE' ||
  deployment
    .all('ecs_service')
    .some((service) => isOnFargate(service) && taskDefinitionOf(deployment, service) === definition);
