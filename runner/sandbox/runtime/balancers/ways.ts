import type { Context } from '../../context.ts';
import { reachedTask } from '../../services/elbv2/probe.ts';
import type { GroupRecord, TargetRecord } from '../../services/elbv2/state.ts';
import type { Way } from './dial.ts';

/** Where a port of a target is answered. */
export type Found = Way | 'unreachable' | 'closed';

/**
 * The one way from a load balancer to a target, for requests and health checks alike: `unreachable` when the model's
 * network does not let the connection through, `closed` when nothing listens at the other end.
 */
export function findWay(
  context: Context,
  record: GroupRecord,
  target: TargetRecord,
  port: number,
  secure: boolean,
): Found {
  const task = reachedTask(context, record, target, port);
  if (!task) return 'unreachable';
  const address = context.runtime?.tasks?.addressOf(task.task.taskArn, port);
  return address ? { ...address, secure } : 'closed';
}
