import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { Context } from '../../../context.ts';
import { iamState } from '../../iam/state.ts';
import { type Fields, isSame, type Value } from '../template/value.ts';
import { call } from './call.ts';
import type { ResourceType } from './resource_type.ts';
import { json, list, number, struct, tags, text } from './shape.ts';
import { tagChanges, tagsOf } from './tag_changes.ts';

/** `AWS::IAM::Role` (Template reference). */
export const role: ResourceType = {
  type: 'AWS::IAM::Role',
  properties: {
    AssumeRolePolicyDocument: { shape: json, required: true },
    Description: { shape: text },
    ManagedPolicyArns: { shape: list(text) },
    MaxSessionDuration: { shape: number },
    Path: { shape: text, replaces: true },
    PermissionsBoundary: { shape: text },
    Policies: { shape: list(struct({ PolicyName: text, PolicyDocument: json }, 'PolicyName', 'PolicyDocument')) },
    RoleName: { shape: text, replaces: true },
    Tags: { shape: tags },
  },
  unmodelled: [],
  seconds: { create: 18, update: 15, remove: 3 },
  capability: ({ RoleName: name }) => (name === undefined ? 'CAPABILITY_IAM' : 'CAPABILITY_NAMED_IAM'),
  create(properties, { context, newName }) {
    const RoleName = (properties['RoleName'] as string | undefined) ?? newName({ most: 64 });
    call(context, CreateRoleCommand, {
      RoleName,
      AssumeRolePolicyDocument: documentText(properties['AssumeRolePolicyDocument']),
      Description: properties['Description'] as string | undefined,
      MaxSessionDuration: properties['MaxSessionDuration'] as number | undefined,
      Path: properties['Path'] as string | undefined,
      PermissionsBoundary: properties['PermissionsBoundary'] as string | undefined,
      Tags: tagsOf(properties),
    });
    return RoleName;
  },
  configure: (id, properties, { context }) => setPolicies(id, properties, {}, context),
  update(RoleName, properties, before, { context }) {
    if (!isSame(properties['AssumeRolePolicyDocument'], before['AssumeRolePolicyDocument'])) {
      const PolicyDocument = documentText(properties['AssumeRolePolicyDocument']);
      call(context, UpdateAssumeRolePolicyCommand, { RoleName, PolicyDocument });
    }
    call(context, UpdateRoleCommand, {
      RoleName,
      Description: (properties['Description'] as string | undefined) ?? '',
      MaxSessionDuration: (properties['MaxSessionDuration'] as number | undefined) ?? 3600,
    });
    setBoundary(RoleName, properties, before, context);
    setPolicies(RoleName, properties, before, context);
    const { set, drop } = tagChanges(before, properties);
    if (drop.length > 0) call(context, UntagRoleCommand, { RoleName, TagKeys: drop });
    if (set.length > 0) call(context, TagRoleCommand, { RoleName, Tags: set });
  },
  remove(RoleName, properties, context) {
    const record = context.state(iamState).roles.get(RoleName.toLowerCase());
    if (!record) return;
    // Only what the template gave it: what others attached keeps the role, as on AWS.
    setPolicies(RoleName, {}, properties, context);
    call(context, DeleteRoleCommand, { RoleName });
  },
  attributes: {
    Arn: (id, context) => context.state(iamState).roles.get(id.toLowerCase())?.arn ?? '',
    RoleId: (id, context) => context.state(iamState).roles.get(id.toLowerCase())?.id ?? '',
  },
  mark(id, marks, context) {
    const record = context.state(iamState).roles.get(id.toLowerCase());
    for (const [key, value] of Object.entries(marks)) record?.tags.set(key, value);
  },
};

/** A policy as IAM takes it. */
export function documentText(document: Value | undefined): string {
  return typeof document === 'string' ? document : JSON.stringify(document ?? null);
}

function setBoundary(RoleName: string, properties: Fields, before: Fields, context: Context): void {
  const PermissionsBoundary = properties['PermissionsBoundary'] as string | undefined;
  if (PermissionsBoundary === before['PermissionsBoundary']) return;
  if (PermissionsBoundary === undefined) call(context, DeleteRolePermissionsBoundaryCommand, { RoleName });
  else call(context, PutRolePermissionsBoundaryCommand, { RoleName, PermissionsBoundary });
}

function setPolicies(RoleName: string, properties: Fields, before: Fields, context: Context): void {
  const record = context.state(iamState).roles.get(RoleName.toLowerCase());
  const arns = (of: Fields) => (of['ManagedPolicyArns'] ?? []) as readonly string[];
  for (const PolicyArn of arns(before)) {
    if (arns(properties).includes(PolicyArn) || !record?.attachedPolicies.has(PolicyArn)) continue;
    call(context, DetachRolePolicyCommand, { RoleName, PolicyArn });
  }
  for (const PolicyArn of arns(properties)) call(context, AttachRolePolicyCommand, { RoleName, PolicyArn });
  const inline = (of: Fields) => (of['Policies'] ?? []) as readonly Fields[];
  for (const { PolicyName: name } of inline(before)) {
    const PolicyName = String(name);
    if (inline(properties).some((each) => each['PolicyName'] === name) || !record?.inlinePolicies.has(PolicyName))
      continue;
    call(context, DeleteRolePolicyCommand, { RoleName, PolicyName });
  }
  for (const { PolicyName, PolicyDocument } of inline(properties)) {
    const document = documentText(PolicyDocument);
    call(context, PutRolePolicyCommand, { RoleName, PolicyName: String(PolicyName), PolicyDocument: document });
  }
}
