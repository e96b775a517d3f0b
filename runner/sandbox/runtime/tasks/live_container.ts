import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ContainerSpec, RunningContainer } from './container_engine.ts';
import type { HealthWatch } from './container_health.ts';

/** One container of a task, before it runs. */
export interface ContainerPlan {
  readonly definition: ContainerDefinition;
  readonly stopSignal: string;
  spec(ports: ReadonlyMap<number, number>): ContainerSpec;
}

/** One container of a task. */
export interface LiveContainer extends ContainerPlan {
  readonly name: string;
  readonly essential: boolean;
  phase: 'waiting' | 'starting' | 'running' | 'exited';
  /** Takes connections, or has none to take. */
  ready: boolean;
  running?: RunningContainer;
  exitCode?: number;
  watch?: HealthWatch;
  killer?: NodeJS.Timeout;
}

/** Whether it runs no more, or never will. */
export const hasEnded = ({ phase }: LiveContainer): boolean => phase === 'exited';

/** Containers that do not run yet. */
export const waitingContainers = (plans: readonly ContainerPlan[]): LiveContainer[] =>
  plans.map((plan) => ({
    ...plan,
    name: plan.definition.name ?? '',
    essential: plan.definition.essential !== false,
    phase: 'waiting',
    ready: false,
  }));
