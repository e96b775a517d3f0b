import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateClusterCommand, CreateServiceCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { app, ecs, logs, names } from './clients.mjs';
import { lowTags, owner } from './tags.mjs';

export const createCluster = () =>
  ecs.send(
    new CreateClusterCommand({
      clusterName: names.cluster,
      settings: [{ name: 'containerInsights', value: 'disabled' }],
      tags: lowTags,
    }),
  );

export async function createLogGroup() {
  const logGroupName = names.logGroup;
  await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { Application: app, ...owner } }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
}

export async function registerTask(image, executionRoleArn) {
  const options = {
    'awslogs-group': names.logGroup,
    'awslogs-region': 'eu-west-1',
    'awslogs-stream-prefix': app,
  };
  const container = {
    name: app,
    image,
    essential: true,
    readonlyRootFilesystem: true,
    portMappings: [{ containerPort: 8080 }],
    logConfiguration: { logDriver: 'awslogs', options },
  };
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: app,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn,
      containerDefinitions: [container],
      tags: lowTags,
    }),
  );
  return taskDefinition.taskDefinitionArn;
}

export const createService = (taskDefinition, targetGroupArn, subnets, group) =>
  ecs.send(
    new CreateServiceCommand({
      cluster: names.cluster,
      serviceName: names.service,
      taskDefinition,
      launchType: 'FARGATE',
      desiredCount: 3,
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      networkConfiguration: {
        awsvpcConfiguration: { subnets, securityGroups: [group], assignPublicIp: 'ENABLED' },
      },
      loadBalancers: [{ targetGroupArn, containerName: app, containerPort: 8080 }],
      tags: lowTags,
    }),
  );
