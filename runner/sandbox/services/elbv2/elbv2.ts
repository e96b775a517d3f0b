import { errorTypeRegistries } from '@aws-sdk/client-elastic-load-balancing-v2';
import { service } from '../../service.ts';
import { certificateOperations } from './certificates.ts';
import { limitOperations } from './limits.ts';
import { listenerOperations } from './listeners.ts';
import { loadBalancerSettingOperations } from './load_balancer_settings.ts';
import { loadBalancerOperations } from './load_balancers.ts';
import { ruleOperations } from './rules.ts';
import { sslPolicyOperations } from './ssl_policies.ts';
import { tagOperations } from './tags.ts';
import { targetActor } from './target_actor.ts';
import { targetGroupOperations } from './target_groups.ts';
import { targetOperations } from './targets.ts';

/** Elastic Load Balancing, version 2: application load balancers and what hangs on them. */
export const elbv2 = service(
  errorTypeRegistries,
  [
    ...loadBalancerOperations,
    ...loadBalancerSettingOperations,
    ...targetGroupOperations,
    ...targetOperations,
    ...listenerOperations,
    ...certificateOperations,
    ...ruleOperations,
    ...tagOperations,
    ...sslPolicyOperations,
    ...limitOperations,
  ],
  targetActor,
);
