import { AddTagsCommand, RemoveTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../../context.ts';
import { elbState } from '../../elbv2/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import { tagChanges } from './tag_changes.ts';

/** Brings the tags of a load balancer or a target group in line with its properties. */
export function retagElb(arn: string, properties: Fields, before: Fields, context: Context): void {
  const { set, drop } = tagChanges(before, properties);
  if (drop.length > 0) call(context, RemoveTagsCommand, { ResourceArns: [arn], TagKeys: drop });
  if (set.length > 0) call(context, AddTagsCommand, { ResourceArns: [arn], Tags: set });
}

/** Writes the tags that nobody but AWS may write. */
export function markElb(arn: string, marks: Readonly<Record<string, string>>, context: Context): void {
  const { balancers, groups, listeners, rules } = context.state(elbState);
  const record = balancers.get(arn) ?? groups.get(arn) ?? listeners.get(arn) ?? rules.get(arn);
  if (record) record.tags = [...Object.entries(marks).map(([Key, Value]) => ({ Key, Value })), ...record.tags];
}
