import type { Context } from '../../context.ts';
import { type Page, page } from '../../page.ts';
import { ServiceError } from '../../wire/errors.ts';
import { type LogGroupRecord, type LogStreamRecord, logsState } from './state.ts';

/** A value that CloudWatch Logs does not take. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** `The specified log group does not exist.` */
export function notFound(what: 'log group' | 'log stream' | 'resource'): ServiceError {
  return new ServiceError('ResourceNotFoundException', `The specified ${what} does not exist.`);
}

/** The group of that name, or the refusal. */
export function logGroup(context: Context, name: string | undefined): LogGroupRecord {
  const group = context.state(logsState).groups.get(requireGroupName(name));
  if (!group) throw notFound('log group');
  return group;
}

/** The group that a name or an ARN means. */
export function logGroupByIdentifier(context: Context, identifier: string | undefined): LogGroupRecord {
  const text = identifier ?? '';
  const name = text.startsWith('arn:') ? text.replace(/:\*$/, '').split(':').slice(6).join(':') : text;
  return logGroup(context, name);
}

/** The stream of that name in a group, or the refusal. */
export function logStream(group: LogGroupRecord, name: string | undefined): LogStreamRecord {
  const stream = group.streams.get(name ?? '');
  if (!stream) throw notFound('log stream');
  return stream;
}

/** A page; CloudWatch Logs gives at most 50 groups or streams at once. */
export function logsPage<T>(items: readonly T[], limit: number, token: string | undefined): Page<T> {
  if (limit < 1 || limit > 50) {
    throw invalidParameter(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ${limit < 1 ? 'greater than or equal to 1' : 'less than or equal to 50'}`,
    );
  }
  return page(items, { size: limit, token }, () => invalidParameter('The specified nextToken is invalid.'));
}

/** A name of 1 to 512 characters of the set that `CreateLogGroup` documents. */
export function requireGroupName(name: string | undefined): string {
  const wanted = name ?? '';
  if (!/^[.\-_/#A-Za-z0-9]+$/.test(wanted)) {
    throw invalidParameter(
      `1 validation error detected: Value '${wanted}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    );
  }
  if (wanted.length > 512) {
    throw invalidParameter(
      `1 validation error detected: Value '${wanted}' at 'logGroupName' failed to satisfy constraint: Member must have length less than or equal to 512`,
    );
  }
  return wanted;
}
