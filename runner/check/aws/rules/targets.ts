import { balancersOf, targetOf, targetsOf } from '../balancers.ts';
import { type Deployment, isOpen, type Made, origin } from '../deployment.ts';
import { type AwsRule, alsoAt, theThing } from '../rule.ts';
import { balancingOf, containersOf, isAwsvpc, portsOf, targetGroupOf, taskDefinitionOf } from '../services.ts';

/** What a service puts behind a load balancer has to be in its task definition. */
const serviceContainer: AwsRule = {
  code: 'service-container',
  *find(deployment) {
    for (const { service, index, container, definition } of balanced(deployment)) {
      const names = containersOf(definition)?.map(({ item }) => item['name']);
      if (!names || names.includes(container)) continue;
      yield {
        message: `${theThing(definition)} has no container "${container}"`,
        hint: `its containers are ${names.map((name) => `"${name}"`).join(', ')}`,
        place: service.at('load_balancers', index, 'containerName'),
        related: [alsoAt(definition, 'its containers', 'containers')],
      };
    }
  },
};

const servicePort: AwsRule = {
  code: 'service-port',
  *find(deployment) {
    for (const { service, index, container, port, definition } of balanced(deployment)) {
      const found = containersOf(definition)?.find(({ item }) => item['name'] === container);
      const ports = found && portsOf(found.item);
      if (!ports || typeof port !== 'number' || ports.includes(port)) continue;
      const has = ports.length === 0 ? 'no portMappings' : `portMappings for ${ports.join(', ')} only`;
      yield {
        message: `the container "${container}" has ${has}, and the service sends requests to port ${port}`,
        hint: `add containerPort: ${port} to its portMappings, or give the service a port it has`,
        place: service.at('load_balancers', index, 'containerPort'),
        related: [alsoAt(definition, 'the container', 'containers', found.index, ...mappingsOf(found.item))],
      };
    }
  },
};

const mappingsOf = (container: Readonly<Record<string, unknown>>) =>
  container['portMappings'] === undefined ? [] : ['portMappings'];

/** Services with an entry of `load_balancers` whose container is written out. */
function* balanced(deployment: Deployment) {
  for (const service of deployment.all('ecs_service')) {
    const definition = taskDefinitionOf(deployment, service);
    for (const { item, index } of balancingOf(service)) {
      const { containerName: container, containerPort: port } = item;
      if (definition && typeof container === 'string') yield { service, index, container, port, definition };
    }
  }
}

/** A task with its own network interface is registered by its address. */
const targetType: AwsRule = {
  code: 'target-type',
  *find(deployment) {
    for (const { service, index, group } of targets(deployment)) {
      const type = group.params['target_type'] ?? 'instance';
      if (isOpen(type) || type === 'ip' || !isAwsvpc(service, taskDefinitionOf(deployment, service))) continue;
      yield {
        message: `${theThing(group)} is for targets of type ${type}; tasks with awsvpc are of type ip`,
        hint: 'set target_type: ip (the type is fixed once created)',
        place: group.at('target_type'),
        related: [alsoAt(service, 'the service that uses it', 'load_balancers', index)],
      };
    }
  },
};

/** An application load balancer speaks HTTP to its targets. */
const targetProtocol: AwsRule = {
  code: 'target-protocol',
  *find(deployment) {
    for (const balancer of deployment.all('elb_application_lb'))
      for (const { value, path } of targetsOf(balancer)) {
        const group = targetOf(deployment, value);
        const protocol = group?.params['protocol'];
        if (!group || typeof protocol !== 'string' || /^https?$/i.test(protocol)) continue;
        yield {
          message: `${theThing(group)} speaks ${protocol}, and an application load balancer HTTP or HTTPS`,
          hint: 'set protocol: http (the protocol is fixed once created)',
          place: group.at('protocol'),
          related: [alsoAt(balancer, 'the listener that forwards to it', ...path)],
        };
      }
  },
};

