import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { clientError } from './errors.ts';

/** Whether an image is in a private registry of ECR. */
export function isEcrImage(image: string): boolean {
  return /^\d{12}\.dkr[.-]ecr\.[a-z0-9-]+\.(amazonaws\.com|on\.aws)/.test(image);
}

function checkPorts({ name, portMappings = [] }: ContainerDefinition, networkMode: string): void {
  for (const { containerPort, hostPort, protocol, containerPortRange } of portMappings) {
    if (containerPort === undefined && containerPortRange === undefined) {
      throw clientError(`Invalid 'containerPort' setting for container '${name}'`);
    }
    for (const [key, port] of [
      ['containerPort', containerPort],
      ['hostPort', hostPort],
    ] as const) {
      if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
        throw clientError(`Invalid '${key}' setting for container '${name}'`);
      }
    }
    if (protocol !== undefined && protocol !== 'tcp' && protocol !== 'udp') {
      throw clientError(`Invalid 'protocol' setting for container '${name}'`);
    }
    if (networkMode === 'awsvpc' && hostPort && containerPort !== hostPort) {
      throw clientError('When networkMode=awsvpc, the host ports and container ports in port mappings must match.');
    }
  }
}

const REQUIRED_LOG_OPTIONS = ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix'];

function checkLogs({ name, logConfiguration }: ContainerDefinition, fargate: boolean): void {
  if (!logConfiguration) return;
  const { logDriver, options = {} } = logConfiguration;
  if (fargate && !['awslogs', 'splunk', 'awsfirelens'].includes(logDriver ?? '')) {
    throw clientError(
      `Fargate only supports the 'awslogs', 'splunk' and 'awsfirelens' log drivers, not '${logDriver}'`,
    );
  }
  if (logDriver !== 'awslogs') return;
  const required = fargate ? REQUIRED_LOG_OPTIONS : REQUIRED_LOG_OPTIONS.slice(0, 2);
  const missing = required.find((option) => !options[option]);
  if (missing) throw clientError(`Log driver awslogs requires options: ${required.join(', ')}`);
  if (options['mode'] !== undefined && !['blocking', 'non-blocking'].includes(options['mode'])) {
    throw clientError(`Invalid 'mode' log option for container '${name}'`);
  }
}

function checkSize(
  { name, cpu, memory, memoryReservation }: ContainerDefinition,
  { fargate, taskMemory }: Where,
): void {
  // On Fargate it is the task that must have memory; that is checked there.
  if (memory === undefined && memoryReservation === undefined && taskMemory === undefined && !fargate) {
    throw clientError(
      `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    );
  }
  if (cpu !== undefined && cpu < 0) throw clientError(`Invalid 'cpu' setting for container '${name}'`);
  if (memory !== undefined && memory < 6)
    throw clientError(`Invalid 'memory' setting for container '${name}'. It must be at least 6 MiB.`);
  if (memory !== undefined && memoryReservation !== undefined && memory < memoryReservation) {
    throw clientError(
      `Invalid setting for container '${name}'. The 'memory' must be greater than 'memoryReservation'.`,
    );
  }
}

function checkHealth({ name, healthCheck }: ContainerDefinition): void {
  if (!healthCheck) return;
  const { command, interval = 30, timeout = 5, retries = 3, startPeriod = 0 } = healthCheck;
  const ranges = [
    ['interval', interval, 5, 300],
    ['timeout', timeout, 2, 120],
    ['retries', retries, 1, 10],
    ['startPeriod', startPeriod, 0, 300],
  ] as const;
  if (!command?.length) throw clientError(`Health check command of container '${name}' must not be empty.`);
  const bad = ranges.find(([, value, low, high]) => value < low || value > high);
  if (bad) throw clientError(`Health check ${bad[0]} of container '${name}' must be between ${bad[2]} and ${bad[3]}.`);
}

function checkOne(container: ContainerDefinition, where: Where): void {
  const { name, image } = container;
  if (!name) throw clientError('Container.name should not be null or empty.');
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(name)) {
    throw clientError(
      `Invalid container name: '${name}'. Container names can have up to 255 letters, numbers, hyphens and underscores.`,
    );
  }
  if (!image) throw clientError('Container.image should not be null or empty.');
  if (/\s/.test(image)) throw clientError(`Container.image contains invalid characters.`);
  checkSize(container, where);
  checkPorts(container, where.networkMode);
  checkLogs(container, where.fargate);
  checkHealth(container);
  const { stopTimeout } = container;
  if (stopTimeout !== undefined && where.fargate && (stopTimeout < 0 || stopTimeout > 120)) {
    throw clientError(`Invalid 'stopTimeout' setting for container '${name}'. It must be between 0 and 120 seconds.`);
  }
  if (where.fargate && container.privileged)
    throw clientError('When a requires compatibility is FARGATE, privileged is not supported.');
  if (where.fargate && container.links?.length) {
    throw clientError('Links are not supported when networkMode=awsvpc.');
  }
}

/** What the rules for a container depend on. */
export interface Where {
  readonly fargate: boolean;
  readonly networkMode: string;
  readonly taskMemory: number | undefined;
}

function checkPortsOfTask(containers: readonly ContainerDefinition[], networkMode: string): void {
  if (networkMode !== 'awsvpc') return;
  const taken = containers.flatMap(({ portMappings = [] }) =>
    portMappings.map(({ containerPort, protocol = 'tcp' }) => `${containerPort}/${protocol}`),
  );
  const twice = taken.find((port, index) => taken.indexOf(port) !== index);
  if (twice) throw clientError(`The container port '${twice}' is mapped more than once in the task definition.`);
}

function checkDependencies(containers: readonly ContainerDefinition[]): void {
  for (const { name, dependsOn = [] } of containers) {
    for (const { containerName, condition } of dependsOn) {
      const other = containers.find((each) => each.name === containerName);
      if (!other)
        throw clientError(`The container '${containerName}' that container '${name}' depends on does not exist.`);
      if (condition === 'HEALTHY' && !other.healthCheck) {
        throw clientError(
          `The container '${containerName}' must have a health check, since '${name}' waits for it to be HEALTHY.`,
        );
      }
    }
  }
}

/** Refuses containers that RegisterTaskDefinition refuses. */
export function checkContainers(containers: readonly ContainerDefinition[] | undefined, where: Where): void {
  if (!containers?.length) throw clientError('Container list cannot be empty.');
  for (const container of containers) checkOne(container, where);
  const names = containers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice)
    throw clientError(`Duplicate container name: '${twice}'. Container names must be unique within a task definition.`);
  if (containers.every(({ essential }) => essential === false)) {
    throw clientError('Invalid setting: at least one container must be essential.');
  }
  checkPortsOfTask(containers, where.networkMode);
  checkDependencies(containers);
}

/** Refuses a task definition whose containers need an execution role and which names none. */
export function checkExecutionRole(input: RegisterTaskDefinitionRequest, fargate: boolean): void {
  if (input.executionRoleArn) return;
  const containers = input.containerDefinitions ?? [];
  if (containers.some(({ secrets, logConfiguration }) => secrets?.length || logConfiguration?.secretOptions?.length)) {
    throw clientError(
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    );
  }
  if (!fargate) return;
  if (containers.some(({ image = '' }) => isEcrImage(image))) {
    throw clientError('Fargate requires task definition to have execution role ARN to support ECR images.');
  }
  if (containers.some(({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs')) {
    throw clientError('Fargate requires task definition to have execution role ARN to support log driver awslogs.');
  }
}
