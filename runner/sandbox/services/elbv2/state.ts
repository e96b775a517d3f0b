import type {
  Action,
  Certificate,
  LoadBalancer,
  RuleCondition,
  Tag,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { regional } from '../../store.ts';
import type { Attributes } from './attributes.ts';

/** A load balancer and what belongs to it. */
export interface BalancerRecord {
  balancer: LoadBalancer & { LoadBalancerArn: string; LoadBalancerName: string; VpcId: string };
  attributes: Attributes;
  tags: Tag[];
  /** When it leaves `provisioning`, in milliseconds. */
  activeAt: number;
  /** In a living sandbox: the loopback ports of its listeners beside the one of its DNS name, by listener port. */
  loopback?: Record<string, number>;
}

/** A target and what its health checks found so far. */
export interface TargetRecord {
  id: string;
  port: number;
  zone?: string;
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining';
  /** Why it is not healthy, in the words of the API. */
  reason?: string;
  description?: string;
  /** Checks that agreed with each other in a row: above zero passed, below zero failed. */
  streak: number;
  /** When the next check comes; for a draining target when it is gone. */
  dueAt: number;
  /** When it began to drain. */
  drainingSince?: number;
}

/** A target group, its attributes and its targets. */
export interface GroupRecord {
  group: TargetGroup & { TargetGroupArn: string; TargetGroupName: string };
  attributes: Attributes;
  tags: Tag[];
  targets: TargetRecord[];
}

/** A listener; its default action is the last of its rules. */
export interface ListenerRecord {
  arn: string;
  balancerArn: string;
  port: number;
  protocol: string;
  defaultRuleArn: string;
  sslPolicy?: string;
  certificates: Certificate[];
  tags: Tag[];
}

/** A rule; `default` stands where others have a number. */
export interface RuleRecord {
  arn: string;
  listenerArn: string;
  priority: number | 'default';
  conditions: RuleCondition[];
  actions: Action[];
  tags: Tag[];
}

/** What Elastic Load Balancing keeps in a region, each kind by ARN. */
export interface ElbState {
  balancers: Map<string, BalancerRecord>;
  groups: Map<string, GroupRecord>;
  listeners: Map<string, ListenerRecord>;
  rules: Map<string, RuleRecord>;
  /** Network interfaces of deleted load balancers, with the time at which they go. */
  leaving: Map<string, number>;
}

/** The drawer of Elastic Load Balancing. */
export const elbState = regional(
  'elbv2',
  (): ElbState => ({
    balancers: new Map(),
    groups: new Map(),
    listeners: new Map(),
    rules: new Map(),
    leaving: new Map(),
  }),
);
