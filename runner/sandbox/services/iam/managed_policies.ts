import type { Context } from '../../context.ts';
import { hexDigits } from '../../store.ts';
import { ServiceError } from '../../wire/errors.ts';
import { awsManagedDocuments } from './aws_managed.ts';
import { constraint, noSuchEntity } from './refuse.ts';
import { type IamState, iamState, type PolicyRecord } from './state.ts';

/** When AWS's own policies count as made; the true dates differ and tell nothing. */
const longAgo = new Date('2015-02-06T18:40:58Z');

/** AWS's own policies, by ARN; nobody changes them. */
export const awsManagedPolicies: ReadonlyMap<string, PolicyRecord> = new Map(
  [...awsManagedDocuments].map(([nameWithPath, document]) => {
    const slash = nameWithPath.lastIndexOf('/') + 1;
    const arn = `arn:aws:iam::aws:policy/${nameWithPath}`;
    const versions: PolicyRecord['versions'] = new Map(
      document ? [['v1', { document: JSON.stringify(document), createdAt: longAgo }]] : [],
    );
    const record: PolicyRecord = {
      name: nameWithPath.slice(slash),
      id: `ANPA${hexDigits(arn, 17).toUpperCase()}`,
      arn,
      path: `/${nameWithPath.slice(0, slash)}`,
      createdAt: longAgo,
      updatedAt: longAgo,
      defaultVersionId: 'v1',
      nextVersion: 2,
      versions,
      tags: new Map(),
    };
    return [arn, record];
  }),
);

/** The managed policy of that ARN, of this account or of AWS, or `NoSuchEntity`. */
export function requirePolicy(
  context: Context,
  arn: string | undefined,
  refusal = (wanted: string) => `Policy ${wanted} does not exist or is not attachable.`,
): PolicyRecord {
  const wanted = arn ?? '';
  if (!/^arn:aws[\w-]*:iam::(\d{12}|aws):policy\/.+/.test(wanted)) {
    throw constraint(wanted, 'policyArn', 'ARN of a policy expected');
  }
  const policy = context.state(iamState).policies.get(wanted) ?? awsManagedPolicies.get(wanted);
  if (!policy) throw noSuchEntity(refusal(wanted));
  return policy;
}

/** A policy that may be changed: AWS's own may not. */
export function requireOwnPolicy(context: Context, arn: string | undefined): PolicyRecord {
  const policy = requirePolicy(context, arn, (wanted) => `Policy ${wanted} was not found.`);
  if (context.state(iamState).policies.has(policy.arn)) return policy;
  throw new ServiceError(
    'AccessDenied',
    `User: ${context.arn('iam', 'user/sandbox')} may not change ${policy.arn}`,
    403,
  );
}

/** How many principals have a policy. */
export function attachmentCount({ roles, users, groups }: IamState, arn: string): number {
  return [...roles.values(), ...users.values(), ...groups.values()].filter(({ attachedPolicies }) =>
    attachedPolicies.has(arn),
  ).length;
}

/** How many principals have a policy as their boundary. */
export function boundaryCount({ roles, users }: IamState, arn: string): number {
  return [...roles.values(), ...users.values()].filter(({ permissionsBoundary }) => permissionsBoundary === arn).length;
}
