import { iamPolicySchema } from '../../../schemas/iam_policy.ts';
import { decodePolicy, type PolicyDocument, policyParameter, samePolicy } from '../../aws/policy.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import type { World } from '../../aws/world.ts';
import type { Infer } from '../../schema/infer.ts';
import { Unknown, unknown } from '../../template/values.ts';
import { resource, step, type Wanted } from '../module.ts';
import { inlinePolicies } from './iam/inline_policies.ts';
import { noSuchEntity, onceIamKnows } from './iam/missing.ts';
import { tagsOfPrincipal } from './iam/owner_tags.ts';

type Params = Infer<typeof iamPolicySchema>;

/** The inline policies of one role, user or group: all names, and the documents that matter. */
interface PoliciesState {
  names: string[];
  documents: Record<string, PolicyDocument>;
}

/** An inline policy, as the page of `amazon.aws.iam_policy` documents it. */
export const iamPolicy = resource({
  name: 'iam_policy',
  schema: iamPolicySchema,
  identity: ['iam_name', 'policy_name'],
  read: readPolicies,
  exists: ({ names }, { policy_name }) => (names as string[]).includes(policy_name),
  want: wantedPolicies,
  removal: {
    id: (_now, { iam_type, iam_name, policy_name }) => `${iam_type}/${iam_name}/policy/${policy_name}`,
    hangsOn: (_now, { iam_type, iam_name }) => [`${iam_type}/${iam_name}`],
    async read(world, params) {
      const now = await readPolicies(world, params);
      return now.names.includes(params.policy_name) ? now : undefined;
    },
    tags: (world, _now, { iam_type, iam_name }) => tagsOfPrincipal(world, iam_type, iam_name),
  },
  *plan(now, want, params) {
    const { policy_name, iam_type, iam_name } = params;
    const current = now?.documents[policy_name];
    const wanted = (want as PoliciesState | undefined)?.documents[policy_name];
    const there = now?.names.includes(policy_name) ?? false;
    if (wanted === undefined) {
      if (there)
        yield step(`delete policy ${policy_name} of ${iam_type} ${iam_name}`, async (world) => {
          await unlessMissing(noSuchEntity, () => inlinePolicies[iam_type].remove(world, iam_name, policy_name));
          return { ...(want as PoliciesState) };
        });
    } else if (wanted !== current) {
      const verb = there ? 'change' : 'add';
      yield step(`${verb} policy ${policy_name} of ${iam_type} ${iam_name}`, async (world, { known }) => {
        const text = JSON.stringify(wanted);
        await onceIamKnows(world, () => inlinePolicies[iam_type].put(world, iam_name, policy_name, text));
        const names = [...new Set([...(known.names ?? []), policy_name])].sort();
        return { names, documents: { ...known.documents, [policy_name]: wanted } };
      });
    }
  },
  result: (policies, { iam_type, iam_name, policy_name }) => {
    const { names, documents } = policies ?? { names: [], documents: {} };
    return {
      [`${iam_type}_name`]: iam_name,
      policies: names,
      policy_names: names,
      policy_document: (documents as PoliciesState['documents'])[policy_name] ?? null,
    };
  },
});

async function readPolicies(world: World, params: Params): Promise<PoliciesState> {
  const { iam_type, iam_name, policy_name, skip_duplicates, state } = params;
  const operations = inlinePolicies[iam_type];
  const isNew = iam_type === 'role' && world.isEmpty?.(iam_name, 'iam:ListRolePolicies');
  const names = isNew ? [] : ((await unlessMissing(noSuchEntity, () => operations.list(world, iam_name))) ?? []);
  // To take one away it need not be known.
  const needed = names.filter((name) => state === 'present' && (skip_duplicates || name === policy_name));
  const documents = await Promise.all(
    needed.map(async (name) => [name, decodePolicy((await operations.get(world, iam_name, name)) ?? '{}')] as const),
  );
  return { names, documents: Object.fromEntries(documents) };
}

function wantedPolicies(params: Params, now: PoliciesState = { names: [], documents: {} }): Wanted<PoliciesState> {
  const { policy_name, policy_json, skip_duplicates, state } = params;
  if (state === 'absent') {
    const { [policy_name]: _gone, ...documents } = now.documents;
    return { names: now.names.filter((name) => name !== policy_name), documents };
  }
  const names = [...new Set([...now.names, policy_name])].sort();
  const document = (policy_json as unknown) instanceof Unknown ? unknown : policyParameter('policy_json', policy_json);
  if (document instanceof Unknown) return { names, documents: { ...now.documents, [policy_name]: document as never } };
  const same = (name: string) => samePolicy(now.documents[name], document);
  if (same(policy_name) || (skip_duplicates && Object.keys(now.documents).some(same))) return now;
  return { names, documents: { ...now.documents, [policy_name]: document } };
}
