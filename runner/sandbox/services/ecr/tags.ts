import { ListTagsForResourceCommand, type Tag, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-ecr';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { invalidParameter } from './lookup.ts';
import { ecrState, type RepositoryRecord } from './state.ts';

/** Tags of repositories, by ARN. */
export const ecrTagOperations = [
  on(TagResourceCommand, (input, context) => {
    const record = byArn(context, input.resourceArn);
    const merged = new Map([...record.tags, ...requireTags(input.tags)]);
    if (merged.size > 50) {
      throw new ServiceError(
        'TooManyTagsException',
        'The list of tags on the repository is over the limit. The maximum number of tags that can be applied to a repository is 50.',
      );
    }
    for (const [key, value] of merged) record.tags.set(key, value);
    return {};
  }),
  on(UntagResourceCommand, (input, context) => {
    const record = byArn(context, input.resourceArn);
    for (const key of input.tagKeys ?? []) record.tags.delete(key);
    return {};
  }),
  on(ListTagsForResourceCommand, (input, context) => ({
    tags: [...byArn(context, input.resourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
  })),
];

/** Tags as a Map, when they are ones that ECR takes. */
export function requireTags(tags: readonly Tag[] | undefined): Map<string, string> {
  for (const { Key = '', Value = '' } of tags ?? []) {
    if (/^aws:/i.test(Key)) {
      throw new ServiceError(
        'InvalidTagParameterException',
        'aws: prefixed tag key names are not allowed for external use.',
      );
    }
    if (Key.length < 1 || Key.length > 128) throw invalidParameter('tags', 'tag keys must have 1 to 128 characters');
    if (Value.length > 256) throw invalidParameter('tags', 'tag values must have at most 256 characters');
  }
  return new Map((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

function byArn(context: Context, arn: string | undefined): RepositoryRecord {
  const found = [...context.state(ecrState).repositories.values()].find((each) => each.repositoryArn === arn);
  if (found) return found;
  if (!arn?.startsWith(context.arn('ecr', 'repository/'))) {
    throw invalidParameter('resourceArn', `Invalid ARN '${arn}' of a repository in this registry`);
  }
  const name = arn.slice(arn.indexOf('/') + 1);
  throw new ServiceError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${context.account}'`,
  );
}
