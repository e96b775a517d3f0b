import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Context } from '../../../context.ts';
import { type IamState, iamState, type PrincipalRecord } from '../../iam/state.ts';
import { type Fields, isSame } from '../template/value.ts';
import { call } from './call.ts';
import { documentText } from './iam_role.ts';
import type { ResourceType } from './resource_type.ts';
import { json, list, text } from './shape.ts';

interface Holder {
  readonly kind: 'Roles' | 'Users' | 'Groups';
  readonly name: string;
}

const kinds = ['Roles', 'Users', 'Groups'] as const;

const principals: Readonly<Record<Holder['kind'], (state: IamState) => ReadonlyMap<string, PrincipalRecord>>> = {
  Roles: ({ roles }) => roles,
  Users: ({ users }) => users,
  Groups: ({ groups }) => groups,
};

function holdersOf(properties: Fields): Holder[] {
  return kinds.flatMap((kind) => ((properties[kind] ?? []) as readonly string[]).map((name) => ({ kind, name })));
}

function lost(before: Fields, after: Fields): Holder[] {
  return holdersOf(before).filter((each) => !holdersOf(after).some((other) => isSame({ ...each }, { ...other })));
}

function recordOf({ kind, name }: Holder, context: Context): PrincipalRecord | undefined {
  return principals[kind](context.state(iamState)).get(name.toLowerCase());
}

function putInline(holder: Holder, properties: Fields, context: Context): void {
  const policy = {
    PolicyName: String(properties['PolicyName']),
    PolicyDocument: documentText(properties['PolicyDocument']),
  };
  if (holder.kind === 'Roles') call(context, PutRolePolicyCommand, { RoleName: holder.name, ...policy });
  if (holder.kind === 'Users') call(context, PutUserPolicyCommand, { UserName: holder.name, ...policy });
  if (holder.kind === 'Groups') call(context, PutGroupPolicyCommand, { GroupName: holder.name, ...policy });
}

function dropInline(holder: Holder, { PolicyName: given }: Fields, context: Context): void {
  const PolicyName = String(given);
  if (!recordOf(holder, context)?.inlinePolicies.has(PolicyName)) return;
  if (holder.kind === 'Roles') call(context, DeleteRolePolicyCommand, { RoleName: holder.name, PolicyName });
  if (holder.kind === 'Users') call(context, DeleteUserPolicyCommand, { UserName: holder.name, PolicyName });
  if (holder.kind === 'Groups') call(context, DeleteGroupPolicyCommand, { GroupName: holder.name, PolicyName });
}

/** `AWS::IAM::Policy` (Template reference): an inline policy of roles, users and groups. */
export const policy: ResourceType = {
  type: 'AWS::IAM::Policy',
  properties: {
    Groups: { shape: list(text) },
    PolicyDocument: { shape: json, required: true },
    PolicyName: { shape: text, required: true },
    Roles: { shape: list(text) },
    Users: { shape: list(text) },
  },
  unmodelled: [],
  seconds: { create: 16, update: 16, remove: 3 },
  capability: () => 'CAPABILITY_IAM',
  create: (_, { newName }) => newName({ most: 128 }),
  configure(_, properties, { context }) {
    for (const holder of holdersOf(properties)) putInline(holder, properties, context);
  },
  update(_, properties, before, { context }) {
    const isRenamed = properties['PolicyName'] !== before['PolicyName'];
    for (const holder of isRenamed ? holdersOf(before) : lost(before, properties)) dropInline(holder, before, context);
    for (const holder of holdersOf(properties)) putInline(holder, properties, context);
  },
  remove(_, properties, context) {
    for (const holder of holdersOf(properties)) dropInline(holder, properties, context);
  },
  attributes: { Id: (id) => id },
};

