import { isDeepStrictEqual } from 'node:util';
import { Unknown } from '../../../template/values.ts';
import type { Data } from './containers.ts';
import type { Definition } from './task_definition.ts';

const names: Readonly<Record<keyof Definition, string>> = {
  containers: 'containers',
  network_mode: 'network mode',
  cpu: 'cpu',
  memory: 'memory',
  task_role_arn: 'task role',
  execution_role_arn: 'execution role',
  requires_compatibilities: 'launch type',
  volumes: 'volumes',
  placement_constraints: 'placement constraints',
  runtime_platform: 'platform',
  ephemeral_storage: 'ephemeral storage',
  pid_mode: 'pid mode',
  ipc_mode: 'ipc mode',
  proxy_configuration: 'proxy',
  enable_fault_injection: 'fault injection',
};

/** What tells one definition from another, for a reader: `cpu 256 → 512`, `image of web a → b`; none when they agree. */
export function differences(now: Definition, want: Definition): string[] {
  return (Object.keys(names) as (keyof Definition)[])
    .filter((key) => !isDeepStrictEqual(comparable(key, now[key]), comparable(key, want[key])))
    .flatMap((key) =>
      key === 'containers'
        ? containerDifferences(now.containers, want.containers)
        : [change(names[key], now[key], want[key])],
    );
}

/** The order in which containers are written means nothing. */
function comparable(key: keyof Definition, value: unknown): unknown {
  return key === 'containers' ? byName(value as Data[]) : value;
}

const byName = (containers: readonly Data[]): Map<string, Data> =>
  new Map(
    containers.map((container) => [String(container['name']), container] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

function containerDifferences(now: readonly Data[], want: readonly Data[]): string[] {
  const was = byName(now);
  const is = byName(want);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const before = was.get(name);
    const after = is.get(name);
    if (!before) return [`container ${name} added`];
    if (!after) return [`container ${name} removed`];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => !isDeepStrictEqual(before[key], after[key]))
      .map((key) => change(`${key} of ${name}`, before[key], after[key]));
  });
}

/** Short values are shown; of long ones it is enough that they changed. */
function change(what: string, before: unknown, after: unknown): string {
  if (!isShort(before) || !isShort(after)) return what;
  return `${what} ${spell(before)} → ${spell(after)}`;
}

const isShort = (value: unknown): boolean =>
  value === undefined || value === null || value instanceof Unknown || typeof value !== 'object';

const spell = (value: unknown): string => (value === undefined || value === null ? '(none)' : String(value));
