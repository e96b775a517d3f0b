import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Health } from './container_health.ts';

/** What others see of a container on which they depend. */
export interface Seen {
  readonly phase: 'waiting' | 'starting' | 'running' | 'exited';
  readonly exitCode?: number | undefined;
  readonly health: Health | undefined;
}

/** Whether a container may start now, must wait, or never can (ECS API: ContainerDependency). */
export function mayStart(
  { dependsOn = [] }: Pick<ContainerDefinition, 'dependsOn'>,
  see: (name: string) => Seen | undefined,
): 'now' | 'later' | { readonly never: string } {
  let answer: 'now' | 'later' = 'now';
  for (const { containerName = '', condition } of dependsOn) {
    const { phase, exitCode, health } = see(containerName) ?? { phase: 'exited', health: undefined };
    const ended = phase === 'exited';
    const met = {
      START: phase === 'running' || ended,
      COMPLETE: ended,
      SUCCESS: ended && exitCode === 0,
      HEALTHY: health === 'HEALTHY' && !ended,
    }[condition ?? 'START'];
    const hopeless =
      (condition === 'SUCCESS' && ended && exitCode !== 0) ||
      (condition === 'HEALTHY' && (ended || health === 'UNHEALTHY'));
    if (hopeless) return { never: `dependency container "${containerName}" did not become ${condition}` };
    if (!met) answer = 'later';
  }
  return answer;
}