function attach(holder: Holder, PolicyArn: string, context: Context): void {
  if (holder.kind === 'Roles') call(context, AttachRolePolicyCommand, { RoleName: holder.name, PolicyArn });
  if (holder.kind === 'Users') call(context, AttachUserPolicyCommand, { UserName: holder.name, PolicyArn });
  if (holder.kind === 'Groups') call(context, AttachGroupPolicyCommand, { GroupName: holder.name, PolicyArn });
}

function detach(holder: Holder, PolicyArn: string, context: Context): void {
  if (!recordOf(holder, context)?.attachedPolicies.has(PolicyArn)) return;
  if (holder.kind === 'Roles') call(context, DetachRolePolicyCommand, { RoleName: holder.name, PolicyArn });
  if (holder.kind === 'Users') call(context, DetachUserPolicyCommand, { UserName: holder.name, PolicyArn });
  if (holder.kind === 'Groups') call(context, DetachGroupPolicyCommand, { GroupName: holder.name, PolicyArn });
}

/** `AWS::IAM::ManagedPolicy` (Template reference). */
export const managedPolicy: ResourceType = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: {
    Description: { shape: text, replaces: true },
    Groups: { shape: list(text) },
    ManagedPolicyName: { shape: text, replaces: true },
    Path: { shape: text, replaces: true },
    PolicyDocument: { shape: json, required: true },
    Roles: { shape: list(text) },
    Users: { shape: list(text) },
  },
  unmodelled: [],
  seconds: { create: 16, update: 16, remove: 3 },
  capability: ({ ManagedPolicyName: name }) => (name === undefined ? 'CAPABILITY_IAM' : 'CAPABILITY_NAMED_IAM'),
  create: (properties, { context, newName }) =>
    call(context, CreatePolicyCommand, {
      PolicyName: (properties['ManagedPolicyName'] as string | undefined) ?? newName({ most: 128 }),
      PolicyDocument: documentText(properties['PolicyDocument']),
      Description: properties['Description'] as string | undefined,
      Path: properties['Path'] as string | undefined,
    }).Policy?.Arn ?? '',
  configure(PolicyArn, properties, { context }) {
    for (const holder of holdersOf(properties)) attach(holder, PolicyArn, context);
  },
  update(PolicyArn, properties, before, { context }) {
    if (!isSame(properties['PolicyDocument'], before['PolicyDocument'])) {
      makeRoom(PolicyArn, context);
      const PolicyDocument = documentText(properties['PolicyDocument']);
      call(context, CreatePolicyVersionCommand, { PolicyArn, PolicyDocument, SetAsDefault: true });
    }
    for (const holder of lost(before, properties)) detach(holder, PolicyArn, context);
    for (const holder of holdersOf(properties)) attach(holder, PolicyArn, context);
  },
  remove(PolicyArn, properties, context) {
    const record = context.state(iamState).policies.get(PolicyArn);
    if (!record) return;
    for (const holder of holdersOf(properties)) detach(holder, PolicyArn, context);
    for (const VersionId of [...record.versions.keys()].filter((id) => id !== record.defaultVersionId)) {
      call(context, DeletePolicyVersionCommand, { PolicyArn, VersionId });
    }
    call(context, DeletePolicyCommand, { PolicyArn });
  },
  attributes: {
    PolicyArn: (id) => id,
    DefaultVersionId: (id, context) => context.state(iamState).policies.get(id)?.defaultVersionId ?? '',
    PolicyId: (id, context) => context.state(iamState).policies.get(id)?.id ?? '',
  },
};

/** A policy has five versions at most: the oldest makes room. */
function makeRoom(PolicyArn: string, context: Context): void {
  const record = context.state(iamState).policies.get(PolicyArn);
  const [oldest] = [...(record?.versions.keys() ?? [])].filter((id) => id !== record?.defaultVersionId);
  if (!record || record.versions.size < 5 || oldest === undefined) return;
  call(context, DeletePolicyVersionCommand, { PolicyArn, VersionId: oldest });
}
