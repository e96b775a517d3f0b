import type { Result } from '../modules/module.ts';
import { dictEntries, isDict, isNumber, plain } from '../template/values.ts';
import type { Recap } from './events.ts';

/** What `set_stats` kept: for the run as a whole, and for the host. */
export interface CustomStats {
  readonly run: Map<string, unknown>;
  readonly host: Map<string, unknown>;
}

export const noStats = (): CustomStats => ({ run: new Map(), host: new Map() });

/** Adds what a result of `set_stats` holds. */
export function keepStats(stats: CustomStats, { ansible_stats: written, failed }: Result): void {
  if (!isDict(written) || failed) return;
  const { data, per_host, aggregate } = written as Result;
  if (!isDict(data)) return;
  const level = per_host ? stats.host : stats.run;
  for (const [key, value] of dictEntries(data)) {
    const name = String(key);
    level.set(name, aggregate && level.has(name) ? added(level.get(name), value) : value);
  }
}

/** As Ansible aggregates: what is of another kind than what is there is left out. */
function added(now: unknown, more: unknown): unknown {
  if (isNumber(now) && isNumber(more)) return Number(plain(now)) + Number(plain(more));
  if (typeof now === 'string' && typeof more === 'string') return now + more;
  if (Array.isArray(now) && Array.isArray(more)) return [...now, ...more];
  return isDict(now) && isDict(more) ? merged(now, more) : now;
}

function merged(now: unknown, more: unknown): unknown {
  if (!isDict(now) || !isDict(more)) return more;
  const all = new Map(dictEntries(now).map(([key, value]) => [String(key), value] as const));
  for (const [key, value] of dictEntries(more)) {
    const name = String(key);
    all.set(name, all.has(name) ? merged(all.get(name), value) : value);
  }
  return Object.fromEntries(all);
}

/** For the summary; undefined when nothing was kept. */
export function statsOf({ run, host }: CustomStats): Recap['stats'] {
  if (run.size === 0 && host.size === 0) return undefined;
  return {
    run: plain(Object.fromEntries(run)) as Result,
    localhost: plain(Object.fromEntries(host)) as Result,
  };
}
