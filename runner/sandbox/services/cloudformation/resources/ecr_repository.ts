import {
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import type { Context } from '../../../context.ts';
import { ecrState } from '../../ecr/state.ts';
import { type Fields, isSame } from '../template/value.ts';
import { call, inputSchema } from './call.ts';
import { documentText } from './iam_role.ts';
import type { ResourceType } from './resource_type.ts';
import { flag, forApi, json, list, struct, tags, text } from './shape.ts';
import { tagChanges, tagsOf } from './tag_changes.ts';

/** `AWS::ECR::Repository` (Template reference). */
export const repository: ResourceType = {
  type: 'AWS::ECR::Repository',
  properties: {
    EmptyOnDelete: { shape: flag },
    EncryptionConfiguration: {
      shape: struct({ EncryptionType: text, KmsKey: text }, 'EncryptionType'),
      replaces: true,
    },
    ImageScanningConfiguration: { shape: struct({ ScanOnPush: flag }) },
    ImageTagMutability: { shape: text },
    ImageTagMutabilityExclusionFilters: {
      shape: list(
        struct(
          { ImageTagMutabilityExclusionFilterType: text, ImageTagMutabilityExclusionFilterValue: text },
          'ImageTagMutabilityExclusionFilterType',
          'ImageTagMutabilityExclusionFilterValue',
        ),
      ),
    },
    LifecyclePolicy: { shape: struct({ LifecyclePolicyText: text, RegistryId: text }) },
    RepositoryName: { shape: text, replaces: true },
    RepositoryPolicyText: { shape: json },
    Tags: { shape: tags },
  },
  unmodelled: [],
  seconds: { create: 4, update: 4, remove: 3 },
  create(properties, { context, newName }) {
    const repositoryName = (properties['RepositoryName'] as string | undefined) ?? newName({ most: 256, lower: true });
    const { EncryptionConfiguration = null, ImageScanningConfiguration = null } = properties;
    const given = forApi(inputSchema(CreateRepositoryCommand), {
      ...(EncryptionConfiguration && { EncryptionConfiguration }),
      ...(ImageScanningConfiguration && { ImageScanningConfiguration }),
    });
    call(context, CreateRepositoryCommand, {
      ...(given as object),
      repositoryName,
      ...mutability(properties),
      tags: tagsOf(properties),
    });
    return repositoryName;
  },
  configure: (id, properties, { context }) => setPolicies(id, properties, {}, context),
  update(repositoryName, properties, before, { context }) {
    const scan = (of: Fields) => ((of['ImageScanningConfiguration'] ?? {}) as Fields)['ScanOnPush'] === true;
    if (scan(properties) !== scan(before)) {
      const imageScanningConfiguration = { scanOnPush: scan(properties) };
      call(context, PutImageScanningConfigurationCommand, { repositoryName, imageScanningConfiguration });
    }
    call(context, PutImageTagMutabilityCommand, { repositoryName, ...mutability(properties) });
    setPolicies(repositoryName, properties, before, context);
    const resourceArn = context.state(ecrState).repositories.get(repositoryName)?.repositoryArn ?? '';
    const { set, drop } = tagChanges(before, properties);
    if (drop.length > 0) call(context, UntagResourceCommand, { resourceArn, tagKeys: drop });
    if (set.length > 0) call(context, TagResourceCommand, { resourceArn, tags: set });
  },
  remove(repositoryName, properties, context) {
    if (!context.state(ecrState).repositories.has(repositoryName)) return;
    call(context, DeleteRepositoryCommand, { repositoryName, force: properties['EmptyOnDelete'] === true });
  },
  attributes: {
    Arn: (id, context) => context.state(ecrState).repositories.get(id)?.repositoryArn ?? '',
    RepositoryUri: (id, context) => context.state(ecrState).repositories.get(id)?.repositoryUri ?? '',
  },
  mark(id, marks, context) {
    const record = context.state(ecrState).repositories.get(id);
    for (const [key, value] of Object.entries(marks)) record?.tags.set(key, value);
  },
};

function mutability(properties: Fields) {
  const filters = (properties['ImageTagMutabilityExclusionFilters'] ?? []) as readonly Fields[];
  return {
    imageTagMutability: (properties['ImageTagMutability'] ?? 'MUTABLE') as 'MUTABLE',
    ...(filters.length > 0 && {
      imageTagMutabilityExclusionFilters: filters.map((each) => ({
        filterType: each['ImageTagMutabilityExclusionFilterType'] as 'WILDCARD',
        filter: String(each['ImageTagMutabilityExclusionFilterValue']),
      })),
    }),
  };
}

function setPolicies(repositoryName: string, properties: Fields, before: Fields, context: Context): void {
  const policy = properties['RepositoryPolicyText'];
  if (!isSame(policy, before['RepositoryPolicyText'])) {
    if (policy === undefined) call(context, DeleteRepositoryPolicyCommand, { repositoryName });
    else call(context, SetRepositoryPolicyCommand, { repositoryName, policyText: documentText(policy) });
  }
  const lifecycle = (of: Fields) =>
    ((of['LifecyclePolicy'] ?? {}) as Fields)['LifecyclePolicyText'] as string | undefined;
  const lifecyclePolicyText = lifecycle(properties);
  if (lifecyclePolicyText === lifecycle(before)) return;
  if (lifecyclePolicyText === undefined) call(context, DeleteLifecyclePolicyCommand, { repositoryName });
  else call(context, PutLifecyclePolicyCommand, { repositoryName, lifecyclePolicyText });
}
