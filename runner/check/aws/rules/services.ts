import { isOpen } from '../deployment.ts';
import { type AwsRule, alsoAt, theThing } from '../rule.ts';
import { containersOf, isAwsvpc, isOnFargate, part, taskDefinitionOf } from '../services.ts';

/** A deployment starts a task before it stops one, or the other way round; rounding can forbid both. */
const deploymentRoom: AwsRule = {
  code: 'deployment-room',
  *find(deployment) {
    for (const service of deployment.all('ecs_service')) {
      const {
        desired_count: count,
        deployment_configuration: configuration,
        scheduling_strategy: kind,
      } = service.params;
      const least = part(configuration, 'minimum_healthy_percent') ?? 100;
      const most = part(configuration, 'maximum_percent') ?? 200;
      if (typeof count !== 'number' || typeof least !== 'number' || typeof most !== 'number' || count === 0) continue;
      if (kind === 'DAEMON' || isOpen(kind)) continue;
      const stay = Math.ceil((count * least) / 100);
      const room = Math.floor((count * most) / 100);
      if (stay < count || room > count || (least >= 100 && most <= 100)) continue;
      yield {
        message: `with desired_count ${count}, ${least} percent is ${stay} and ${most} percent is ${room}: a deployment can neither stop a task nor start one`,
        hint: `lower minimum_healthy_percent, or raise maximum_percent to ${Math.ceil(((count + 1) * 100) / count)}`,
        place: service.at('deployment_configuration'),
        related: [alsoAt(service, 'the count', 'desired_count')],
      };
    }
  },
};

const gracePeriod: AwsRule = {
  code: 'grace-period',
  *find(deployment) {
    for (const service of deployment.all('ecs_service')) {
      const { health_check_grace_period_seconds: seconds, load_balancers: balancers } = service.params;
      const without = balancers === undefined || (Array.isArray(balancers) && balancers.length === 0);
      if (typeof seconds !== 'number' || !without) continue;
      yield {
        message: `${theThing(service)} has a grace period for health checks and no load balancer that makes any`,
        hint: 'leave health_check_grace_period_seconds out, or give load_balancers',
        place: service.at('health_check_grace_period_seconds'),
      };
    }
  },
};

const serviceNetwork: AwsRule = {
  code: 'service-network',
  *find(deployment) {
    for (const service of deployment.all('ecs_service')) {
      const definition = taskDefinitionOf(deployment, service);
      if (service.params['network_configuration'] !== undefined || !isAwsvpc(service, definition)) continue;
      yield {
        message: `tasks of ${theThing(service)} have network interfaces of their own, and the service says of no subnet`,
        hint: 'give network_configuration with subnets and security_groups',
        place: service.at(),
      };
    }
  },
};

/** Fargate runs what was registered for it. */
const serviceLaunchType: AwsRule = {
  code: 'service-launch-type',
  *find(deployment) {
    for (const service of deployment.all('ecs_service')) {
      const definition = taskDefinitionOf(deployment, service);
      if (!definition || !isOnFargate(service)) continue;
      const { launch_type: type, network_mode: mode } = definition.params;
      const wrong = type === 'EC2' || type === 'EXTERNAL' ? 'launch_type' : 'network_mode';
      const value = wrong === 'launch_type' ? type : (mode ?? 'bridge');
      if (isOpen(value) || (wrong === 'network_mode' && value === 'awsvpc')) continue;
      yield {
        message: `${theThing(service)} runs on Fargate, and ${theThing(definition)} has ${wrong} ${value}`,
        hint: wrong === 'launch_type' ? 'set launch_type: FARGATE in both' : 'set network_mode: awsvpc',
        place: definition.at(wrong),
        related: [alsoAt(service, 'the service that runs it', 'task_definition')],
      };
    }
  },
};

/** The agent of ECS Exec writes into the container. */
const execReadOnly: AwsRule = {
  code: 'exec-read-only',
  *find(deployment) {
    for (const service of deployment.all('ecs_service')) {
      const definition = taskDefinitionOf(deployment, service);
      if (!definition || service.params['enable_execute_command'] !== true) continue;
      for (const { item, index } of containersOf(definition) ?? []) {
        if (item['readonlyRootFilesystem'] !== true) continue;
        yield {
          message: `commands cannot be run in the container "${item['name']}": its root file system is read-only`,
          hint: 'leave enable_execute_command off, or set readonlyRootFilesystem: false',
          place: service.at('enable_execute_command'),
          related: [alsoAt(definition, 'the container', 'containers', index, 'readonlyRootFilesystem')],
        };
      }
    }
  },
};

/** Without a role the agent of ECS Exec cannot open its channel, so ECS refuses the service. */
const execRole: AwsRule = {
  code: 'exec-task-role',
  *find(deployment) {
    for (const service of deployment.all('ecs_service')) {
      const definition = taskDefinitionOf(deployment, service);
      const missing = definition && [undefined, ''].includes(definition.params['task_role_arn'] as undefined);
      if (!missing || service.params['enable_execute_command'] !== true) continue;
      yield {
        message: `${theThing(service)} lets commands be run in its tasks, and ${theThing(definition)} has no task role`,
        hint: 'give task_role_arn with a role that may open ssmmessages channels',
        place: service.at('enable_execute_command'),
        related: [alsoAt(definition, 'the task definition')],
      };
    }
  },
};

/** Rules on services. */
export const serviceRules: readonly AwsRule[] = [
  deploymentRoom,
  gracePeriod,
  serviceNetwork,
  serviceLaunchType,
  execReadOnly,
  execRole,
];
