import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../context.ts';
import { faultOf } from '../../services/ecs/task_faults.ts';
import { checkedPort, probe as modelProbe, probeOf, reachedTask } from '../../services/elbv2/probe.ts';
import { elbState, type GroupRecord, type TargetRecord } from '../../services/elbv2/state.ts';
import type { Probe } from '../../services/elbv2/target_health.ts';
import type { RuntimeHost } from '../runtime.ts';
import type { Dialer } from './dial.ts';
import { askHealth, type Met } from './health_request.ts';
import { ledgerKey } from './ledger.ts';
import { findWay } from './ways.ts';

/** Health checks by real requests. */
export interface HealthChecks {
  /** The answer of the check that was begun before; else begins one and gives undefined. */
  probe(context: Context, record: GroupRecord, target: TargetRecord): Probe | undefined;
}

/** What runs behind a target lives in our time: it may take so long to answer, however fast the sandbox's time runs. */
const LEAST_TIMEOUT_MS = 1_000;
const AGAIN_MS = 40;

interface Asking {
  readonly region: string;
  readonly groupArn: string;
  readonly id: string;
  readonly port: number;
}

/** Health checks of the targets of a sandbox. */
export function createHealthChecks(host: RuntimeHost, dialer: Dialer): HealthChecks {
  const checks = new Map<string, Met | 'asking'>();

  const find = ({ region, groupArn, id, port }: Asking) => {
    const context = host.context(region);
    const record = context.state(elbState).groups.get(groupArn);
    const target = record?.targets.find((each) => each.id === id && each.port === port);
    return record && target && target.state !== 'draining' ? { context, record, target } : undefined;
  };

  const once = async (asking: Asking): Promise<Met | 'gone'> => {
    const found = find(asking);
    if (!found) return 'gone';
    const { context, record, target } = found;
    const port = checkedPort(record, target);
    const timeout = (record.group.HealthCheckTimeoutSeconds ?? 5) * 1000;
    const way = findWay(context, record, target, true);
    const task = reachedTask(context, record, target, port);
    const fault = task && faultOf(context, task)?.healthCheck;
    if (way === 'unreachable' || fault === 'timeout') {
      await sleep(host.clock.realMs(timeout));
      return 'timeout';
    }
    if (fault !== undefined) return fault;
    if (way === 'closed') return 'refused';
    return askHealth(
      dialer,
      way,
      record,
      `${target.id}:${port}`,
      Math.max(host.clock.realMs(timeout), LEAST_TIMEOUT_MS),
    );
  };

  /** After a restart of the sandbox its tasks run, for the model, before their programs have come up again. */
  const isStarting = (asking: Asking): boolean => {
    const found = find(asking);
    if (!found) return false;
    const { context, record, target } = found;
    const task = reachedTask(context, record, target, checkedPort(record, target));
    return task !== undefined && context.runtime?.tasks?.isStarting?.(task.task.taskArn) === true;
  };

  const ask = async (key: string, asking: Asking): Promise<void> => {
    let met = await once(asking);
    while (met === 'refused' && isStarting(asking)) {
      await sleep(AGAIN_MS);
      met = await once(asking);
    }
    const found = find(asking);
    if (met === 'gone' || !found) {
      checks.delete(key);
      return;
    }
    checks.set(key, met);
    found.target.dueAt = found.context.now().getTime();
    host.wake();
  };

  return {
    probe(context, record, target) {
      // No processes that could be asked: the model says how it would end.
      if (!context.runtime?.tasks) return modelProbe(context, record, target);
      const key = ledgerKey(record, target);
      const met = checks.get(key);
      if (met === 'asking') return undefined;
      checks.delete(key);
      if (met !== undefined) return probeOf(record, met);
      checks.set(key, 'asking');
      const { id, port } = target;
      ask(key, { region: context.region, groupArn: record.group.TargetGroupArn, id, port }).catch((error) => {
        checks.delete(key);
        host.log(`health check of ${id}:${port}: ${error instanceof Error ? error.stack : error}`);
      });
      return undefined;
    },
  };
}
