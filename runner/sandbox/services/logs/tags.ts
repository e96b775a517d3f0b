import {
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { invalidParameter, logGroup, notFound } from './lookup.ts';
import { type LogGroupRecord, logsState } from './state.ts';

/** Tags of log groups, by ARN and in the older way by name. */
export const logTagOperations = [
  on(TagResourceCommand, (input, context) => tag(groupByArn(context, input.resourceArn), input.tags ?? {})),
  on(UntagResourceCommand, (input, context) => untag(groupByArn(context, input.resourceArn), input.tagKeys ?? [])),
  on(ListTagsForResourceCommand, (input, context) => ({ tags: tagsOf(groupByArn(context, input.resourceArn)) })),
  on(TagLogGroupCommand, (input, context) => tag(logGroup(context, input.logGroupName), input.tags ?? {})),
  on(UntagLogGroupCommand, (input, context) => untag(logGroup(context, input.logGroupName), input.tags ?? [])),
  on(ListTagsLogGroupCommand, (input, context) => ({ tags: tagsOf(logGroup(context, input.logGroupName)) })),
];

/** Tags as a Map, when they are ones that AWS takes. */
export function requireTags(tags: Readonly<Record<string, string>>): Map<string, string> {
  for (const [key, value] of Object.entries(tags)) {
    if (/^aws:/i.test(key)) throw invalidParameter('Tag keys must not begin with aws:');
    if (key.length < 1 || key.length > 128) throw invalidParameter('Tag keys must have 1 to 128 characters');
    if (value.length > 256) throw invalidParameter('Tag values must have at most 256 characters');
  }
  return new Map(Object.entries(tags));
}

function tag(group: LogGroupRecord, tags: Readonly<Record<string, string>>): Record<string, never> {
  const added = requireTags(tags);
  const count = new Set([...group.tags.keys(), ...added.keys()]).size;
  if (count > 50) {
    throw new ServiceError('TooManyTagsException', 'A resource can have no more than 50 tags.', 400, {
      resourceName: group.arn,
    });
  }
  for (const [key, value] of added) group.tags.set(key, value);
  return {};
}

function untag(group: LogGroupRecord, keys: readonly string[]): Record<string, never> {
  for (const key of keys) group.tags.delete(key);
  return {};
}

function tagsOf(group: LogGroupRecord): Record<string, string> {
  return Object.fromEntries(group.tags);
}

/** The ARN without the `:*` at its end; with it, the tag operations refuse it. */
function groupByArn(context: Context, resourceArn: string | undefined): LogGroupRecord {
  if (resourceArn?.endsWith(':*')) {
    throw invalidParameter('Invalid resourceArn: the resource ARN of a log group ends without :*');
  }
  const group = [...context.state(logsState).groups.values()].find(({ arn }) => arn === resourceArn);
  if (!group) throw notFound('resource');
  return group;
}
