import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  type Policy,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { on } from '../../service.ts';
import { iamId } from './ids.ts';
import { iamPage } from './listing.ts';
import {
  attachmentCount,
  awsManagedPolicies,
  boundaryCount,
  requireOwnPolicy,
  requirePolicy,
} from './managed_policies.ts';
import { requireName, requirePath } from './names.ts';
import { encodeDocument, requireIdentityPolicy, sizeOf } from './policy_document.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './refuse.ts';
import { type IamState, iamState, type PolicyRecord } from './state.ts';
import { requireTags, tagList } from './tags.ts';

const maximumSize = 6144;
const maximumVersions = 5;

/** Managed policies and their versions. Behaviour: `CreatePolicy`, `CreatePolicyVersion` and neighbours. */
export const policyOperations = [
  on(CreatePolicyCommand, (input, context) => {
    const state = context.state(iamState);
    const name = requireName(input.PolicyName, 'policyName', 128);
    const path = requirePath(input.Path);
    const arn = context.arn('iam', `policy${path}${name}`);
    if ([...state.policies.values()].some((each) => each.name.toLowerCase() === name.toLowerCase())) {
      throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    }
    const createdAt = context.now();
    const policy: PolicyRecord = {
      name,
      id: iamId(context, 'ANPA'),
      arn,
      path,
      description: input.Description,
      createdAt,
      updatedAt: createdAt,
      defaultVersionId: 'v1',
      nextVersion: 2,
      versions: new Map([['v1', { document: managedDocument(input.PolicyDocument), createdAt }]]),
      tags: requireTags(input.Tags),
    };
    state.policies.set(arn, policy);
    return { Policy: describePolicy(state, policy) };
  }),
  on(GetPolicyCommand, (input, context) => {
    const policy = requirePolicy(context, input.PolicyArn, notFound);
    const { description: Description, tags } = policy;
    return { Policy: { ...describePolicy(context.state(iamState), policy), Description, Tags: tagList(tags) } };
  }),
  on(ListPoliciesCommand, (input, context) => {
    const state = context.state(iamState);
    const own = input.Scope === 'AWS' ? [] : [...state.policies.values()];
    const aws = input.Scope === 'Local' ? [] : [...awsManagedPolicies.values()];
    const found = [...own, ...aws]
      .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
      .filter(({ arn }) => !input.OnlyAttached || attachmentCount(state, arn) > 0);
    const { items, ...rest } = iamPage(found, input);
    return { Policies: items.map((policy) => describePolicy(state, policy)), ...rest };
  }),
  on(DeletePolicyCommand, (input, context) => {
    const state = context.state(iamState);
    const policy = requireOwnPolicy(context, input.PolicyArn);
    if (attachmentCount(state, policy.arn) + boundaryCount(state, policy.arn) > 0) {
      throw deleteConflict('Cannot delete a policy attached to entities.');
    }
    if (policy.versions.size > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    state.policies.delete(policy.arn);
    return {};
  }),
  on(CreatePolicyVersionCommand, (input, context) => {
    const policy = requireOwnPolicy(context, input.PolicyArn);
    const document = managedDocument(input.PolicyDocument);
    if (policy.versions.size >= maximumVersions) {
      throw limitExceeded(
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      );
    }
    const VersionId = `v${policy.nextVersion}`;
    policy.nextVersion += 1;
    policy.versions.set(VersionId, { document, createdAt: context.now() });
    if (input.SetAsDefault) policy.defaultVersionId = VersionId;
    policy.updatedAt = context.now();
    return { PolicyVersion: describeVersion(policy, VersionId) };
  }),
  on(GetPolicyVersionCommand, (input, context) => {
    const policy = requirePolicy(context, input.PolicyArn, notFound);
    const id = requireVersion(policy, input.VersionId);
    const document = policy.versions.get(id)?.document ?? '';
    return { PolicyVersion: { ...describeVersion(policy, id), Document: encodeDocument(document) } };
  }),
  on(ListPolicyVersionsCommand, (input, context) => {
    const policy = requirePolicy(context, input.PolicyArn, notFound);
    const { items, ...rest } = iamPage([...policy.versions.keys()].reverse(), input);
    return { Versions: items.map((id) => describeVersion(policy, id)), ...rest };
  }),
  on(SetDefaultPolicyVersionCommand, (input, context) => {
    const policy = requireOwnPolicy(context, input.PolicyArn);
    policy.defaultVersionId = requireVersion(policy, input.VersionId);
    policy.updatedAt = context.now();
    return {};
  }),
  on(DeletePolicyVersionCommand, (input, context) => {
    const policy = requireOwnPolicy(context, input.PolicyArn);
    const id = requireVersion(policy, input.VersionId);
    if (id === policy.defaultVersionId) throw deleteConflict('Cannot delete the default version of a policy.');
    policy.versions.delete(id);
    return {};
  }),
];

function notFound(arn: string): string {
  return `Policy ${arn} was not found.`;
}

function managedDocument(document: string | undefined): string {
  const policy = requireIdentityPolicy(document);
  if (sizeOf(policy) > maximumSize) throw limitExceeded(`Cannot exceed quota for PolicySize: ${maximumSize}`);
  return policy;
}

function requireVersion(policy: PolicyRecord, id: string | undefined): string {
  if (id !== undefined && policy.versions.has(id)) return id;
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
}

function describeVersion(policy: PolicyRecord, VersionId: string) {
  return {
    VersionId,
    IsDefaultVersion: VersionId === policy.defaultVersionId,
    CreateDate: policy.versions.get(VersionId)?.createdAt,
  };
}

function describePolicy(state: IamState, policy: PolicyRecord): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachmentCount(state, policy.arn),
    PermissionsBoundaryUsageCount: boundaryCount(state, policy.arn),
    IsAttachable: true,
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
  };
}
