import { isDeepStrictEqual } from 'node:util';
import {
  type Repository as AwsRepository,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecr';
import { decodePolicy, type PolicyDocument } from '../../../aws/policy.ts';
import { tagsFromList } from '../../../aws/tags.ts';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';

/** A repository in our words. Policies and tags are read only where a parameter speaks of them. */
export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly registry_id: string;
  readonly created_at: string;
  /** This run created it. */
  readonly created: boolean;
  readonly image_tag_mutability: string;
  readonly scan_on_push: boolean;
  readonly encryption_type: string;
  readonly kms_key: string | null;
  readonly policy: PolicyDocument | null;
  readonly lifecycle_policy: PolicyDocument | null;
  readonly tags: Record<string, string>;
  /** How many it holds, counted only when they are to go with it. */
  readonly images?: number;
}

/** A repository as AWS describes it, in our words. */
export function fromAws(repository: AwsRepository): Repository {
  return {
    name: repository.repositoryName!,
    arn: repository.repositoryArn!,
    uri: repository.repositoryUri!,
    registry_id: repository.registryId!,
    created_at: repository.createdAt?.toISOString() ?? '',
    created: false,
    image_tag_mutability: repository.imageTagMutability ?? 'MUTABLE',
    scan_on_push: repository.imageScanningConfiguration?.scanOnPush ?? false,
    encryption_type: repository.encryptionConfiguration?.encryptionType ?? 'AES256',
    kms_key: repository.encryptionConfiguration?.kmsKey ?? null,
    policy: null,
    lifecycle_policy: null,
    tags: {},
  };
}

/** Adds what takes calls of its own, as far as it is asked for. */
export async function readExtras(
  world: World,
  repository: Repository,
  asked: Readonly<Record<'policy' | 'lifecycle_policy' | 'tags', boolean>>,
): Promise<Repository> {
  const ecr = world.client(ECRClient);
  const target = { registryId: repository.registry_id, repositoryName: repository.name };
  const [policy, lifecycle, tags] = await Promise.all([
    asked.policy
      ? unlessMissing('RepositoryPolicyNotFoundException', () => ecr.send(new GetRepositoryPolicyCommand(target)))
      : undefined,
    asked.lifecycle_policy
      ? unlessMissing('LifecyclePolicyNotFoundException', () => ecr.send(new GetLifecyclePolicyCommand(target)))
      : undefined,
    asked.tags ? repositoryTags(world, repository) : undefined,
  ]);
  return {
    ...repository,
    policy: policy?.policyText ? decodePolicy(policy.policyText) : null,
    lifecycle_policy: lifecycle?.lifecyclePolicyText ? decodePolicy(lifecycle.lifecyclePolicyText) : null,
    tags: tags ?? {},
  };
}

/** The tags, which take a call of their own. */
export async function repositoryTags(world: World, { arn }: Pick<Repository, 'arn'>): Promise<Record<string, string>> {
  const { tags } = await world.client(ECRClient).send(new ListTagsForResourceCommand({ resourceArn: arn }));
  return tagsFromList(tags);
}

/** Whether two lifecycle policies expire the same images: rules count by their priority, tag lists are sets. */
export function sameLifecyclePolicy(a: PolicyDocument, b: PolicyDocument): boolean {
  return isDeepStrictEqual(canonicalLifecycle(a), canonicalLifecycle(b));
}

interface LifecycleRule {
  readonly rulePriority?: unknown;
  readonly selection?: Readonly<Record<string, unknown>>;
  readonly description?: string;
}

function canonicalLifecycle(policy: PolicyDocument): unknown {
  const rules = (Array.isArray(policy['rules']) ? policy['rules'] : []) as LifecycleRule[];
  return rules
    .map(({ description = '', ...rule }) => ({
      ...rule,
      description,
      rulePriority: Number(rule.rulePriority),
      selection: Object.fromEntries(
        Object.entries(rule.selection ?? {}).map(([key, value]) => [key, canonicalSelection(key, value)]),
      ),
    }))
    .sort((a, b) => a.rulePriority - b.rulePriority);
}

function canonicalSelection(key: string, value: unknown): unknown {
  if (key === 'countNumber') return Number(value);
  return Array.isArray(value) ? value.map(String).sort() : value;
}
