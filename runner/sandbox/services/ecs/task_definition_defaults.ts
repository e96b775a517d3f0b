import type {
  Attribute,
  Compatibility,
  ContainerDefinition,
  HealthCheck,
  PortMapping,
  RegisterTaskDefinitionRequest,
} from '@aws-sdk/client-ecs';
import { isEcrImage } from './container_rules.ts';
import { cpuUnits, memoryMib } from './fargate_sizes.ts';

function filledPort(port: PortMapping, networkMode: string): PortMapping {
  const shared = networkMode === 'awsvpc' || networkMode === 'host';
  return {
    ...port,
    ...(port.containerPort !== undefined && { hostPort: port.hostPort || (shared ? port.containerPort : 0) }),
    protocol: port.protocol ?? 'tcp',
  };
}

function filledHealthCheck(check: HealthCheck): HealthCheck {
  return { interval: 30, timeout: 5, retries: 3, ...check };
}

/** A container with what AWS adds to it, as DescribeTaskDefinition gives it back. */
export function filledContainer(container: ContainerDefinition, networkMode: string): ContainerDefinition {
  const { healthCheck } = container;
  return {
    ...container,
    cpu: container.cpu ?? 0,
    essential: container.essential ?? true,
    portMappings: (container.portMappings ?? []).map((port) => filledPort(port, networkMode)),
    environment: container.environment ?? [],
    mountPoints: container.mountPoints ?? [],
    volumesFrom: container.volumesFrom ?? [],
    systemControls: container.systemControls ?? [],
    ...(healthCheck && { healthCheck: filledHealthCheck(healthCheck) }),
  };
}

const PREFIX = 'com.amazonaws.ecs.capability.';

/** What a container instance must be able to do, as AWS works it out of the definition. */
export function requiredAttributes(input: RegisterTaskDefinitionRequest): Attribute[] {
  const containers = input.containerDefinitions ?? [];
  const logs = containers.some(({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs');
  const names = [
    logs && `${PREFIX}logging-driver.awslogs`,
    logs && 'ecs.capability.execution-role-awslogs',
    containers.some(({ image = '' }) => isEcrImage(image)) && `${PREFIX}ecr-auth`,
    containers.some(({ image = '' }) => isEcrImage(image)) && 'ecs.capability.execution-role-ecr-pull',
    `${PREFIX}docker-remote-api.1.18`,
    logs && `${PREFIX}docker-remote-api.1.19`,
    input.taskRoleArn && `${PREFIX}task-iam-role`,
    input.networkMode === 'awsvpc' && 'ecs.capability.task-eni',
    containers.some(({ secrets }) => secrets?.some(({ valueFrom = '' }) => valueFrom.includes(':secretsmanager:'))) &&
      'ecs.capability.secrets.asm.environment-variables',
    containers.some(({ healthCheck }) => healthCheck) && 'ecs.capability.container-health-check',
    containers.some(({ dependsOn }) => dependsOn?.length) && 'ecs.capability.container-ordering',
  ];
  return names.filter((name): name is string => Boolean(name)).map((name) => ({ name }));
}

/** The launch types that the definition can run on. */
export function compatibilities(input: RegisterTaskDefinitionRequest): Compatibility[] {
  const wanted = input.requiresCompatibilities ?? [];
  const fits = input.networkMode === 'awsvpc' && input.cpu !== undefined && input.memory !== undefined;
  const fargate = wanted.includes('FARGATE') || (wanted.length === 0 && fits);
  return ['EC2', ...(fargate ? (['FARGATE'] as const) : [])];
}

/** CPU and memory of the task in plain units: `0.25 vCPU` comes back as `256`. */
export function plainSize({ cpu, memory }: RegisterTaskDefinitionRequest): { cpu?: string; memory?: string } {
  return {
    ...(cpu !== undefined && { cpu: String(cpuUnits(cpu) ?? cpu) }),
    ...(memory !== undefined && { memory: String(memoryMib(memory) ?? memory) }),
  };
}
