import type { Pace } from '../runtime/running_clock.ts';
import type { BalancerAddress, RunningTask } from '../runtime/runtime.ts';
import type { LivingSandbox } from '../sandbox.ts';
import { ecsState } from '../services/ecs/state.ts';
import { elbState } from '../services/elbv2/state.ts';
import type { DaemonSettings } from './settings.ts';

/** A service as `play sandbox status` shows it. */
export interface ServiceStatus {
  readonly region: string;
  readonly cluster: string;
  readonly name: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly taskDefinition: string;
  readonly rollout: string;
}

/** What a sandbox in the background says of itself. */
export interface SandboxStatus {
  readonly pid: number;
  readonly version: string;
  readonly port: number;
  /** When the process started, and for how long nobody has used it, in our milliseconds. */
  readonly startedAt: number;
  readonly idleMs: number;
  readonly settings: DaemonSettings;
  readonly pace: Pace;
  readonly regions: readonly string[];
  readonly balancers: readonly BalancerAddress[];
  readonly services: readonly ServiceStatus[];
  readonly tasks: readonly RunningTask[];
  readonly faults: readonly string[];
}

/** The part of the status that the sandbox's own state tells. */
export function statusOf({ runtime, store, host, clock, faults }: LivingSandbox) {
  return {
    pace: clock.pace,
    regions: [...store.regions()].sort(),
    balancers: runtime.balancers?.status() ?? balancersOf(store.regions(), host),
    services: store.regions().flatMap((region) => servicesOf(region, host)),
    tasks: runtime.tasks?.status() ?? [],
    faults: faults.list().map(({ text }) => text),
  } satisfies Partial<SandboxStatus>;
}

type Host = LivingSandbox['host'];

function servicesOf(region: string, host: Host): ServiceStatus[] {
  const { services, tasks } = host.context(region).state(ecsState);
  return [...services.values()]
    .filter(({ service }) => service.status !== 'INACTIVE')
    .map(({ service, deployments }) => {
      const own = [...tasks.values()].filter(({ serviceArn }) => serviceArn === service.serviceArn);
      const count = (...states: string[]) => own.filter(({ task }) => states.includes(task.lastStatus)).length;
      return {
        region,
        cluster: service.clusterArn.split('/').at(-1) ?? '',
        name: service.serviceName,
        desired: service.desiredCount,
        running: count('RUNNING'),
        pending: count('PROVISIONING', 'PENDING', 'ACTIVATING'),
        taskDefinition: service.taskDefinition.split('/').at(-1) ?? '',
        rollout: deployments[0]?.deployment.rolloutState ?? '',
      };
    });
}

/** Without proxies behind them, load balancers have a name and no address. */
function balancersOf(regions: readonly string[], host: Host): BalancerAddress[] {
  return regions.flatMap((region) =>
    [...host.context(region).state(elbState).balancers.values()].map(({ balancer }) => ({
      arn: balancer.LoadBalancerArn,
      name: balancer.LoadBalancerName,
      listeners: [],
    })),
  );
}
