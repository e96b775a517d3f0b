import { isOpen, type Made } from '../deployment.ts';
import type { AwsRule } from '../rule.ts';

const tagged = [
  'cloudwatchlogs_log_group',
  'ec2_security_group',
  'ec2_vpc_igw',
  'ec2_vpc_net',
  'ec2_vpc_route_table',
  'ec2_vpc_subnet',
  'ecs_cluster',
  'ecs_ecr',
  'ecs_service',
  'ecs_taskdefinition',
  'elb_application_lb',
  'elb_target_group',
  'iam_role',
];

const namesOf = ({ params }: Made): readonly string[] =>
  typeof params['tags'] === 'object' && params['tags'] !== null && !isOpen(params['tags'])
    ? Object.keys(params['tags'])
    : [];

/** Names of tags that begin with `aws:` are Amazon's own. */
const reserved: AwsRule = {
  code: 'tag-reserved',
  *find(deployment) {
    for (const made of tagged.flatMap((module) => deployment.all(module)))
      for (const name of namesOf(made).filter((each) => /^aws:/i.test(each)))
        yield {
          message: `the tag "${name}" begins with aws:, which only AWS may use`,
          hint: 'give it another name',
          place: made.at('tags', name),
        };
  },
};

const limits: AwsRule = {
  code: 'tag-limits',
  *find(deployment) {
    for (const made of tagged.flatMap((module) => deployment.all(module))) {
      const names = namesOf(made);
      const long = names.find((name) => name.length > 128);
      if (names.length <= 50 && long === undefined) continue;
      yield {
        message:
          long === undefined ? `${names.length} tags are too many` : `the name of a tag has ${long.length} characters`,
        hint: long === undefined ? 'AWS allows 50' : 'AWS allows 128',
        place: made.at('tags'),
      };
    }
  },
};

/** Rules on tags. */
export const tagRules: readonly AwsRule[] = [reserved, limits];
