import type { Context } from '../../context.ts';
import { checkedPort, reachedTask } from '../../services/elbv2/probe.ts';
import type { GroupRecord, TargetRecord } from '../../services/elbv2/state.ts';
import type { Way } from './dial.ts';

/** Where a port of a target is answered. */
export type Found = Way | 'unreachable' | 'closed';

/**
 * The one way from a load balancer to a target, for requests and health checks alike: `unreachable` when the model's
 * network does not let the connection through, `closed` when nothing listens at the other end. With `check` the way of
 * health checks, which may have a port and a protocol of their own.
 */
export function findWay(context: Context, record: GroupRecord, target: TargetRecord, check = false): Found {
  const port = check ? checkedPort(record, target) : target.port;
  const task = reachedTask(context, record, target, port);
  if (!task) return 'unreachable';
  const address = context.runtime?.tasks?.addressOf(task.task.taskArn, port);
  const { Protocol, HealthCheckProtocol } = record.group;
  return address ? { ...address, secure: (check ? HealthCheckProtocol : Protocol) === 'HTTPS' } : 'closed';
}
