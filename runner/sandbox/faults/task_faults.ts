import type { TaskFault } from '../services/ecs/state.ts';
import type { Fault } from './fault.ts';

/** What the faults that were set mean for tasks, by what names the tasks. */
export function taskFaultsOf(faults: Iterable<Fault>): Map<string, TaskFault> {
  const found = new Map<string, TaskFault>();
  for (const fault of faults) {
    if (!('task' in fault)) continue;
    found.set(fault.task, { ...found.get(fault.task), ...asTaskFault(fault) });
  }
  return found;
}

function asTaskFault(fault: Extract<Fault, { task: string }>): TaskFault {
  if (fault.kind === 'crash') return { exitCode: fault.exitCode, afterSeconds: fault.afterSeconds };
  if (fault.kind === 'unstartable') return { startError: fault.reason };
  return fault.healthCheck === 'container' ? { unhealthyContainer: true } : { healthCheck: fault.healthCheck };
}
