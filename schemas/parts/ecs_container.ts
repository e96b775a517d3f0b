import type { PropertySchema } from '../../runner/schema/schema.ts';

const text = (description: string) => ({ type: 'string', description }) as const;
const integer = (description: string) => ({ type: 'integer', description }) as const;
const flag = (description: string) => ({ type: 'boolean', description }) as const;
const texts = (description: string) => ({ type: 'array', items: { type: 'string' }, description }) as const;
const textByName = (description: string) =>
  ({ type: 'object', additionalProperties: { type: 'string' }, description }) as const;

const secrets = (description: string) =>
  ({
    type: 'array',
    description,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'valueFrom'],
      properties: {
        name: text('Name it gets.'),
        valueFrom: text('ARN of the secret or parameter that holds the value.'),
      },
    },
  }) as const;

const linuxParameters = {
  type: 'object',
  additionalProperties: false,
  description: 'Settings that only Linux containers have.',
  properties: {
    capabilities: {
      type: 'object',
      additionalProperties: false,
      description: 'Kernel capabilities beyond or short of the usual ones.',
      properties: { add: texts('Capabilities to add.'), drop: texts('Capabilities to take away, e.g. `ALL`.') },
    },
    devices: {
      type: 'array',
      description: 'Devices of the host the container may use.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['hostPath'],
        properties: {
          hostPath: text('Device on the host.'),
          containerPath: text('Where it appears in the container.'),
          permissions: texts('Any of `read`, `write` and `mknod`.'),
        },
      },
    },
    initProcessEnabled: flag('Run an init process that reaps children and passes signals on.'),
    sharedMemorySize: integer('Size of `/dev/shm` in MiB.'),
    tmpfs: {
      type: 'array',
      description: 'File systems in memory.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['containerPath', 'size'],
        properties: {
          containerPath: text('Where it is mounted.'),
          size: integer('Its size in MiB.'),
          mountOptions: texts('Mount options.'),
        },
      },
    },
    maxSwap: integer('Swap the container may use, in MiB.'),
    swappiness: integer('Readiness to swap, 0 to 100.'),
  },
} as const satisfies PropertySchema;

const logConfiguration = {
  type: 'object',
  additionalProperties: false,
  required: ['logDriver'],
  description: 'Where the output goes.',
  properties: {
    logDriver: {
      type: 'string',
      enum: ['awslogs', 'awsfirelens', 'splunk', 'fluentd', 'gelf', 'json-file', 'journald', 'syslog', 'logentries'],
      description: 'Log driver; Fargate knows the first three.',
    },
    options: textByName('Options of the driver, e.g. `awslogs-group`.'),
    secretOptions: secrets('Options whose values are secrets.'),
  },
} as const satisfies PropertySchema;

