import type { Context } from '../../context.ts';
import { requireName, requirePath } from './names.ts';
import { alreadyExists, deleteConflict, noSuchEntity } from './refuse.ts';
import { type IamState, iamState, type PrincipalRecord } from './state.ts';

/** How IAM speaks of roles, users and groups. */
export interface PrincipalKind<T extends PrincipalRecord> {
  /** `role` in "The role with name x cannot be found." and in ARNs. */
  readonly noun: 'role' | 'user' | 'group';
  readonly parameter: string;
  readonly longest: number;
  readonly records: (state: IamState) => Map<string, T>;
}

/** The principal of that name, or `NoSuchEntity`. */
export function principal<T extends PrincipalRecord>(
  context: Context,
  kind: PrincipalKind<T>,
  name: string | undefined,
): T {
  const wanted = requireName(name, kind.parameter, 128);
  const found = kind.records(context.state(iamState)).get(wanted.toLowerCase());
  if (!found) throw noSuchEntity(`The ${kind.noun} with name ${wanted} cannot be found.`);
  return found;
}

/** Name, path and ARN of one that is to be made; refused when the name is taken, by whatever case. */
export function newPrincipal<T extends PrincipalRecord>(
  context: Context,
  kind: PrincipalKind<T>,
  asked: { readonly name: string | undefined; readonly path: string | undefined },
): Pick<PrincipalRecord, 'name' | 'path' | 'arn' | 'createdAt' | 'inlinePolicies' | 'attachedPolicies'> {
  const name = requireName(asked.name, kind.parameter, kind.longest);
  const path = requirePath(asked.path);
  if (kind.records(context.state(iamState)).has(name.toLowerCase())) {
    const noun = `${kind.noun.charAt(0).toUpperCase()}${kind.noun.slice(1)}`;
    throw alreadyExists(`${noun} with name ${name} already exists.`);
  }
  return {
    name,
    path,
    arn: context.arn('iam', `${kind.noun}${path}${name}`),
    createdAt: context.now(),
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
  };
}

/** Refuses to delete what still has policies. */
export function requireWithoutPolicies({ attachedPolicies, inlinePolicies }: PrincipalRecord): void {
  if (attachedPolicies.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (inlinePolicies.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
}
