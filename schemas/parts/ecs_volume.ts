import type { PropertySchema } from '../../runner/schema/schema.ts';

/** One volume of a task definition, with the keys of ECS's Volume. */
export const ecsVolume = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', description: 'Name by which containers mount it.' },
    host: {
      type: 'object',
      additionalProperties: false,
      description: 'A folder of the host, or an empty one of its own.',
      properties: { sourcePath: { type: 'string', description: 'Folder on the host; not on Fargate.' } },
    },
    configuredAtLaunch: { type: 'boolean', description: 'The service or task says what it is.' },
    efsVolumeConfiguration: {
      type: 'object',
      additionalProperties: false,
      required: ['fileSystemId'],
      description: 'A file system of EFS.',
      properties: {
        fileSystemId: { type: 'string', description: 'Its ID.' },
        rootDirectory: { type: 'string', description: 'Folder in it; `/` when left out.' },
        transitEncryption: { type: 'string', enum: ['ENABLED', 'DISABLED'], description: 'Encrypt the traffic.' },
        transitEncryptionPort: { type: 'integer', description: 'Port for encrypted traffic.' },
        authorizationConfig: {
          type: 'object',
          additionalProperties: false,
          description: 'Who may mount it.',
          properties: {
            accessPointId: { type: 'string', description: 'Access point to go through.' },
            iam: { type: 'string', enum: ['ENABLED', 'DISABLED'], description: "Go by the task role's permissions." },
          },
        },
      },
    },
    fsxWindowsFileServerVolumeConfiguration: {
      type: 'object',
      additionalProperties: false,
      required: ['fileSystemId', 'rootDirectory', 'authorizationConfig'],
      description: 'A file system of FSx for Windows.',
      properties: {
        fileSystemId: { type: 'string', description: 'Its ID.' },
        rootDirectory: { type: 'string', description: 'Folder in it.' },
        authorizationConfig: {
          type: 'object',
          additionalProperties: false,
          required: ['credentialsParameter', 'domain'],
          description: 'Who may mount it.',
          properties: {
            credentialsParameter: { type: 'string', description: 'ARN of the secret with the credentials.' },
            domain: { type: 'string', description: 'Active Directory domain.' },
          },
        },
      },
    },
    dockerVolumeConfiguration: {
      type: 'object',
      additionalProperties: false,
      description: 'A Docker volume; not on Fargate.',
      properties: {
        scope: { type: 'string', enum: ['task', 'shared'], description: 'How long it lives.' },
        autoprovision: { type: 'boolean', description: 'Make a shared volume that is not there.' },
        driver: { type: 'string', description: 'Volume driver; `local` when left out.' },
        driverOpts: { type: 'object', additionalProperties: { type: 'string' }, description: 'Options of the driver.' },
        labels: { type: 'object', additionalProperties: { type: 'string' }, description: 'Labels of the volume.' },
      },
    },
  },
} as const satisfies PropertySchema;
