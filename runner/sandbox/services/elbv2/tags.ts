import {
  AddTagsCommand,
  DescribeTagsCommand,
  RemoveTagsCommand,
  type Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { failed, invalid } from './errors.ts';
import { balancerOf, groupOf, listenerOf, ruleOf } from './lookup.ts';
import { kindOf } from './names.ts';

const MAX_TAGS = 50;

/** The tags of a create call, or none; a key may come once. */
export function checkedTags(tags: readonly Tag[] | undefined): Tag[] {
  const list = tags ?? [];
  const keys = list.map(({ Key }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw failed('DuplicateTagKeys', `Tag key '${twice}' was specified more than once`);
  if (list.some(({ Key = '' }) => Key.startsWith('aws:'))) {
    throw invalid('aws: prefixed tag key names are not allowed for external use.');
  }
  if (list.length > MAX_TAGS)
    throw failed('TooManyTags', `You've reached the limit of ${MAX_TAGS} tags for a resource`);
  return list.map(({ Key, Value }) => ({ Key, Value: Value ?? '' }));
}

function holder(context: Context, arn: string): { tags: Tag[] } {
  const kind = kindOf(arn);
  if (kind === 'balancers') return balancerOf(context, arn);
  if (kind === 'groups') return groupOf(context, arn);
  if (kind === 'listeners') return listenerOf(context, arn);
  if (kind === 'rules') return ruleOf(context, arn);
  throw invalid(`'${arn}' is not a valid ARN of a resource that has tags`);
}

/** AddTags, RemoveTags and DescribeTags. */
export const tagOperations = [
  on(AddTagsCommand, ({ ResourceArns = [], Tags }, context) => {
    const added = checkedTags(Tags);
    const holders = ResourceArns.map((arn) => holder(context, arn));
    for (const each of holders) {
      const kept = each.tags.filter((tag) => !added.some(({ Key }) => Key === tag.Key));
      const isOfAws = ({ Key = '' }: Tag) => Key.startsWith('aws:');
      each.tags = [...kept.filter(isOfAws), ...checkedTags([...kept.filter((tag) => !isOfAws(tag)), ...added])];
    }
    return {};
  }),
  on(RemoveTagsCommand, ({ ResourceArns = [], TagKeys = [] }, context) => {
    for (const each of ResourceArns.map((arn) => holder(context, arn))) {
      each.tags = each.tags.filter(({ Key = '' }) => !TagKeys.includes(Key));
    }
    return {};
  }),
  on(DescribeTagsCommand, ({ ResourceArns = [] }, context) => {
    if (ResourceArns.length > 20) throw invalid('You can specify up to 20 resources in a single call');
    return {
      TagDescriptions: ResourceArns.map((arn) => ({ ResourceArn: arn, Tags: holder(context, arn).tags })),
    };
  }),
];
