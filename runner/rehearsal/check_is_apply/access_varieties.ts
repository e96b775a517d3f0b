import { iamPolicyRules } from '../../../schemas/iam_policy.ts';
import { iamRoleRules } from '../../../schemas/iam_role.ts';
import { cloudwatchlogsLogGroup } from '../../modules/aws/cloudwatchlogs_log_group.ts';
import { ecsEcr } from '../../modules/aws/ecs_ecr.ts';
import { iamPolicy } from '../../modules/aws/iam_policy.ts';
import { iamRole } from '../../modules/aws/iam_role.ts';
import type { Random } from './random.ts';
import { type Draw, flag, maybe, oneOf, type Params, state, tagOptions, variety } from './variety.ts';

/** A document as data or as text, with lists of one written either way. */
function written(random: Random, document: object): unknown {
  return random.chance(0.3) ? JSON.stringify(document) : document;
}

const oneOrList = (random: Random, values: readonly string[]): unknown =>
  values.length === 1 && random.chance(0.5) ? values[0] : random.shuffle(values);

const trust: Draw = (random) =>
  written(random, {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: oneOrList(random, random.some(['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'], 1)) },
        Action: oneOrList(random, ['sts:AssumeRole']),
        ...(random.chance(0.3) ? { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } } : {}),
      },
    ],
  });

const statement = (random: Random, name = 'Only'): Params => ({
  ...(random.chance(0.4) ? { Sid: name } : {}),
  Effect: random.pick(['Allow', 'Deny']),
  Action: oneOrList(random, random.some(['logs:PutLogEvents', 's3:GetObject', 'ecr:*'], 1)),
  Resource: oneOrList(random, random.some(['*', 'arn:aws:s3:::bucket/*', 'arn:aws:logs:eu-west-1:123456789012:*'], 1)),
});

const policy: Draw = (random) =>
  written(random, {
    Version: '2012-10-17',
    Statement: random.chance(0.3)
      ? statement(random)
      : Array.from({ length: random.integer(1, 3) }, (_, index) => statement(random, `S${index}`)),
  });

const managed = [
  'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
  'AmazonECSTaskExecutionRolePolicy',
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  'own-policy',
];

const role = variety(iamRole, {
  rules: iamRoleRules,
  fixed: (random) => ({ name: 'drawn', ...(random.chance(0.3) ? { path: '/drawn/' } : {}) }),
  options: {
    assume_role_policy_document: trust,
    description: maybe(oneOf('', 'runs tasks', 'Größe & Co')),
    managed_policies: maybe((random) => random.some(managed, 0, 3)),
    purge_policies: maybe(flag, 0.4),
    boundary: maybe(
      oneOf('', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::123456789012:policy/own-policy'),
      0.3,
    ),
    max_session_duration: maybe(oneOf(3600, 7200, 43_200)),
    create_instance_profile: maybe(flag),
    delete_instance_profile: maybe(flag),
    wait: maybe(flag, 0.2),
    ...tagOptions,
    state,
  },
  left: { name: 'always the same', path: 'fixed once created', wait_timeout: 'means nothing' },
});

const rolePolicy = variety(iamPolicy, {
  rules: iamPolicyRules,
  fixed: (random) => ({ iam_type: 'role', iam_name: 'conformance-role', policy_name: random.pick(['drawn', 'there']) }),
  options: { policy_json: policy, skip_duplicates: maybe(flag, 0.3), state },
  left: {
    iam_type: 'users and groups are made by no module',
    iam_name: 'always the same',
    policy_name: 'always the same',
  },
});

const repositoryPolicy: Draw = (random) =>
  written(random, {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: random.pick(['pull', 'all']),
        Effect: 'Allow',
        Principal: random.pick(['*', { AWS: ['arn:aws:iam::123456789012:root'] }, { AWS: '123456789012' }]),
        Action: oneOrList(random, random.some(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], 1)),
      },
    ],
  });

const lifecycle: Draw = (random) =>
  written(random, {
    rules: [
      {
        rulePriority: random.integer(1, 2),
        description: random.pick(['keep a few', 'keep']),
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: random.integer(1, 20) },
        action: { type: 'expire' },
      },
    ],
  });

const repository = variety(ecsEcr, {
  once: ['created'],
  fixed: (random) => ({
    name: random.pick(['drawn', 'team/drawn']),
    ...(random.chance(0.2) ? { encryption_configuration: { encryption_type: random.pick(['AES256', 'KMS']) } } : {}),
  }),
  options: {
    image_tag_mutability: maybe(oneOf('mutable', 'immutable')),
    scan_on_push: maybe(flag, 0.4),
    image_scanning_configuration: maybe((random) => ({ scan_on_push: random.chance(0.5) }), 0.3),
    policy: maybe(repositoryPolicy, 0.4),
    force_set_policy: maybe(flag, 0.2),
    purge_policy: maybe(flag, 0.3),
    lifecycle_policy: maybe(lifecycle, 0.4),
    purge_lifecycle_policy: maybe(flag, 0.3),
    force_absent: maybe(flag, 0.2),
    ...tagOptions,
    state,
  },
  sense: (params) =>
    without(params, [
      ['policy', 'purge_policy'],
      ['lifecycle_policy', 'purge_lifecycle_policy'],
      ['scan_on_push', 'image_scanning_configuration'],
    ]),
  left: {
    name: 'always the same',
    registry_id: 'there is one account',
    encryption_configuration: 'fixed once created',
  },
});

/** Of two options that exclude each other the second is left out. */
export function without(params: Params, pairs: readonly (readonly [string, string])[]): Params {
  const kept = { ...params };
  for (const [first, second] of pairs) if (first in kept) delete kept[second];
  return kept;
}

const logGroup = variety(cloudwatchlogsLogGroup, {
  fixed: () => ({ log_group_name: '/drawn/app' }),
  options: {
    retention: maybe(oneOf(1, 7, 30, 3653)),
    purge_retention_policy: maybe(flag, 0.3),
    kms_key_id: maybe(
      oneOf('', 'arn:aws:kms:eu-west-1:123456789012:key/a', 'arn:aws:kms:eu-west-1:123456789012:key/b'),
      0.3,
    ),
    ...tagOptions,
    state,
  },
  sense: (params) => without(params, [['retention', 'purge_retention_policy']]),
  left: { log_group_name: 'always the same', overwrite: 'makes it anew in every run, by its meaning' },
});

/** Tasks that make what is no network and no container. */
export const accessVarieties = [role, rolePolicy, repository, logGroup];