/** One container of a task definition, with the keys of ECS's ContainerDefinition. */
export const ecsContainer = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'image'],
  properties: {
    name: text('Name of the container, unique in the task.'),
    image: text('Image reference. By digest (`repository@sha256:…`) it always means the same image.'),
    repositoryCredentials: {
      type: 'object',
      additionalProperties: false,
      required: ['credentialsParameter'],
      description: 'Login of a private registry other than ECR.',
      properties: { credentialsParameter: text('ARN of the secret with user name and password.') },
    },
    cpu: integer("CPU units set aside for it, out of the task's."),
    memory: integer('Hard limit in MiB; a container that takes more is killed.'),
    memoryReservation: integer('Memory set aside for it in MiB.'),
    links: texts('Containers to be reached by name (network mode `bridge` only).'),
    portMappings: {
      type: 'array',
      description: 'Ports it serves on.',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          containerPort: integer('Port in the container.'),
          hostPort: integer('Port on the host; with `awsvpc` the same as containerPort.'),
          protocol: { type: 'string', enum: ['tcp', 'udp'], description: '`tcp` when left out.' },
          name: text('Name for Service Connect.'),
          appProtocol: {
            type: 'string',
            enum: ['http', 'http2', 'grpc'],
            description: 'Protocol spoken, for Service Connect.',
          },
          containerPortRange: text('Several ports at once: `8000-8010`.'),
        },
      },
    },
    essential: flag('Whether the task ends when this container does; true when left out.'),
    restartPolicy: {
      type: 'object',
      additionalProperties: false,
      required: ['enabled'],
      description: 'Restart the container without ending the task.',
      properties: {
        enabled: flag('Whether it is restarted.'),
        ignoredExitCodes: {
          type: 'array',
          items: { type: 'integer' },
          description: 'Exit codes after which it is not.',
        },
        restartAttemptPeriod: integer('Seconds it must have run before it is restarted.'),
      },
    },
    entryPoint: texts('Entry point instead of the one of the image.'),
    command: texts('Command instead of the one of the image.'),
    environment: {
      type: 'array',
      description: 'Environment variables; their order does not matter.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'value'],
        properties: { name: text('Name of the variable.'), value: text('Its value.') },
      },
    },
    environmentFiles: {
      type: 'array',
      description: 'Files of environment variables in S3.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['value'],
        properties: {
          value: text('ARN of the object.'),
          type: { type: 'string', enum: ['s3'], description: 'Always `s3`.' },
        },
      },
    },
    mountPoints: {
      type: 'array',
      description: 'Volumes of the task it mounts.',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          sourceVolume: text('Name of the volume.'),
          containerPath: text('Where it is mounted.'),
          readOnly: flag('Mounted read-only; false when left out.'),
        },
      },
    },
    volumesFrom: {
      type: 'array',
      description: 'Containers whose mounts it shares.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['sourceContainer'],
        properties: {
          sourceContainer: text('Name of that container.'),
          readOnly: flag('Shared read-only; false when left out.'),
        },
      },
    },
    linuxParameters,
    secrets: secrets('Environment variables whose values are secrets.'),
    dependsOn: {
      type: 'array',
      description: 'Containers that must have come so far before this one starts.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['containerName', 'condition'],
        properties: {
          containerName: text('Name of that container.'),
          condition: {
            type: 'string',
            enum: ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY', 'start', 'complete', 'success', 'healthy'],
            description: 'How far.',
          },
        },
      },
    },
    startTimeout: integer('Seconds to wait for what it depends on.'),
    stopTimeout: integer('Seconds between SIGTERM and SIGKILL.'),
    versionConsistency: {
      type: 'string',
      enum: ['enabled', 'disabled'],
      description: 'Whether ECS pins the tag to a digest for a whole deployment.',
    },
    hostname: text('Host name; not with `awsvpc`.'),
    user: text('User, and group after a colon.'),
    workingDirectory: text('Folder commands start in.'),
    disableNetworking: flag('No network for this container.'),
    privileged: flag("The host's privileges; not on Fargate."),
    readonlyRootFilesystem: flag('Root file system mounted read-only.'),
    dnsServers: texts('DNS servers.'),
    dnsSearchDomains: texts('DNS search domains.'),
    extraHosts: {
      type: 'array',
      description: 'Lines for `/etc/hosts`.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['hostname', 'ipAddress'],
        properties: { hostname: text('Host name.'), ipAddress: text('Its address.') },
      },
    },
    dockerSecurityOptions: texts('Labels for SELinux, AppArmor or credential specs.'),
    interactive: flag('Keep standard input open.'),
    pseudoTerminal: flag('Give it a terminal.'),
    dockerLabels: textByName('Labels of the container.'),
    ulimits: {
      type: 'array',
      description: 'Limits of the kernel for its processes.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'softLimit', 'hardLimit'],
        properties: {
          name: text('Which limit, e.g. `nofile`.'),
          softLimit: integer('Limit a process may raise.'),
          hardLimit: integer('Limit up to which.'),
        },
      },
    },
    logConfiguration,
    healthCheck: {
      type: 'object',
      additionalProperties: false,
      required: ['command'],
      description: 'How ECS sees that the container is well.',
      properties: {
        command: texts('`CMD` and arguments, or `CMD-SHELL` and a line for the shell.'),
        interval: integer('Seconds from check to check; 30 when left out.'),
        timeout: integer('Seconds a check may take; 5 when left out.'),
        retries: integer('Failures that make it unhealthy; 3 when left out.'),
        startPeriod: integer('Seconds in the beginning in which failures do not count.'),
      },
    },
    systemControls: {
      type: 'array',
      description: 'Kernel parameters.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['namespace', 'value'],
        properties: { namespace: text('Name of the parameter.'), value: text('Its value.') },
      },
    },
    resourceRequirements: {
      type: 'array',
      description: 'GPUs and accelerators set aside for it.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'value'],
        properties: {
          type: { type: 'string', enum: ['GPU', 'InferenceAccelerator'], description: 'Kind of resource.' },
          value: text('How many, or which.'),
        },
      },
    },
    firelensConfiguration: {
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      description: 'Makes it the log router of the task.',
      properties: {
        type: { type: 'string', enum: ['fluentd', 'fluentbit'], description: 'Kind of router.' },
        options: textByName('Options of the router.'),
      },
    },
    credentialSpecs: texts('Credential specs for Active Directory.'),
  },
} as const satisfies PropertySchema;
