import { type Tag, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-ecs';
import type { Context } from '../../../context.ts';
import { ecsState } from '../../ecs/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import { type PlainTag, tagChanges, tagsOf } from './tag_changes.ts';

/** Tags as ECS writes them. */
export function ecsTags(properties: Fields): Tag[] {
  return tagsOf(properties).map(inLower);
}

function inLower({ Key, Value }: PlainTag): Tag {
  return { key: Key, value: Value };
}

/** Brings the tags of a resource of ECS in line with its properties. */
export function retagEcs(resourceArn: string, properties: Fields, before: Fields, context: Context): void {
  const { set, drop } = tagChanges(before, properties);
  if (drop.length > 0) call(context, UntagResourceCommand, { resourceArn, tagKeys: drop });
  if (set.length > 0) call(context, TagResourceCommand, { resourceArn, tags: set.map(inLower) });
}

/** Writes the tags that nobody but AWS may write. */
export function markEcs(arn: string, marks: Readonly<Record<string, string>>, context: Context): void {
  const { clusters, definitions, services } = context.state(ecsState);
  const record = clusters.get(arn) ?? definitions.get(arn) ?? services.get(arn);
  if (record) record.tags = [...Object.entries(marks).map(([key, value]) => ({ key, value })), ...record.tags];
}
