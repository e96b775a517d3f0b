import { containsUnknown, unknown } from '../../../template/values.ts';
import type { Result, Wanted } from '../../module.ts';
import type { Params, Stack } from './stack.ts';

/** What the page of `amazon.aws.cloudformation` says that a task returns. */
export function stackResult(stack: Wanted<Stack> | undefined, params: Params): Result {
  if (!stack) return {};
  const { stack_id, stack_name, status, outputs, tags, resources, events, output, change_set_id } = stack;
  return {
    stack_id,
    stack_name,
    stack_status: status,
    stack_outputs: outputs,
    stack_tags: tags,
    stack_resources: resources,
    events,
    output,
    ...(params.create_changeset && { change_set_id, warnings: warnings(stack) }),
  };
}

/** A change set that waits is easily forgotten. */
function warnings({ change_set_id: id, stack_name }: Wanted<Stack>): unknown {
  if (id === null) return [];
  if (containsUnknown(id)) return unknown;
  return [
    `change set ${id} of stack ${stack_name} waits to be executed`,
    `execute it: aws cloudformation execute-change-set --change-set-name ${id}`,
  ];
}
