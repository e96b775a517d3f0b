import type { Container } from '@aws-sdk/client-ecs';
import { lastPart } from '../../services/ecs/names.ts';
import type { Sight } from '../../services/ecs/task_runner.ts';
import type { LiveContainer } from './live_container.ts';
import type { LiveTask } from './live_task.ts';

/** What a task whose process nobody knows of ended with. */
export const KILLED = 137;

const seenStatus = { waiting: 'PENDING', starting: 'PENDING', running: 'RUNNING', exited: 'STOPPED' } as const;

function sightOf(container: LiveContainer, taskArn: string): Partial<Container> {
  const { phase, exitCode, running, watch } = container;
  return {
    lastStatus: seenStatus[phase],
    healthStatus: watch?.status ?? 'UNKNOWN',
    ...(exitCode !== undefined && { exitCode }),
    ...(running && { runtimeId: `${lastPart(taskArn)}-${running.pid}` }),
  };
}

/** What DescribeTasks tells of each container. */
export const containersSeen = ({ containers }: LiveTask, taskArn: string) =>
  Object.fromEntries(containers.map((each) => [each.name, sightOf(each, taskArn)]));

/** How the task looks once it has ended by itself, or by an order. */
export const exitSight = (live: LiveTask, taskArn: string): Sight => ({
  state: 'exited',
  exitCode: live.exitCode ?? KILLED,
  containers: containersSeen(live, taskArn),
});
