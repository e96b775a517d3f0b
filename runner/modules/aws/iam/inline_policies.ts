import {
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  paginateListGroupPolicies,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam';
import type { World } from '../../../aws/world.ts';

/** The four operations on inline policies, which IAM has once per kind of owner. */
export interface InlinePolicies {
  list(world: World, owner: string): Promise<string[]>;
  /** URL-encoded, as IAM answers. */
  get(world: World, owner: string, PolicyName: string): Promise<string | undefined>;
  put(world: World, owner: string, PolicyName: string, PolicyDocument: string): Promise<unknown>;
  remove(world: World, owner: string, PolicyName: string): Promise<unknown>;
}

const iam = (world: World): IAMClient => world.client(IAMClient);

async function names(pages: AsyncIterable<{ PolicyNames?: string[] | undefined }>): Promise<string[]> {
  const found: string[] = [];
  for await (const page of pages) found.push(...(page.PolicyNames ?? []));
  return found.sort();
}

const role: InlinePolicies = {
  list: (world, RoleName) => names(paginateListRolePolicies({ client: iam(world) }, { RoleName })),
  get: async (world, RoleName, PolicyName) =>
    (await iam(world).send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument,
  put: (world, RoleName, PolicyName, PolicyDocument) =>
    iam(world).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
  remove: (world, RoleName, PolicyName) => iam(world).send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
};

const user: InlinePolicies = {
  list: (world, UserName) => names(paginateListUserPolicies({ client: iam(world) }, { UserName })),
  get: async (world, UserName, PolicyName) =>
    (await iam(world).send(new GetUserPolicyCommand({ UserName, PolicyName }))).PolicyDocument,
  put: (world, UserName, PolicyName, PolicyDocument) =>
    iam(world).send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
  remove: (world, UserName, PolicyName) => iam(world).send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
};

const group: InlinePolicies = {
  list: (world, GroupName) => names(paginateListGroupPolicies({ client: iam(world) }, { GroupName })),
  get: async (world, GroupName, PolicyName) =>
    (await iam(world).send(new GetGroupPolicyCommand({ GroupName, PolicyName }))).PolicyDocument,
  put: (world, GroupName, PolicyName, PolicyDocument) =>
    iam(world).send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument })),
  remove: (world, GroupName, PolicyName) => iam(world).send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
};

/** By the kind of owner. */
export const inlinePolicies = { role, user, group } as const;
