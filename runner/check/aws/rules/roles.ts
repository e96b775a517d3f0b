import { alone, type Deployment, type Made, named, origin } from '../deployment.ts';
import { needsOf } from '../needs.ts';
import { allows, denies, type Statement, statementsOf, trusts } from '../policies.ts';
import { type AwsRule, alsoAt, theThing } from '../rule.ts';

const tasksService = 'ecs-tasks.amazonaws.com';

/** ECS takes on the roles of a task in the name of that task. */
const roleTrust: AwsRule = {
  code: 'role-trust',
  *find(deployment) {
    for (const definition of deployment.all('ecs_taskdefinition'))
      for (const parameter of ['execution_role_arn', 'task_role_arn']) {
        const role = roleOf(deployment, definition.params[parameter]);
        const statements = statementsOf(role?.params['assume_role_policy_document']);
        if (!role || !statements || trusts(statements, tasksService)) continue;
        yield {
          message: `${theThing(role)} does not trust ${tasksService}, so tasks cannot take it on`,
          hint: `allow sts:AssumeRole to the service ${tasksService} in assume_role_policy_document`,
          place: role.at('assume_role_policy_document'),
          related: [alsoAt(definition, 'the task definition that names it', parameter)],
        };
      }
  },
};

/** A role by what its task registered, by ARN or by name. */
function roleOf(deployment: Deployment, value: unknown): Made | undefined {
  const made = origin(value, 'iam_role');
  if (made) return alone(deployment, made);
  if (typeof value !== 'string' || value === '') return undefined;
  return named(deployment, 'iam_role', value.startsWith('arn:') ? value.split('/').at(-1) : value);
}

/** What the managed policies that everyone uses for this allow. */
const managed: Readonly<Record<string, readonly string[]>> = {
  AmazonECSTaskExecutionRolePolicy: [
    'ecr:GetAuthorizationToken',
    'ecr:BatchCheckLayerAvailability',
    'ecr:GetDownloadUrlForLayer',
    'ecr:BatchGetImage',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
};

/** What a role may do, when all its policies are written down. */
function rightsOf(deployment: Deployment, role: Made): readonly Statement[] | undefined {
  if (!deployment.isClosed || deployment.isUnsure('iam_policy')) return undefined;
  const own = deployment.all('iam_policy').filter(({ params }) => params['iam_type'] !== 'user');
  const isOwn = own.map(({ params }) => {
    if (origin(params['iam_name'], 'iam_role')) return origin(params['iam_name'], 'iam_role') === role;
    return typeof params['iam_name'] === 'string' ? params['iam_name'] === role.params['name'] : undefined;
  });
  if (isOwn.includes(undefined)) return undefined;
  const inline = own.filter((_, index) => isOwn[index]).map(({ params }) => statementsOf(params['policy_json']));
  const attached = managedStatements(role);
  return attached && inline.every((list) => list !== undefined) ? [...attached, ...inline.flat()] : undefined;
}

function managedStatements({ params }: Made): readonly Statement[] | undefined {
  const written = params['managed_policies'] ?? [];
  if (!Array.isArray(written)) return undefined;
  const known = written.map((arn) => (typeof arn === 'string' ? managed[arn.split('/').at(-1)!] : undefined));
  return known.every((actions) => actions !== undefined)
    ? known.map((Action) => ({ Effect: 'Allow', Action }))
    : undefined;
}

const executionRights: AwsRule = {
  code: 'execution-role-rights',
  *find(deployment) {
    for (const definition of deployment.all('ecs_taskdefinition')) {
      const role = roleOf(deployment, definition.params['execution_role_arn']);
      const rights = role && rightsOf(deployment, role);
      if (!role || !rights || denies(rights)) continue;
      for (const { what, actions, place } of needsOf(definition)) {
        const missing = actions.filter((action) => !allows(rights, action));
        if (missing.length === 0) continue;
        yield {
          message: `${theThing(role)} does not allow ${missing.join(', ')}, which ${what} needs`,
          hint: 'add an iam_policy for the role, or the managed policy service-role/AmazonECSTaskExecutionRolePolicy',
          place: role.at(),
          related: [alsoAt(definition, `what needs it`, ...place)],
        };
      }
    }
  },
};

/** Rules on the roles of tasks. */
export const roleRules: readonly AwsRule[] = [roleTrust, executionRights];
