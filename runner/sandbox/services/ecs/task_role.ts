import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { Context } from '../../context.ts';
import { findRole, iamState } from '../iam/state.ts';

const PRINCIPAL = 'ecs-tasks.amazonaws.com';

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: string | { readonly Service?: string | readonly string[] };
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

/** Whether a trust policy lets ECS tasks assume the role; conditions are not looked at. */
export function trustsTasks(policy: string): boolean {
  let document: { Statement?: Statement | Statement[] };
  try {
    document = JSON.parse(policy);
  } catch {
    return false;
  }
  const allows = (effect: string) =>
    list(document.Statement).some((statement) => {
      const principal =
        typeof statement.Principal === 'object' ? list(statement.Principal.Service) : list(statement.Principal);
      const actions = list(statement.Action).map((action) => action.toLowerCase());
      return (
        statement.Effect === effect &&
        principal.some((each) => each === PRINCIPAL || each === '*') &&
        actions.some((action) => action === 'sts:assumerole' || action === 'sts:*' || action === '*')
      );
    });
  return allows('Allow') && !allows('Deny');
}

/** What ECS says of a role of the definition that it cannot assume; undefined when it can assume all. */
export function roleProblem(context: Context, definition: TaskDefinition): string | undefined {
  const state = context.state(iamState);
  const bad = [definition.executionRoleArn, definition.taskRoleArn].find((arn) => {
    const role = arn ? findRole(state, arn) : undefined;
    return arn && !(role && trustsTasks(role.assumeRolePolicy));
  });
  if (!bad) return undefined;
  return `ECS was unable to assume the role '${bad}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;
}
