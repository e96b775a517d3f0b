import type { Context } from '../../context.ts';
import { ServiceError } from '../../wire/errors.ts';
import { iamState } from './state.ts';

/** Refuses a trust policy that names a role or user of this account that is not there; other accounts are not looked into. */
export function requireKnownPrincipals(context: Context, document: string): void {
  const { Statement } = JSON.parse(document) as { Statement: { Principal?: unknown } | { Principal?: unknown }[] };
  const names = [Statement]
    .flat()
    .flatMap(({ Principal }) => [(Principal as { AWS?: string | string[] } | undefined)?.AWS ?? []])
    .flat();
  const { roles, users } = context.state(iamState);
  const known = new Set([...roles.values(), ...users.values()].map(({ arn }) => arn));
  for (const name of names) {
    const isOurs = name.startsWith(context.arn('iam', 'role/')) || name.startsWith(context.arn('iam', 'user/'));
    // The caller itself is a user that nobody made.
    const isCaller = name === context.arn('iam', 'user/sandbox');
    if ((isOurs && !isCaller && !known.has(name)) || !isPrincipal(name)) {
      throw new ServiceError('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${name}"`);
    }
  }
}

/** An ARN, everybody, or the id of a principal that was deleted. */
function isPrincipal(name: string): boolean {
  return (
    name === '*' || /^arn:aws[\w-]*:(iam|sts)::(\d{12}|aws):.+/.test(name) || /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(name)
  );
}
