import { accountWide } from '../../store.ts';

/** What roles, users and groups share: who they are and which policies they have. */
export interface PrincipalRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Date;
  /** Policy documents, as text, by name. */
  readonly inlinePolicies: Map<string, string>;
  /** ARNs of managed policies, in the order in which they came. */
  readonly attachedPolicies: Set<string>;
  readonly tags: Map<string, string>;
  permissionsBoundary?: string | undefined;
}

/** A role: a principal that others may assume. */
export interface RoleRecord extends PrincipalRecord {
  /** The trust policy as text, as it was given. */
  assumeRolePolicy: string;
  description?: string | undefined;
  maxSessionDuration: number;
}

/** A group and its members. */
export interface GroupRecord extends PrincipalRecord {
  readonly users: Set<string>;
}

/** A managed policy of this account, or one of AWS's. */
export interface PolicyRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
  defaultVersionId: string;
  nextVersion: number;
  readonly versions: Map<string, { readonly document: string; readonly createdAt: Date }>;
  readonly tags: Map<string, string>;
}

/** A container that hands a role to an EC2 instance. */
export interface InstanceProfileRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Date;
  roleName?: string | undefined;
  readonly tags: Map<string, string>;
}

/** The identities of the account. Names are kept as keys in lower case: IAM's are unique without regard to case. */
export interface IamState {
  readonly roles: Map<string, RoleRecord>;
  readonly users: Map<string, PrincipalRecord>;
  readonly groups: Map<string, GroupRecord>;
  /** By ARN. */
  readonly policies: Map<string, PolicyRecord>;
  readonly instanceProfiles: Map<string, InstanceProfileRecord>;
  readonly accountAliases: string[];
}

/** Where the identities of the account are kept. */
export const iamState = accountWide(
  'iam',
  (): IamState => ({
    roles: new Map(),
    users: new Map(),
    groups: new Map(),
    policies: new Map(),
    instanceProfiles: new Map(),
    accountAliases: [],
  }),
);

/** The role of that name, if any; for services that check a role they are given. */
export function findRole(state: IamState, nameOrArn: string): RoleRecord | undefined {
  const name = nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn;
  const role = state.roles.get(name.toLowerCase());
  return role && (role.arn === nameOrArn || !nameOrArn.startsWith('arn:')) ? role : undefined;
}
