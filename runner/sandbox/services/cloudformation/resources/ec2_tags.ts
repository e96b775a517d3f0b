import { CreateTagsCommand, DeleteTagsCommand, type ResourceType, type TagSpecification } from '@aws-sdk/client-ec2';
import type { Context } from '../../../context.ts';
import { ec2State } from '../../ec2/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import { tagChanges, tagsOf } from './tag_changes.ts';

/** Tags for a create call of EC2. */
export function specifications(type: ResourceType, properties: Fields): TagSpecification[] {
  const tags = tagsOf(properties);
  return tags.length > 0 ? [{ ResourceType: type, Tags: tags }] : [];
}

/** Brings the tags of a resource of EC2 in line with its properties. */
export function retag(id: string, properties: Fields, before: Fields, context: Context): void {
  const { set, drop } = tagChanges(before, properties);
  if (drop.length > 0) call(context, DeleteTagsCommand, { Resources: [id], Tags: drop.map((Key) => ({ Key })) });
  if (set.length > 0) call(context, CreateTagsCommand, { Resources: [id], Tags: set });
}

/** Writes the tags that nobody but AWS may write. */
export function markEc2(id: string, tags: Readonly<Record<string, string>>, context: Context): void {
  const state = context.state(ec2State);
  state.tags.set(id, new Map([...Object.entries(tags), ...(state.tags.get(id) ?? [])]));
}
