import type {
  CapacityProviderStrategyItem,
  Cluster,
  Deployment,
  Service,
  ServiceDeployment,
  ServiceEvent,
  ServiceRevision,
  Tag,
  Task,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { accountWide, regional } from '../../store.ts';

/** A cluster; its counts are found when it is described. */
export interface ClusterRecord {
  clusterArn: string;
  clusterName: string;
  status: 'ACTIVE' | 'INACTIVE';
  settings: NonNullable<Cluster['settings']>;
  configuration?: Cluster['configuration'];
  serviceConnectDefaults?: Cluster['serviceConnectDefaults'];
  capacityProviders: string[];
  defaultCapacityProviderStrategy: CapacityProviderStrategyItem[];
  tags: Tag[];
}

/** A revision of a task definition. */
export interface TaskDefinitionRecord {
  definition: TaskDefinition & { taskDefinitionArn: string; family: string; revision: number };
  tags: Tag[];
}

/** What a deployment rolls out, and what it needs to be rolled back to. */
export interface DeploymentRecord {
  deployment: Deployment & { id: string; taskDefinition: string; desiredCount: number; failedTasks: number };
  revisionArn: string;
  /** Failures that the circuit breaker counts; a healthy task may reset it. */
  breakerFailures: number;
  /** Tasks of it that failed one after the other, and when the next may be launched. */
  failuresInRow: number;
  nextLaunchAt: number;
  /** When it may be called complete, at the earliest: a roll back takes its time even when all tasks are there. */
  completeAt: number;
}

/** A service: its settings, its deployments (the primary one first), and what happened. */
export interface ServiceRecord {
  service: Service & {
    serviceArn: string;
    serviceName: string;
    clusterArn: string;
    desiredCount: number;
    taskDefinition: string;
  };
  /** In which definition of the service the primary deployment was made; what a roll back restores. */
  deployments: DeploymentRecord[];
  lastCompleted?: { deployment: DeploymentRecord; settings: DeployedSettings };
  serviceDeployments: ServiceDeploymentRecord[];
  revisions: ServiceRevision[];
  events: ServiceEvent[];
  tags: Tag[];
  clientToken?: string;
  /** Whether the steady state was announced since the last change. */
  steady: boolean;
  /** When it turns from DRAINING to INACTIVE is found by its tasks; when an inactive one is forgotten is this. */
  forgetAt?: number;
}

/** The settings of a service that a deployment carries. */
export type DeployedSettings = Pick<
  Service,
  | 'taskDefinition'
  | 'networkConfiguration'
  | 'platformVersion'
  | 'loadBalancers'
  | 'launchType'
  | 'capacityProviderStrategy'
>;

/** A service deployment, and the deployment of DescribeServices that it stands for. */
export interface ServiceDeploymentRecord {
  record: ServiceDeployment & { serviceDeploymentArn: string; createdAt: Date };
  deploymentId: string;
  /** After a roll back began: the deployment that it goes back to. */
  rollbackId?: string;
}

/** Where a task is registered. */
export interface TaskTarget {
  groupArn: string;
  id: string;
  port: number;
}

/** A task and what moves it. */
export interface TaskRecord {
  task: Task & {
    taskArn: string;
    clusterArn: string;
    taskDefinitionArn: string;
    lastStatus: string;
    desiredStatus: string;
  };
  serviceArn?: string;
  deploymentId?: string;
  interfaceId?: string;
  targets: TaskTarget[];
  /** When to look at it again, in milliseconds; undefined when only an order or a fault can change it. */
  dueAt?: number;
  /** Set while it is healthy in the eyes of its service, so that it is counted once. */
  countedHealthy: boolean;
}

/** What ECS keeps in a region, each kind by ARN. */
export interface EcsState {
  clusters: Map<string, ClusterRecord>;
  /** The last revision by family; numbers are not used twice. */
  revisions: Map<string, number>;
  definitions: Map<string, TaskDefinitionRecord>;
  services: Map<string, ServiceRecord>;
  tasks: Map<string, TaskRecord>;
  settings: Map<string, string>;
}

/** The drawer of ECS. */
export const ecsState = regional(
  'ecs',
  (): EcsState => ({
    clusters: new Map(),
    revisions: new Map(),
    definitions: new Map(),
    services: new Map(),
    tasks: new Map(),
    settings: new Map(),
  }),
);

/** A way for tasks to fail, for tests and rehearsals. */
export interface TaskFault {
  /** The essential container exits with this code … */
  readonly exitCode?: number;
  /** … so many seconds after the task is running; 1 when left out. */
  readonly afterSeconds?: number;
  /** The container does not start at all, for this reason: `CannotStartContainerError: …`. */
  readonly startError?: string;
  /** What a load balancer's health check meets: a status code, or no answer. */
  readonly healthCheck?: number | 'timeout';
  /** The container's own health check fails. */
  readonly unhealthyContainer?: boolean;
}

/** Faults of tasks by the image of a container, the family or `family:revision` of the task definition. */
export const taskFaults = accountWide('ecs-task-faults', (): Map<string, TaskFault> => new Map());
