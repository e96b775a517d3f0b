import {
  CreateRuleCommand,
  type CreateRuleInput,
  DeleteRuleCommand,
  DescribeRulesCommand,
  type DescribeRulesInput,
  ModifyRuleCommand,
  type ModifyRuleInput,
  type Rule,
  SetRulePrioritiesCommand,
  type SetRulePrioritiesInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { normaliseActions } from './actions.ts';
import { checkForwards } from './associations.ts';
import { normaliseConditions } from './conditions.ts';
import { failed, invalid } from './errors.ts';
import { balancerOf, listenerOf, ruleOf } from './lookup.ts';
import { ruleResource } from './names.ts';
import { page } from './paging.ts';
import { elbState, type RuleRecord } from './state.ts';
import { checkedTags } from './tags.ts';

const MAX_RULES = 100;

/** A rule as the API describes it; its priority is text. */
function describe({ arn, priority, conditions, actions }: RuleRecord): Rule {
  return {
    RuleArn: arn,
    Priority: String(priority),
    Conditions: conditions,
    Actions: actions,
    IsDefault: priority === 'default',
  };
}

function rulesOf(context: Context, listenerArn: string): RuleRecord[] {
  const order = ({ priority }: RuleRecord) => (priority === 'default' ? Number.POSITIVE_INFINITY : priority);
  return [...context.state(elbState).rules.values()]
    .filter((rule) => rule.listenerArn === listenerArn)
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function checkPriority(priority: number | undefined): number {
  if (priority === undefined || !Number.isInteger(priority) || priority < 1 || priority > 50_000) {
    throw invalid(
      `1 validation error detected: Value '${priority}' at 'priority' failed to satisfy constraint: Member must be between 1 and 50000`,
    );
  }
  return priority;
}

function create(input: CreateRuleInput, context: Context) {
  const listener = listenerOf(context, input.ListenerArn);
  const { balancer } = balancerOf(context, listener.balancerArn);
  const priority = checkPriority(input.Priority);
  const conditions = normaliseConditions(input.Conditions);
  const actions = normaliseActions(input.Actions);
  const rules = rulesOf(context, listener.arn);
  if (rules.some((rule) => rule.priority === priority)) {
    throw failed('PriorityInUse', `Priority '${priority}' is currently in use`);
  }
  if (rules.length > MAX_RULES) {
    throw failed(
      'TooManyRules',
      `The maximum number of rules has been reached on load balancer '${listener.balancerArn}'`,
    );
  }
  checkForwards(context, balancer, actions);
  const arn = context.arn('elasticloadbalancing', ruleResource(listener.arn, context.hex(16)));
  const record: RuleRecord = {
    arn,
    listenerArn: listener.arn,
    priority,
    conditions,
    actions,
    tags: checkedTags(input.Tags),
  };
  context.state(elbState).rules.set(arn, record);
  return { Rules: [describe(record)] };
}

function find({ ListenerArn: listenerArn, RuleArns: arns }: DescribeRulesInput, context: Context): RuleRecord[] {
  if (listenerArn !== undefined && arns?.length) {
    throw invalid('Listener rule ARNs and a listener ARN cannot be specified at the same time');
  }
  if (arns?.length) return arns.map((arn) => ruleOf(context, arn));
  if (listenerArn === undefined) throw invalid('You must specify either listener rule ARNs or a listener ARN');
  return rulesOf(context, listenerOf(context, listenerArn).arn);
}

function modify(input: ModifyRuleInput, context: Context) {
  const record = ruleOf(context, input.RuleArn);
  if (!input.Conditions && !input.Actions) throw invalid('Either conditions or actions must be specified');
  if (record.priority === 'default') {
    throw failed('OperationNotPermitted', `Default rule '${record.arn}' cannot be modified`);
  }
  const conditions = input.Conditions ? normaliseConditions(input.Conditions) : record.conditions;
  const actions = input.Actions ? normaliseActions(input.Actions) : record.actions;
  const listener = listenerOf(context, record.listenerArn);
  checkForwards(context, balancerOf(context, listener.balancerArn).balancer, actions);
  Object.assign(record, { conditions, actions });
  return { Rules: [describe(record)] };
}

function setPriorities({ RulePriorities = [] }: SetRulePrioritiesInput, context: Context) {
  const moves = RulePriorities.map(({ RuleArn, Priority }) => {
    const rule = ruleOf(context, RuleArn);
    if (rule.priority === 'default') {
      throw failed('OperationNotPermitted', `The priority of default rule '${rule.arn}' cannot be changed`);
    }
    return { rule, priority: checkPriority(Priority) };
  });
  const twice = moves.find(({ priority }, index) => moves.findIndex((move) => move.priority === priority) !== index);
  if (twice) throw invalid(`Priority '${twice.priority}' was provided multiple times`);
  for (const { rule, priority } of moves) {
    const holder = rulesOf(context, rule.listenerArn).find((each) => each.priority === priority);
    if (holder && !moves.some((move) => move.rule === holder)) {
      throw failed('PriorityInUse', `Priority '${priority}' is currently in use`);
    }
  }
  for (const { rule, priority } of moves) rule.priority = priority;
  return { Rules: moves.map(({ rule }) => describe(rule)) };
}

/** The operations on the rules of listeners. */
export const ruleOperations = [
  on(CreateRuleCommand, create),
  on(DescribeRulesCommand, (input, context) => {
    const { items, next } = page(find(input, context), input);
    return { Rules: items.map(describe), ...next };
  }),
  on(ModifyRuleCommand, modify),
  on(DeleteRuleCommand, ({ RuleArn }, context) => {
    const record = ruleOf(context, RuleArn);
    if (record.priority === 'default') {
      throw failed('OperationNotPermitted', `Default rule '${record.arn}' cannot be deleted`);
    }
    context.state(elbState).rules.delete(record.arn);
    return {};
  }),
  on(SetRulePrioritiesCommand, setPriorities),
];
