import {
  CreateListenerCommand,
  type CreateListenerCommandInput,
  CreateRuleCommand,
  type CreateRuleCommandInput,
  DeleteListenerCommand,
  DeleteRuleCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elbState } from '../../elbv2/state.ts';
import { call, inputSchema } from './call.ts';
import { markElb } from './elbv2_tags.ts';
import type { ResourceType } from './resource_type.ts';
import { memberShape, number, text } from './shape.ts';

const listenerInput = inputSchema(CreateListenerCommand);
const ruleInput = inputSchema(CreateRuleCommand);

/** `AWS::ElasticLoadBalancingV2::Listener` (Template reference). */
export const listener: ResourceType = {
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  properties: {
    Certificates: { shape: memberShape(listenerInput, 'Certificates') },
    DefaultActions: { shape: memberShape(listenerInput, 'DefaultActions'), required: true },
    LoadBalancerArn: { shape: text, required: true, replaces: true },
    Port: { shape: number },
    Protocol: { shape: text },
    SslPolicy: { shape: text },
  },
  unmodelled: ['AlpnPolicy', 'ListenerAttributes', 'MutualAuthentication'],
  seconds: { create: 4, update: 4, remove: 3 },
  create: (properties, { context }) =>
    call(context, CreateListenerCommand, properties as unknown as CreateListenerCommandInput).Listeners?.[0]
      ?.ListenerArn ?? '',
  update(ListenerArn, properties, _before, { context }) {
    const { LoadBalancerArn: _balancer, ...given } = properties as unknown as CreateListenerCommandInput;
    call(context, ModifyListenerCommand, { ...given, ListenerArn });
  },
  remove(ListenerArn, _, context) {
    if (context.state(elbState).listeners.has(ListenerArn)) call(context, DeleteListenerCommand, { ListenerArn });
  },
  attributes: { ListenerArn: (id) => id },
  mark: markElb,
};

/** `AWS::ElasticLoadBalancingV2::ListenerRule` (Template reference). */
export const listenerRule: ResourceType = {
  type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
  properties: {
    Actions: { shape: memberShape(ruleInput, 'Actions'), required: true },
    Conditions: { shape: memberShape(ruleInput, 'Conditions'), required: true },
    ListenerArn: { shape: text, required: true, replaces: true },
    Priority: { shape: number, required: true },
  },
  unmodelled: ['Transforms'],
  seconds: { create: 3, update: 3, remove: 3 },
  create: (properties, { context }) =>
    call(context, CreateRuleCommand, properties as unknown as CreateRuleCommandInput).Rules?.[0]?.RuleArn ?? '',
  update(RuleArn, properties, before, { context }) {
    const { Actions, Conditions, Priority } = properties as unknown as CreateRuleCommandInput;
    if (Priority !== before['Priority']) {
      call(context, SetRulePrioritiesCommand, { RulePriorities: [{ RuleArn, Priority }] });
    }
    call(context, ModifyRuleCommand, { RuleArn, Actions, Conditions });
  },
  remove(RuleArn, _, context) {
    if (context.state(elbState).rules.has(RuleArn)) call(context, DeleteRuleCommand, { RuleArn });
  },
  attributes: { IsDefault: () => false, RuleArn: (id) => id },
  mark: markElb,
};