/** A service can only be put behind a target group that a load balancer uses. */
const targetUnused: AwsRule = {
  code: 'target-unused',
  *find(deployment) {
    const balancers = deployment.all('elb_application_lb');
    const known = balancers.flatMap((balancer) => [...targetsOf(balancer)]);
    const open =
      !deployment.isClosed ||
      deployment.isUnsure('elb_application_lb') ||
      balancers.length === 0 ||
      balancers.some(({ params }) => !Array.isArray(params['listeners']) || params['listeners'].some(isOpen)) ||
      known.some(({ value }) => targetOf(deployment, value) === undefined);
    if (open) return;
    for (const { service, index, group } of targets(deployment)) {
      if (balancersOf(deployment, group).length > 0) continue;
      yield {
        message: `no listener forwards to ${theThing(group)}, which ${theThing(service)} uses`,
        hint: 'give a listener of the load balancer an action that forwards to it',
        place: service.at('load_balancers', index),
        related: [alsoAt(group, 'the target group')],
      };
    }
  },
};

/** The target groups that services name. */
function* targets(deployment: Deployment): Generator<{ service: Made; index: number; group: Made }> {
  for (const service of deployment.all('ecs_service'))
    for (const { item, index } of balancingOf(service)) {
      const group = targetGroupOf(deployment, item);
      if (group) yield { service, index, group };
    }
}

/** Somebody has to answer at the port that is checked. */
const healthCheckPort: AwsRule = {
  code: 'health-check-port',
  *find(deployment) {
    for (const { service, group } of targets(deployment)) {
      const written = group.params['health_check_port'];
      const definition = taskDefinitionOf(deployment, service);
      const containers = definition && containersOf(definition);
      const ports = containers?.map(({ item }) => portsOf(item));
      if (!definition || !isAwsvpc(service, definition) || !ports?.every((list) => list !== undefined)) continue;
      if (typeof written !== 'string' || written === 'traffic-port' || ports.flat().includes(Number(written))) continue;
      yield {
        message: `health checks of ${theThing(group)} ask port ${written}, and no container has it`,
        hint: 'set health_check_port: traffic-port, or a port that a container serves',
        place: group.at('health_check_port'),
        related: [alsoAt(definition, 'the containers', 'containers')],
      };
    }
  },
};

const healthCheckPath: AwsRule = {
  code: 'health-check-path',
  *find(deployment) {
    for (const group of deployment.all('elb_target_group')) {
      const { health_check_path: path, protocol_version: version } = group.params;
      if (typeof path !== 'string' || path.startsWith('/') || isOpen(version)) continue;
      yield {
        message: `health_check_path "${path}" does not begin with a slash`,
        hint: `write "/${path}"`,
        place: group.at('health_check_path'),
      };
    }
  },
};

/** Load balancer and targets are in one network. */
const targetVpc: AwsRule = {
  code: 'target-vpc',
  *find(deployment) {
    for (const { service, index, group } of targets(deployment)) {
      const own = origin(group.params['vpc_id'], 'ec2_vpc_net');
      for (const balancer of balancersOf(deployment, group)) {
        const list = balancer.params['subnets'];
        const subnet = Array.isArray(list) ? origin(list[0], 'ec2_vpc_subnet') : undefined;
        const vpc = origin(subnet?.params['vpc_id'], 'ec2_vpc_net');
        const names = [own?.params['name'], vpc?.params['name']];
        if (own === vpc || !names.every((name) => typeof name === 'string') || names[0] === names[1]) continue;
        yield {
          message: `${theThing(group)} is in another VPC than ${theThing(balancer)}`,
          hint: 'give it the vpc_id of the VPC of the load balancer',
          place: group.at('vpc_id'),
          related: [
            alsoAt(balancer, 'the subnets of the load balancer', 'subnets'),
            alsoAt(service, 'the service that uses both', 'load_balancers', index),
          ],
        };
      }
    }
  },
};

/** Rules on what is behind a load balancer. */
export const targetRules: readonly AwsRule[] = [
  serviceContainer,
  servicePort,
  targetType,
  targetProtocol,
  targetUnused,
  targetVpc,
  healthCheckPort,
  healthCheckPath,
];
