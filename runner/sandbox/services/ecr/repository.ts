import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  type Repository,
} from '@aws-sdk/client-ecr';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { ecrPage, invalidParameter, repository, requireRepositoryName } from './lookup.ts';
import { requireMutability } from './mutability.ts';
import { ecrState, type RepositoryRecord } from './state.ts';
import { requireTags } from './tags.ts';

/** Repositories. Behaviour: ECR API reference, `CreateRepository` and neighbours. */
export const repositoryOperations = [
  on(CreateRepositoryCommand, (input, context) => {
    const { repositories } = context.state(ecrState);
    const record = newRepository(context, input);
    if (repositories.has(record.repositoryName)) {
      throw new ServiceError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${record.repositoryName}' already exists in the registry with id '${context.account}'`,
      );
    }
    repositories.set(record.repositoryName, record);
    return { repository: describeRepository(record) };
  }),
  on(DescribeRepositoriesCommand, (input, context) => {
    const { registryId, repositoryNames } = input;
    const found = repositoryNames
      ? repositoryNames.map((repositoryName) => repository(context, { repositoryName, registryId }))
      : [...context.state(ecrState).repositories.values()].sort((a, b) =>
          a.repositoryName < b.repositoryName ? -1 : 1,
        );
    const { items, next } = ecrPage(found, input);
    return { repositories: items.map(describeRepository), nextToken: next };
  }),
  on(DeleteRepositoryCommand, (input, context) => {
    const record = repository(context, input);
    if (record.images.size > 0 && !input.force) {
      throw new ServiceError(
        'RepositoryNotEmptyException',
        `The repository with name '${record.repositoryName}' in registry with id '${record.registryId}' cannot be deleted because it still contains images`,
      );
    }
    context.state(ecrState).repositories.delete(record.repositoryName);
    return { repository: describeRepository(record) };
  }),
  on(PutImageTagMutabilityCommand, (input, context) => {
    const record = repository(context, input);
    Object.assign(record, requireMutability(input.imageTagMutability, input.imageTagMutabilityExclusionFilters));
    return {
      registryId: record.registryId,
      repositoryName: record.repositoryName,
      imageTagMutability: input.imageTagMutability,
      ...exclusions(record),
    };
  }),
  on(PutImageScanningConfigurationCommand, (input, context) => {
    const record = repository(context, input);
    record.scanOnPush = input.imageScanningConfiguration?.scanOnPush ?? false;
    return {
      registryId: record.registryId,
      repositoryName: record.repositoryName,
      imageScanningConfiguration: { scanOnPush: record.scanOnPush },
    };
  }),
];

function newRepository(context: Context, input: CreateRepositoryCommandInput): RepositoryRecord {
  const repositoryName = requireRepositoryName(input.repositoryName);
  const encryptionType = input.encryptionConfiguration?.encryptionType ?? 'AES256';
  if (!['AES256', 'KMS', 'KMS_DSSE'].includes(encryptionType)) {
    throw invalidParameter(
      'encryptionConfiguration.encryptionType',
      'Member must satisfy enum value set: [AES256, KMS, KMS_DSSE]',
    );
  }
  const { account, region } = context;
  return {
    repositoryName,
    repositoryArn: context.arn('ecr', `repository/${repositoryName}`),
    repositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryName}`,
    registryId: account,
    createdAt: context.now(),
    encryptionType,
    kmsKey:
      encryptionType === 'AES256'
        ? undefined
        : (input.encryptionConfiguration?.kmsKey ?? context.arn('kms', `key/${context.uuid()}`)),
    ...requireMutability(input.imageTagMutability ?? 'MUTABLE', input.imageTagMutabilityExclusionFilters),
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    tags: requireTags(input.tags),
    images: new Map(),
    layers: new Map(),
  };
}

function describeRepository(record: RepositoryRecord): Repository {
  return {
    repositoryName: record.repositoryName,
    repositoryArn: record.repositoryArn,
    repositoryUri: record.repositoryUri,
    registryId: record.registryId,
    createdAt: record.createdAt,
    imageTagMutability: record.imageTagMutability as 'MUTABLE',
    ...exclusions(record),
    imageScanningConfiguration: { scanOnPush: record.scanOnPush },
    encryptionConfiguration: {
      encryptionType: record.encryptionType as 'AES256',
      ...(record.kmsKey && { kmsKey: record.kmsKey }),
    },
  };
}

function exclusions({ imageTagMutabilityExclusionFilters: filters }: RepositoryRecord) {
  if (filters.length === 0) return {};
  return {
    imageTagMutabilityExclusionFilters: filters.map(({ filterType, filter }) => ({
      filterType: filterType as 'WILDCARD',
      filter,
    })),
  };
}
