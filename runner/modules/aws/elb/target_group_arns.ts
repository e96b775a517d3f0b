import {
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import { Unknown, unknown } from '../../../template/values.ts';
import { Missing } from '../../module.ts';
import type { Data } from './actions.ts';
import type { ListenerParams } from './listeners.ts';

/** The same listeners with ARNs in the place of the names of target groups: one call for all names. */
export async function withTargetGroupArns(
  world: World,
  listeners: readonly ListenerParams[],
): Promise<ListenerParams[]> {
  const names = [...new Set(listeners.flatMap(actionsOf).flatMap(namesIn))];
  const arns = names.length === 0 ? new Map<string, string>() : await findArns(world, names);
  const translate = (action: Data): Data => translated(action, arns);
  return listeners.map((listener) => ({
    ...listener,
    DefaultActions: listener.DefaultActions.map(translate),
    ...(listener.Rules && {
      Rules: listener.Rules.map((rule) => ({ ...rule, Actions: rule.Actions.map(translate) })),
    }),
  })) as ListenerParams[];
}

const actionsOf = ({ DefaultActions, Rules = [] }: ListenerParams): Data[] => [
  ...DefaultActions,
  ...Rules.flatMap(({ Actions }) => Actions),
];

const forwardsOf = (action: Data): Data[] =>
  ((action['ForwardConfig'] as { TargetGroups?: Data[] } | undefined)?.TargetGroups ?? []) as Data[];

function namesIn(action: Data): string[] {
  return [action, ...forwardsOf(action)]
    .filter((each) => each['TargetGroupArn'] === undefined)
    .map((each) => each['TargetGroupName'])
    .filter((name) => typeof name === 'string');
}

function translated(action: Data, arns: ReadonlyMap<string, string>): Data {
  const own = withArn(action, arns);
  const groups = forwardsOf(action);
  if (groups.length === 0) return own;
  const config = action['ForwardConfig'] as Data;
  return { ...own, ForwardConfig: { ...config, TargetGroups: groups.map((group) => withArn(group, arns)) } };
}

function withArn(holder: Data, arns: ReadonlyMap<string, string>): Data {
  const name = holder['TargetGroupName'];
  if (name === undefined || holder['TargetGroupArn'] !== undefined) return holder;
  return { ...holder, TargetGroupArn: name instanceof Unknown ? unknown : arns.get(name as string) };
}

async function findArns(world: World, names: readonly string[]): Promise<Map<string, string>> {
  const client = world.client(ElasticLoadBalancingV2Client);
  // A single unknown name makes AWS answer for none of them.
  const found =
    (await unlessMissing(['TargetGroupNotFound', 'TargetGroupNotFoundException'], async () => {
      const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({ Names: [...names] }));
      return TargetGroups;
    })) ?? (await all(client));
  const byName = new Map(found.map((group) => [group.TargetGroupName!, group.TargetGroupArn!]));
  return new Map(
    names.map((name) => [
      name,
      // Stands where an ARN will stand; the engine takes care that no step sees it.
      byName.get(name) ?? (new Missing(`there is no target group "${name}"`) as unknown as string),
    ]),
  );
}

async function all(client: ElasticLoadBalancingV2Client) {
  const groups = [];
  for await (const page of paginateDescribeTargetGroups({ client }, {})) groups.push(...(page.TargetGroups ?? []));
  return groups;
}
