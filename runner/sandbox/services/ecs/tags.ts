import { ListTagsForResourceCommand, type Tag, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { failed, invalid } from './errors.ts';
import { ecsState } from './state.ts';

/** The tags of a create call, or none; checked as AWS does. */
export function checkedTags(tags: readonly Tag[] | undefined): Tag[] {
  const list = tags ?? [];
  const keys = list.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`Duplicate tag key: ${twice}`);
  if (list.some(({ key }) => !key)) throw invalid('Tag key can not be blank.');
  if (list.some(({ key = '' }) => key.startsWith('aws:'))) {
    throw invalid('User-supplied tag keys must not start with the reserved prefix aws:');
  }
  if (list.length > 50) throw invalid('Too many tags: a resource can have up to 50.');
  return list.map(({ key, value }) => ({ key, value: value ?? '' }));
}

/** What `now` becomes when these tags are added. */
function merged(now: readonly Tag[], added: readonly Tag[]): Tag[] {
  const kept = now.filter((tag) => !added.some(({ key }) => key === tag.key));
  // Tags of AWS's own stay as they are.
  const isOfAws = ({ key = '' }: Tag) => key.startsWith('aws:');
  return [...kept.filter(isOfAws), ...checkedTags([...kept.filter((tag) => !isOfAws(tag)), ...added])];
}

interface Holder {
  read(): Tag[];
  write(tags: Tag[]): void;
}

function holderOf(context: Context, arn = ''): Holder {
  const { clusters, definitions, services, tasks } = context.state(ecsState);
  const record = clusters.get(arn) ?? definitions.get(arn) ?? services.get(arn);
  if (record) return { read: () => record.tags, write: (tags) => Object.assign(record, { tags }) };
  const task = tasks.get(arn)?.task;
  if (task) return { read: () => task.tags ?? [], write: (tags) => Object.assign(task, { tags }) };
  const [, kind = 'resource'] = /:(cluster|service|task|task-definition)\//.exec(arn) ?? [];
  if (kind === 'cluster') throw failed('ClusterNotFoundException', 'Cluster not found.');
  if (kind === 'service') throw failed('ServiceNotFoundException', 'Service not found.');
  throw invalid(`The specified ${kind} is invalid or does not exist: ${arn}`);
}

/** TagResource, UntagResource and ListTagsForResource. */
export const tagOperations = [
  on(TagResourceCommand, ({ resourceArn, tags }, context) => {
    const holder = holderOf(context, resourceArn);
    holder.write(merged(holder.read(), checkedTags(tags)));
    return {};
  }),
  on(UntagResourceCommand, ({ resourceArn, tagKeys = [] }, context) => {
    const holder = holderOf(context, resourceArn);
    holder.write(holder.read().filter(({ key = '' }) => !tagKeys.includes(key)));
    return {};
  }),
  on(ListTagsForResourceCommand, ({ resourceArn }, context) => ({ tags: holderOf(context, resourceArn).read() })),
];
