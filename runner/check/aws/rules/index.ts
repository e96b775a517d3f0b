import type { AwsRule } from '../rule.ts';
import { groupRules } from './groups.ts';
import { roleRules } from './roles.ts';
import { routeRules } from './routes.ts';
import { serviceRules } from './services.ts';
import { subnetRules } from './subnets.ts';
import { tagRules } from './tags.ts';
import { targetRules } from './targets.ts';
import { taskDefinitionRules } from './task_definitions.ts';

/** All rules that follow values from task to task. */
export const awsRules: readonly AwsRule[] = [
  ...groupRules,
  ...roleRules,
  ...routeRules,
  ...serviceRules,
  ...subnetRules,
  ...tagRules,
  ...targetRules,
  ...taskDefinitionRules,
];
