import { literalItems, type Params } from '../../schema/literal_items.ts';
import { alone, type Deployment, type Made, named, origin } from './deployment.ts';

/** What the listeners of a load balancer send requests to, each with the path of the parameter. */
export function* targetsOf({
  params,
}: Made): Generator<{ readonly value: unknown; readonly path: (string | number)[] }> {
  for (const { item, index } of literalItems(params['listeners'])) {
    yield* inActions(item['DefaultActions'], ['listeners', index, 'DefaultActions']);
    for (const { item: rule, index: at } of literalItems(item['Rules']))
      yield* inActions(rule['Actions'], ['listeners', index, 'Rules', at, 'Actions']);
  }
}

function* inActions(actions: unknown, path: readonly (string | number)[]) {
  for (const { item, index } of literalItems(actions)) {
    yield* inTarget(item, [...path, index]);
    const groups = (item['ForwardConfig'] as Params | undefined)?.['TargetGroups'];
    for (const { item: target, index: at } of literalItems(groups))
      yield* inTarget(target, [...path, index, 'ForwardConfig', 'TargetGroups', at]);
  }
}

function* inTarget(item: Params, path: readonly (string | number)[]) {
  for (const name of ['TargetGroupArn', 'TargetGroupName'])
    if (item[name] !== undefined) yield { value: item[name], path: [...path, name] };
}

/** The target group that a listener names, by what its task registered or by name. */
export const targetOf = (deployment: Deployment, value: unknown): Made | undefined =>
  typeof value === 'string'
    ? named(deployment, 'elb_target_group', value)
    : alone(deployment, origin(value, 'elb_target_group'));

/** The load balancers that send requests to a target group. */
export const balancersOf = (deployment: Deployment, group: Made): readonly Made[] =>
  deployment
    .all('elb_application_lb')
    .filter((balancer) => [...targetsOf(balancer)].some(({ value }) => targetOf(deployment, value) === group));
