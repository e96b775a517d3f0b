import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../../context.ts';
import { logsState } from '../../logs/state.ts';
import type { Fields } from '../template/value.ts';
import { call } from './call.ts';
import type { ResourceType } from './resource_type.ts';
import { flag, number, tags, text } from './shape.ts';
import { tagChanges, tagsOf } from './tag_changes.ts';

/** `AWS::Logs::LogGroup` (Template reference). */
export const logGroup: ResourceType = {
  type: 'AWS::Logs::LogGroup',
  properties: {
    DeletionProtectionEnabled: { shape: flag },
    KmsKeyId: { shape: text },
    LogGroupClass: { shape: text },
    LogGroupName: { shape: text, replaces: true },
    RetentionInDays: { shape: number },
    Tags: { shape: tags },
  },
  unmodelled: [
    'BearerTokenAuthenticationEnabled',
    'DataProtectionPolicy',
    'FieldIndexPolicies',
    'ResourcePolicyDocument',
  ],
  seconds: { create: 5, update: 5, remove: 3 },
  create(properties, { context, newName }) {
    const logGroupName = (properties['LogGroupName'] as string | undefined) ?? newName({ most: 512 });
    call(context, CreateLogGroupCommand, {
      logGroupName,
      logGroupClass: properties['LogGroupClass'] as 'STANDARD' | undefined,
      kmsKeyId: properties['KmsKeyId'] as string | undefined,
      deletionProtectionEnabled: properties['DeletionProtectionEnabled'] as boolean | undefined,
      tags: Object.fromEntries(tagsOf(properties).map(({ Key, Value }) => [Key, Value])),
    });
    return logGroupName;
  },
  configure: (id, properties, { context }) => setRetention(id, properties, {}, context),
  update(logGroupName, properties, before, { context }) {
    setRetention(logGroupName, properties, before, context);
    const kmsKeyId = properties['KmsKeyId'] as string | undefined;
    if (kmsKeyId !== before['KmsKeyId']) {
      if (kmsKeyId === undefined) call(context, DisassociateKmsKeyCommand, { logGroupName });
      else call(context, AssociateKmsKeyCommand, { logGroupName, kmsKeyId });
    }
    call(context, PutLogGroupDeletionProtectionCommand, {
      logGroupIdentifier: logGroupName,
      deletionProtectionEnabled: properties['DeletionProtectionEnabled'] === true,
    });
    const resourceArn = context.state(logsState).groups.get(logGroupName)?.arn ?? '';
    const { set, drop } = tagChanges(before, properties);
    const added = Object.fromEntries(set.map(({ Key, Value }) => [Key, Value]));
    if (drop.length > 0) call(context, UntagResourceCommand, { resourceArn, tagKeys: drop });
    if (set.length > 0) call(context, TagResourceCommand, { resourceArn, tags: added });
  },
  // The class of a log group cannot be changed, nor does a change of it take a new one: the service says no.
  remove: (logGroupName, _, context) => {
    if (context.state(logsState).groups.has(logGroupName)) call(context, DeleteLogGroupCommand, { logGroupName });
  },
  attributes: { Arn: (id, context) => `${context.state(logsState).groups.get(id)?.arn ?? ''}:*` },
  mark(id, marks, context) {
    const group = context.state(logsState).groups.get(id);
    for (const [key, value] of Object.entries(marks)) group?.tags.set(key, value);
  },
};

function setRetention(logGroupName: string, properties: Fields, before: Fields, context: Context): void {
  const retentionInDays = properties['RetentionInDays'] as number | undefined;
  if (retentionInDays === before['RetentionInDays']) return;
  if (retentionInDays === undefined) call(context, DeleteRetentionPolicyCommand, { logGroupName });
  else call(context, PutRetentionPolicyCommand, { logGroupName, retentionInDays });
}
