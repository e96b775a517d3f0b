import { DescribeAccountLimitsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on } from '../../service.ts';
import { page } from './paging.ts';

const LIMITS = {
  'application-load-balancers': 50,
  'condition-values-per-alb-rule': 5,
  'condition-wildcards-per-alb-rule': 6,
  'certificates-per-application-load-balancer': 25,
  'listeners-per-application-load-balancer': 50,
  'rules-per-application-load-balancer': 100,
  'target-groups': 3000,
  'target-groups-per-action-on-application-load-balancer': 5,
  'target-groups-per-application-load-balancer': 100,
  'targets-per-application-load-balancer': 1000,
  'targets-per-target-group': 1000,
};

/** DescribeAccountLimits: the default quotas of application load balancers. */
export const limitOperations = [
  on(DescribeAccountLimitsCommand, (input) => {
    const { items, next } = page(Object.entries(LIMITS), input);
    return { Limits: items.map(([Name, max]) => ({ Name, Max: String(max) })), ...next };
  }),
];
