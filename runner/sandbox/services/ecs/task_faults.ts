import type { Context } from '../../context.ts';
import { lastPart } from './names.ts';
import { ecsState, type TaskFault, type TaskRecord, taskFaults } from './state.ts';

/** The fault that was set for this task: by an image of its containers, its revision or its family. */
export function faultOf(context: Context, { task }: TaskRecord): TaskFault | undefined {
  const faults = context.state(taskFaults);
  if (faults.size === 0) return undefined;
  const revision = lastPart(task.taskDefinitionArn);
  const { definition } = context.state(ecsState).definitions.get(task.taskDefinitionArn) ?? {};
  const images = (definition?.containerDefinitions ?? []).map(({ image = '' }) => image);
  const name = [...images, revision, revision.split(':')[0] ?? ''].find((each) => faults.has(each));
  return name === undefined ? undefined : faults.get(name);
}
