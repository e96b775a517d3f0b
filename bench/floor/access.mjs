import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { app, ecr, iam, names } from './clients.mjs';
import { tags } from './tags.mjs';

export async function createRole() {
  const statement = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: names.role,
      Description: `Lets ECS pull the image of ${app} and write its logs`,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      Tags: tags(),
    }),
  );
  return Role.Arn;
}

export async function createRepository() {
  const { repository } = await ecr.send(
    new CreateRepositoryCommand({
      repositoryName: names.repository,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      tags: tags(),
    }),
  );
  return repository;
}

export function allow({ repositoryArn, registryId }) {
  const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  const stream = `arn:aws:logs:eu-west-1:${registryId}:log-group:${names.logGroup}:*`;
  const Statement = [
    { Sid: 'LogIn', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    { Sid: 'PullImage', Effect: 'Allow', Action: pull, Resource: repositoryArn },
    { Sid: 'WriteLogs', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: stream },
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  return iam.send(new PutRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy, PolicyDocument }));
}
