import { IAMClient, paginateListPolicies } from '@aws-sdk/client-iam';
import { listOf } from '../../../aws/unknowns.ts';
import type { World } from '../../../aws/world.ts';
import { Missing } from '../../module.ts';

/** Puts ARNs in the place of managed policies given by name: those of the account first, then those of AWS. */
export async function resolveManagedPolicies(world: World, written: readonly string[]): Promise<string[]> {
  const policies = listOf(written);
  const isName = (policy: unknown): policy is string => typeof policy === 'string' && !policy.startsWith('arn:');
  const wanted = new Set(policies.filter(isName));
  if (wanted.size === 0) return policies;
  const arns = new Map<string, string>();
  for (const Scope of ['Local', 'AWS'] as const)
    if (arns.size < wanted.size) await collectArns(world, Scope, wanted, arns);
  return policies.map((policy) => {
    const missing: unknown = new Missing(`there is no managed policy "${policy}"`);
    return isName(policy) ? (arns.get(policy) ?? (missing as string)) : policy;
  });
}

async function collectArns(
  world: World,
  Scope: 'Local' | 'AWS',
  wanted: ReadonlySet<string>,
  arns: Map<string, string>,
): Promise<void> {
  const pages = paginateListPolicies({ client: world.client(IAMClient), pageSize: 1000 }, { Scope });
  for await (const page of pages) {
    for (const { PolicyName: name = '', Arn } of page.Policies ?? [])
      if (wanted.has(name) && !arns.has(name)) arns.set(name, Arn!);
    if (arns.size === wanted.size) return;
  }
}
