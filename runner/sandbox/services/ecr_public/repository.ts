import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
} from '@aws-sdk/client-ecr-public';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { ecrPage, type RepositoryInput, repositoryAmong, requireRepositoryName } from '../ecr/lookup.ts';
import { publicRegistry, requireTokenRegion } from './registry.ts';
import { ecrPublicState, type PublicRepository } from './state.ts';

/** Repositories without images. Behaviour: ECR Public API reference, `CreateRepository` and neighbours. */
export const publicRepositoryOperations = [
  on(CreateRepositoryCommand, (input, context) => {
    requireTokenRegion(context);
    const { repositories } = context.state(ecrPublicState);
    const repositoryName = requireRepositoryName(input.repositoryName);
    if (repositories.has(repositoryName))
      throw new ServiceError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${repositoryName}' already exists in the registry with id '${context.account}'`,
      );
    const { account } = context;
    const repository = {
      repositoryName,
      repositoryArn: `arn:aws:ecr-public::${account}:repository/${repositoryName}`,
      repositoryUri: `${publicRegistry(context).registryUri}/${repositoryName}`,
      registryId: account,
      createdAt: context.now(),
    };
    repositories.set(repositoryName, repository);
    return { repository };
  }),
  on(DescribeRepositoriesCommand, (input, context) => {
    requireTokenRegion(context);
    const { registryId, repositoryNames } = input;
    const { repositories } = context.state(ecrPublicState);
    const found = repositoryNames
      ? repositoryNames.map((repositoryName) => repositoryOf(context, { repositoryName, registryId }))
      : [...repositories.values()].sort((a, b) => (a.repositoryName < b.repositoryName ? -1 : 1));
    const { items, next } = ecrPage(found, input);
    return { repositories: [...items], nextToken: next };
  }),
  on(DeleteRepositoryCommand, (input, context) => {
    requireTokenRegion(context);
    const repository = repositoryOf(context, input);
    context.state(ecrPublicState).repositories.delete(repository.repositoryName);
    return { repository };
  }),
];

const repositoryOf = (context: Context, input: RepositoryInput): PublicRepository =>
  repositoryAmong(context.state(ecrPublicState).repositories, context, input);
