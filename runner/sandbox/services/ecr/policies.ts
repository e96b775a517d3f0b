import {
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryPolicyCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { requireLifecyclePolicy } from './lifecycle_policy.ts';
import { invalidParameter, repository } from './lookup.ts';
import type { RepositoryRecord } from './state.ts';

/** Access and lifecycle policies of repositories. They are kept and given back, not carried out. */
export const ecrPolicyOperations = [
  on(SetRepositoryPolicyCommand, (input, context) => {
    const record = repository(context, input);
    record.policy = requireRepositoryPolicy(input.policyText);
    return { ...names(record), policyText: record.policy };
  }),
  on(GetRepositoryPolicyCommand, (input, context) => {
    const record = repository(context, input);
    return { ...names(record), policyText: requirePolicy(record) };
  }),
  on(DeleteRepositoryPolicyCommand, (input, context) => {
    const record = repository(context, input);
    const policyText = requirePolicy(record);
    record.policy = undefined;
    return { ...names(record), policyText };
  }),
  on(PutLifecyclePolicyCommand, (input, context) => {
    const record = repository(context, input);
    const text = requireLifecyclePolicy(input.lifecyclePolicyText);
    record.lifecyclePolicy = { text, writtenAt: context.now() };
    return { ...names(record), lifecyclePolicyText: text };
  }),
  on(GetLifecyclePolicyCommand, (input, context) => {
    const record = repository(context, input);
    return { ...names(record), lifecyclePolicyText: requireLifecycle(record).text, lastEvaluatedAt: new Date(0) };
  }),
  on(DeleteLifecyclePolicyCommand, (input, context) => {
    const record = repository(context, input);
    const { text } = requireLifecycle(record);
    record.lifecyclePolicy = undefined;
    return { ...names(record), lifecyclePolicyText: text, lastEvaluatedAt: new Date(0) };
  }),
];

function names({ registryId, repositoryName }: RepositoryRecord) {
  return { registryId, repositoryName };
}

function requirePolicy(record: RepositoryRecord): string {
  if (record.policy !== undefined) return record.policy;
  throw new ServiceError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${record.repositoryName}' in the registry with id '${record.registryId}'`,
  );
}

function requireLifecycle(record: RepositoryRecord): { readonly text: string } {
  if (record.lifecyclePolicy) return record.lifecyclePolicy;
  throw new ServiceError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${record.repositoryName}' in the registry with id '${record.registryId}'`,
  );
}

/** The policy in ECR's own layout: what comes back is not the text that was given. */
function requireRepositoryPolicy(text: string | undefined): string {
  const refusal = invalidParameter('PolicyText', 'Invalid repository policy provided');
  let policy: { readonly Statement?: unknown } | null;
  try {
    policy = JSON.parse(text ?? '') as { readonly Statement?: unknown } | null;
  } catch {
    throw refusal;
  }
  const statements = [policy?.Statement ?? []].flat() as Readonly<Record<string, unknown>>[];
  const isSound = statements.every(
    (statement) =>
      ['Allow', 'Deny'].includes(String(statement['Effect'])) &&
      ('Action' in statement || 'NotAction' in statement) &&
      ('Principal' in statement || 'NotPrincipal' in statement),
  );
  if (statements.length === 0 || !isSound) throw refusal;
  return JSON.stringify(policy, null, 2);
}
