import { errorTypeRegistries } from '@aws-sdk/client-cloudwatch-logs';
import { service } from '../../service.ts';
import { logEventOperations } from './log_events.ts';
import { logGroupOperations } from './log_group.ts';
import { logStreamOperations } from './log_stream.ts';
import { logTagOperations } from './tags.ts';

/** Amazon CloudWatch Logs. */
export const logs = service(errorTypeRegistries, [
  ...logGroupOperations,
  ...logStreamOperations,
  ...logEventOperations,
  ...logTagOperations,
]);
