import { isDeepStrictEqual } from 'node:util';
import {
  CreateRuleCommand,
  DeleteRuleCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createOnce } from '../../../aws/lost_answer.ts';
import type { World } from '../../../aws/world.ts';
import { type Step, step } from '../../module.ts';
import { actionsToSend, describeActions } from './actions.ts';
import { describeConditions } from './conditions.ts';
import { arnOf, type Known, label, withListener } from './known_listeners.ts';
import { type Listener, type ListenerParams, type Rule, ruleFromAws } from './listeners.ts';
import type { LoadBalancer } from './load_balancer.ts';

/** Steps from the rules a listener has to those it should have; what nobody needs any more goes first. */
export function* ruleSteps(now: readonly Rule[], want: Listener, params: ListenerParams): Iterable<Step<LoadBalancer>> {
  const at = `of listener ${label(want)}`;
  for (const rule of now)
    if (!want.rules.some(({ priority }) => priority === rule.priority))
      yield step(`delete rule ${rule.priority} ${at}`, async (world, { known }) => {
        const RuleArn = rule.rule_arn as string;
        await world.client(ElasticLoadBalancingV2Client).send(new DeleteRuleCommand({ RuleArn }));
        return withoutRule(known, want.port, rule.priority);
      });
  for (const rule of want.rules) {
    const written = (params.Rules ?? []).find(({ Priority }) => Number(Priority) === rule.priority);
    const before = now.find(({ priority }) => priority === rule.priority);
    const same = isDeepStrictEqual([before?.conditions, before?.actions], [rule.conditions, rule.actions]);
    if (!written || same) continue;
    const input = { Conditions: rule.conditions, Actions: actionsToSend(written.Actions) };
    const title = `${before ? 'change' : 'create'} rule ${rule.priority} ${at}: ${describeConditions(rule.conditions)}, ${describeActions(rule.actions)}`;
    yield step(title, async (world, { known }) => {
      const changed = before
        ? await modifyRule(world, before.rule_arn as string, input)
        : await createRule(world, arnOf(known, want.port), rule.priority, input);
      return withRule(known, want.port, changed);
    });
  }
}

interface RuleInput {
  readonly Conditions: Rule['conditions'];
  readonly Actions: ReturnType<typeof actionsToSend>;
}

async function createRule(world: World, ListenerArn: string, Priority: number, input: RuleInput): Promise<Rule> {
  const elb = world.client(ElasticLoadBalancingV2Client);
  const create = async () => {
    const { Rules } = await elb.send(new CreateRuleCommand({ ListenerArn, Priority, ...input }));
    return ruleFromAws(Rules![0]!);
  };
  return createOnce(create, async () => {
    const { Rules = [] } = await elb.send(new DescribeRulesCommand({ ListenerArn }));
    const found = Rules.find((each) => each.Priority === String(Priority));
    return found && ruleFromAws(found);
  });
}

async function modifyRule(world: World, RuleArn: string, input: RuleInput): Promise<Rule> {
  const { Rules } = await world.client(ElasticLoadBalancingV2Client).send(new ModifyRuleCommand({ RuleArn, ...input }));
  return ruleFromAws(Rules![0]!);
}

function withoutRule(known: Known, port: number, priority: number): Known {
  const listener = known.listeners!.find((each) => each.port === port)!;
  return withListener(known, { ...listener, rules: listener.rules.filter((rule) => rule.priority !== priority) });
}

function withRule(known: Known, port: number, rule: Rule): Known {
  const { listeners } = withoutRule(known, port, rule.priority);
  const listener = listeners!.find((each) => each.port === port)!;
  return withListener(
    { listeners: listeners! },
    {
      ...listener,
      rules: [...listener.rules, rule].sort((a, b) => a.priority - b.priority),
    },
  );
}
