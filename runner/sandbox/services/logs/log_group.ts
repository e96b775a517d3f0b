import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  type LogGroup,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { invalidParameter, logGroup, logGroupByIdentifier, logsPage, notFound, requireGroupName } from './lookup.ts';
import { type LogGroupRecord, logsState } from './state.ts';
import { requireTags } from './tags.ts';

/** The retention times that `PutRetentionPolicy` takes. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const classes = ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'];

/** Log groups. Behaviour: CloudWatch Logs API reference, `CreateLogGroup` and neighbours. */
export const logGroupOperations = [
  on(CreateLogGroupCommand, (input, context) => {
    const { groups } = context.state(logsState);
    const logGroupName = requireGroupName(input.logGroupName);
    if (groups.has(logGroupName)) throw alreadyExists();
    const logGroupClass = input.logGroupClass ?? 'STANDARD';
    if (!classes.includes(logGroupClass)) throw invalidParameter(`Invalid log group class: ${logGroupClass}`);
    groups.set(logGroupName, {
      logGroupName,
      arn: context.arn('logs', `log-group:${logGroupName}`),
      creationTime: context.now().getTime(),
      logGroupClass,
      kmsKeyId: input.kmsKeyId,
      deletionProtectionEnabled: input.deletionProtectionEnabled ?? false,
      tags: requireTags(input.tags ?? {}),
      streams: new Map(),
    });
    return {};
  }),
  on(DeleteLogGroupCommand, (input, context) => {
    const group = logGroup(context, input.logGroupName);
    if (group.deletionProtectionEnabled) {
      throw validation('Log group deletion protection is enabled. Disable it before the log group is deleted.');
    }
    context.state(logsState).groups.delete(group.logGroupName);
    return {};
  }),
  on(DescribeLogGroupsCommand, (input, context) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass } = input;
    if (prefix !== undefined && pattern !== undefined) {
      throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    }
    const found = [...context.state(logsState).groups.values()]
      .filter(({ logGroupName }) => logGroupName.startsWith(prefix ?? ''))
      .filter(({ logGroupName }) => logGroupName.toLowerCase().includes((pattern ?? '').toLowerCase()))
      .filter((group) => logGroupClass === undefined || group.logGroupClass === logGroupClass)
      .filter(({ arn, logGroupName }) => isAskedFor(input.logGroupIdentifiers, arn, logGroupName))
      .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
    const { items, next } = logsPage(found, input.limit ?? 50, input.nextToken);
    return { logGroups: items.map(describeLogGroup), nextToken: next };
  }),
  on(PutRetentionPolicyCommand, (input, context) => {
    const group = logGroup(context, input.logGroupName);
    const days = input.retentionInDays;
    if (days === undefined || !retentions.includes(days)) {
      throw invalidParameter(
        `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentions.join(', ')}]`,
      );
    }
    group.retentionInDays = days;
    return {};
  }),
  on(DeleteRetentionPolicyCommand, (input, context) => {
    logGroup(context, input.logGroupName).retentionInDays = undefined;
    return {};
  }),
  on(AssociateKmsKeyCommand, (input, context) => {
    groupForKey(context, input).kmsKeyId = input.kmsKeyId;
    return {};
  }),
  on(DisassociateKmsKeyCommand, (input, context) => {
    groupForKey(context, input).kmsKeyId = undefined;
    return {};
  }),
  on(PutLogGroupDeletionProtectionCommand, (input, context) => {
    const group = logGroupByIdentifier(context, input.logGroupIdentifier);
    group.deletionProtectionEnabled = input.deletionProtectionEnabled ?? false;
    return {};
  }),
];

function alreadyExists(): ServiceError {
  return new ServiceError('ResourceAlreadyExistsException', 'The specified log group already exists');
}

function validation(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

function groupForKey(
  context: Context,
  { logGroupName, resourceIdentifier }: { logGroupName?: string | undefined; resourceIdentifier?: string | undefined },
): LogGroupRecord {
  if (logGroupName !== undefined) return logGroup(context, logGroupName);
  if (resourceIdentifier === undefined)
    throw invalidParameter('Either logGroupName or resourceIdentifier must be given');
  const group = [...context.state(logsState).groups.values()].find(({ arn }) => arn === resourceIdentifier);
  if (!group) throw notFound('log group');
  return group;
}

function isAskedFor(identifiers: readonly string[] | undefined, arn: string, name: string): boolean {
  if (!identifiers || identifiers.length === 0) return true;
  return identifiers.some((identifier) => identifier === arn || identifier === name);
}

function describeLogGroup(group: LogGroupRecord): LogGroup {
  return {
    logGroupName: group.logGroupName,
    arn: `${group.arn}:*`,
    logGroupArn: group.arn,
    creationTime: group.creationTime,
    retentionInDays: group.retentionInDays,
    kmsKeyId: group.kmsKeyId,
    logGroupClass: group.logGroupClass as 'STANDARD',
    deletionProtectionEnabled: group.deletionProtectionEnabled,
    metricFilterCount: 0,
    storedBytes: 0,
  };
}
