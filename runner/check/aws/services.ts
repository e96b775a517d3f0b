import { literalItems, type Params } from '../../schema/literal_items.ts';
import { alone, type Deployment, isOpen, type Made, named, origin } from './deployment.ts';

/** The task definition a service runs, by what another task registered or by family; undefined when that is not certain. */
export function taskDefinitionOf(deployment: Deployment, { params }: Made): Made | undefined {
  const value = params['task_definition'];
  const made = origin(value, 'ecs_taskdefinition');
  if (made) return alone(deployment, made);
  // With a revision it may be an older one.
  return typeof value === 'string' && !value.includes(':') ? named(deployment, 'ecs_taskdefinition', value) : undefined;
}

/** Containers that are written out; undefined when one of them is not, or has no plain name. */
export function containersOf({
  params,
}: Made): readonly { readonly item: Params; readonly index: number }[] | undefined {
  const list = params['containers'];
  const found = [...literalItems(list)];
  const whole = Array.isArray(list) && found.length === list.length;
  return whole && found.every(({ item }) => typeof item['name'] === 'string') ? found : undefined;
}

/** Ports of a container; undefined when one is not certain. */
export function portsOf(container: Params): readonly number[] | undefined {
  const list = container['portMappings'] ?? [];
  if (!Array.isArray(list)) return undefined;
  const ports = list.map((mapping) => (isOpen(mapping) ? undefined : (mapping as Params)['containerPort']));
  return ports.every((port) => typeof port === 'number') ? ports : undefined;
}

/** The entries of a service's `load_balancers`. */
export const balancingOf = ({ params }: Made) => literalItems(params['load_balancers']);

/** The target group of such an entry. */
export const targetGroupOf = (deployment: Deployment, entry: Params): Made | undefined =>
  alone(deployment, origin(entry['targetGroupArn'], 'elb_target_group'));

/** A part of a mapping that may be open itself. */
export function part(value: unknown, name: string): unknown {
  if (isOpen(value)) return value;
  return typeof value === 'object' && value !== null ? (value as Params)[name] : undefined;
}

/** Whether the service surely runs on Fargate. */
export function isOnFargate({ params }: Made): boolean {
  if (params['launch_type'] === 'FARGATE') return true;
  const strategy = params['capacity_provider_strategy'];
  const providers = [...literalItems(strategy)].map(({ item }) => item['capacity_provider']);
  return Array.isArray(strategy) && providers.length === strategy.length && providers.length > 0
    ? providers.every((provider) => provider === 'FARGATE' || provider === 'FARGATE_SPOT')
    : false;
}

/** Whether its tasks surely have network interfaces of their own. */
export const isAwsvpc = (service: Made, definition: Made | undefined): boolean =>
  isOnFargate(service) || definition?.params['network_mode'] === 'awsvpc';
