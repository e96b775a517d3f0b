import type { Context } from '../../context.ts';
import type { Actor } from '../../progress.ts';
import { dropReleased } from './interfaces.ts';
import { balancersOfGroup } from './lookup.ts';
import { probe } from './probe.ts';
import { elbState, type GroupRecord, type TargetRecord } from './state.ts';
import { afterProbe } from './target_health.ts';

/** The group is probed when health checks are on and a load balancer sends traffic to it. */
function isProbed(context: Context, { group }: GroupRecord): boolean {
  const used = balancersOfGroup(context.state(elbState), group.TargetGroupArn).length > 0;
  return used && group.HealthCheckEnabled !== false;
}

function isDue(probed: boolean, target: TargetRecord): boolean {
  return probed || target.state === 'draining';
}

/** One health check: by the runtime in a living sandbox, which may need time for it; else as the model says. */
function checked(context: Context, record: GroupRecord, target: TargetRecord, now: number): TargetRecord {
  const balancers = context.runtime?.balancers;
  const found = balancers ? balancers.probe(context, record, target) : probe(context, record, target);
  if (found) return afterProbe(target, record.group, found, now);
  return { ...target, dueAt: now + (record.group.HealthCheckIntervalSeconds ?? 30) * 1000 };
}

/** A draining target whose delay is over: gone, unless requests are under way that began in time. */
function drained(context: Context, record: GroupRecord, target: TargetRecord, now: number): TargetRecord[] {
  const until = context.runtime?.balancers?.drain(context, record, target);
  return until === undefined ? [] : [{ ...target, dueAt: Math.max(until, now + 1) }];
}

function due(context: Context): number | undefined {
  const { groups, leaving } = context.state(elbState);
  let first = Math.min(...leaving.values());
  for (const record of groups.values()) {
    if (record.targets.length === 0) continue;
    const probed = isProbed(context, record);
    for (const target of record.targets) if (isDue(probed, target)) first = Math.min(first, target.dueAt);
  }
  return Number.isFinite(first) ? first : undefined;
}

function act(context: Context): void {
  const now = context.now().getTime();
  dropReleased(context);
  for (const record of context.state(elbState).groups.values()) {
    if (record.targets.length === 0) continue;
    const probed = isProbed(context, record);
    record.targets = record.targets.flatMap((target) => {
      if (target.dueAt > now || !isDue(probed, target)) return [target];
      if (target.state === 'draining') return drained(context, record, target, now);
      return [checked(context, record, target, now)];
    });
  }
}

/** Health checks, the end of draining, and interfaces that go: what the clock does to load balancers. */
export const targetActor: Actor<Context> = { due, act };
