import type { Diagnostic, Place } from '../../diagnostics.ts';
import { called, type Deployment, type Made } from './deployment.ts';

/** What a rule finds: what, where, and what to do. Its code is the rule's. */
export type Finding = Omit<Diagnostic, 'code' | 'level'> & { readonly place: Place };

/** A rule over several tasks. It speaks only of what is certain: where a value is not known, it says nothing. */
export interface AwsRule {
  readonly code: string;
  find(deployment: Deployment): Iterable<Finding>;
}

const nouns: Readonly<Record<string, string>> = {
  ec2_security_group: 'security group',
  ec2_vpc_net: 'VPC',
  ec2_vpc_route_table: 'route table',
  ec2_vpc_subnet: 'subnet',
  ecs_ecr: 'repository',
  ecs_service: 'service',
  ecs_taskdefinition: 'task definition',
  elb_application_lb: 'load balancer',
  elb_target_group: 'target group',
  iam_role: 'role',
};

/** What a thing is called in a message: `the target group "web"`. */
export const theThing = (made: Made): string => `the ${nouns[made.module] ?? made.module} ${called(made)}`;

/** Another place that has a part in a finding. */
export const alsoAt = (made: Made, message: string, ...path: (string | number)[]) => ({
  message,
  place: made.at(...path),
});
