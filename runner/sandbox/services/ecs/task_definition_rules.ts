import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { checkContainers, checkExecutionRole } from './container_rules.ts';
import { clientError } from './errors.ts';
import { cpuUnits, isFargateCpu, isFargateSize, memoryMib } from './fargate_sizes.ts';

const NETWORK_MODES = ['bridge', 'host', 'awsvpc', 'none'];

function checkFamily(family: string): void {
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(family)) {
    throw clientError(
      'Invalid family name. Up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed.',
    );
  }
}

function checkRoles({ executionRoleArn, taskRoleArn }: RegisterTaskDefinitionRequest): void {
  for (const arn of [executionRoleArn, taskRoleArn]) {
    // A bare name is taken too: AWS makes the ARN of it.
    if (arn && !/^arn:aws[\w-]*:iam::\d{12}:role\/.+$|^[\w+=,.@/-]+$/.test(arn)) throw clientError('Role is not valid');
  }
}

function checkFargate(input: RegisterTaskDefinitionRequest): void {
  if (input.networkMode !== 'awsvpc') {
    throw clientError('Fargate only supports network mode ‘awsvpc’.');
  }
  if (!input.cpu) throw clientError("Fargate requires that 'cpu' be defined at the task level.");
  if (!input.memory) throw clientError("Fargate requires that 'memory' be defined at the task level.");
  const cpu = cpuUnits(input.cpu);
  const memory = memoryMib(input.memory);
  if (cpu === undefined || !isFargateCpu(cpu)) {
    throw clientError(
      "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
    );
  }
  if (memory === undefined || !isFargateSize(cpu, memory)) {
    throw clientError('No Fargate configuration exists for given values.');
  }
  const wanted = (input.containerDefinitions ?? []).reduce(
    (sum, container) => sum + (container.memoryReservation ?? container.memory ?? 0),
    0,
  );
  if (wanted > memory) {
    throw clientError("The 'memory' of the task must not be less than the sum of the memory of its containers.");
  }
  const units = (input.containerDefinitions ?? []).reduce((sum, container) => sum + (container.cpu ?? 0), 0);
  if (units > cpu)
    throw clientError("The 'cpu' of the task must not be less than the sum of the cpu of its containers.");
  if (input.pidMode === 'host') {
    throw clientError(
      "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
    );
  }
  const size = input.ephemeralStorage?.sizeInGiB;
  if (size !== undefined && (size < 21 || size > 200)) {
    throw clientError('Ephemeral storage size must be between 21 GiB and 200 GiB.');
  }
}

function checkVolumes({ volumes = [], containerDefinitions = [] }: RegisterTaskDefinitionRequest): void {
  const names = volumes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw clientError(`Duplicate volume name: '${twice}'`);
  for (const { name, mountPoints = [] } of containerDefinitions) {
    const unknown = mountPoints.find(({ sourceVolume }) => sourceVolume && !names.includes(sourceVolume));
    if (unknown)
      throw clientError(`Unknown volume '${unknown.sourceVolume}' in the mount points of container '${name}'.`);
  }
}

/** Refuses a task definition that AWS refuses (API reference: RegisterTaskDefinition). */
export function checkTaskDefinition(input: RegisterTaskDefinitionRequest): void {
  const { networkMode = 'bridge', requiresCompatibilities = [] } = input;
  const fargate = requiresCompatibilities.includes('FARGATE');
  checkFamily(input.family ?? '');
  if (!NETWORK_MODES.includes(networkMode)) throw clientError(`Invalid network mode '${networkMode}'.`);
  const unknown = requiresCompatibilities.find(
    (each) => !['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'].includes(each),
  );
  if (unknown) throw clientError(`Invalid requires compatibility '${unknown}'.`);
  checkRoles(input);
  checkContainers(input.containerDefinitions, {
    fargate,
    networkMode,
    taskMemory: input.memory === undefined ? undefined : memoryMib(input.memory),
  });
  checkVolumes(input);
  if (fargate) checkFargate(input);
  checkExecutionRole(input, fargate);
}
