import { errorTypeRegistries } from '@aws-sdk/client-ecs';
import { service } from '../../service.ts';
import { accountSettingOperations } from './account_settings.ts';
import { clusterOperations } from './clusters.ts';
import { ecsActor } from './ecs_actor.ts';
import { serviceDeploymentOperations } from './service_deployments.ts';
import { serviceOperations } from './services.ts';
import { tagOperations } from './tags.ts';
import { taskDefinitionOperations } from './task_definitions.ts';
import { taskOperations } from './tasks.ts';

/** Elastic Container Service: clusters, task definitions, services on Fargate, and their tasks. */
export const ecs = service(
  errorTypeRegistries,
  [
    ...clusterOperations,
    ...taskDefinitionOperations,
    ...serviceOperations,
    ...serviceDeploymentOperations,
    ...taskOperations,
    ...tagOperations,
    ...accountSettingOperations,
  ],
  ecsActor,
);
