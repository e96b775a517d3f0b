import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  type EncryptionType,
  type ImageTagMutability,
} from '@aws-sdk/client-ecr';
import { ecsEcrSchema } from '../../../schemas/ecs_ecr.ts';
import { errorCode } from '../../aws/errors.ts';
import { createOnce } from '../../aws/lost_answer.ts';
import { policyParameter, samePolicy } from '../../aws/policy.ts';
import { tagsToList, wantedTags } from '../../aws/tags.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import { unknown } from '../../template/values.ts';
import { resource, type Step, step, type Wanted } from '../module.ts';
import { changes } from './ecr/changes.ts';
import { countImages, imagesInWords } from './ecr/images_held.ts';
import { fromAws, type Repository, readExtras, repositoryTags, sameLifecyclePolicy } from './ecr/repository.ts';
import { fixedDifferences } from './fixed.ts';

/** A private ECR repository, found by its name. Result as `community.aws.ecs_ecr` documents it. */
export const ecsEcr = resource({
  name: 'ecs_ecr',
  schema: ecsEcrSchema,
  identity: ['name', 'registry_id'],

  async read(world, params): Promise<Repository | undefined> {
    const found = await describe(world, params.name, params.registry_id);
    if (!found) return undefined;
    if (params.state === 'absent' && params.force_absent) return { ...found, images: await countImages(world, found) };
    const asked = params.state === 'present';
    return readExtras(world, found, {
      policy: asked && (params.policy !== undefined || params.purge_policy),
      lifecycle_policy: asked && (params.lifecycle_policy !== undefined || params.purge_lifecycle_policy),
      tags: asked && params.tags !== undefined,
    });
  },

  want(params, now): Wanted<Repository> | undefined {
    if (params.state === 'absent') return undefined;
    const policy = params.policy === undefined ? undefined : policyParameter('policy', params.policy);
    const lifecycle =
      params.lifecycle_policy === undefined ? undefined : policyParameter('lifecycle_policy', params.lifecycle_policy);
    const { encryption_type = now?.encryption_type ?? 'AES256', kms_key } = params.encryption_configuration ?? {};
    return {
      name: params.name,
      arn: now?.arn ?? unknown,
      uri: now?.uri ?? unknown,
      registry_id: now?.registry_id ?? params.registry_id ?? unknown,
      created_at: now?.created_at ?? unknown,
      created: now === undefined,
      image_tag_mutability: upper(params.image_tag_mutability),
      scan_on_push: params.scan_on_push ?? params.image_scanning_configuration?.scan_on_push ?? false,
      encryption_type,
      // A key left out means the account's default key, whichever that is.
      kms_key: sameKey(now?.kms_key, kms_key) ?? now?.kms_key ?? (encryption_type === 'AES256' ? null : unknown),
      policy: wantedDocument(now?.policy, policy, params.purge_policy, samePolicy),
      lifecycle_policy: wantedDocument(
        now?.lifecycle_policy,
        lifecycle,
        params.purge_lifecycle_policy,
        sameLifecyclePolicy,
      ),
      tags: wantedTags(now?.tags, params.tags, params.purge_tags),
    };
  },

  // ECR API: nothing changes the encryption of a repository that is there.
  replaces: (now, want) =>
    fixedDifferences(now, want, {
      encryption_type: 'encryption_configuration.encryption_type',
      kms_key: 'encryption_configuration.kms_key',
    }),

  removal: {
    id: (now) => now.arn,
    absent: (params) => ({ ...params, state: 'absent' as const, force_absent: true }),
    tags: (world, now) => repositoryTags(world, now),
    async holds(world, now) {
      const count = await countImages(world, now);
      return count > 0 ? imagesInWords(count) : undefined;
    },
  },

  *plan(now, want, params): Iterable<Step<Repository>> {
    if (!want) {
      if (now) yield deletion(now, params.force_absent);
      return;
    }
    if (!now) yield creation(want);
    // A new repository is created with everything but its policies.
    yield* changes(now ?? { ...want, policy: null, lifecycle_policy: null }, want, params.force_set_policy);
  },

  result(state, params) {
    if (!state) return { state: params.state, created: false, name: params.name };
    return {
      state: params.state,
      created: state.created,
      name: state.name,
      repository: {
        repositoryArn: state.arn,
        registryId: state.registry_id,
        repositoryName: state.name,
        repositoryUri: state.uri,
        createdAt: state.created_at,
        imageTagMutability: state.image_tag_mutability,
        imageScanningConfiguration: { scanOnPush: state.scan_on_push },
        encryptionConfiguration: {
          encryptionType: state.encryption_type,
          ...(state.kms_key !== null && { kmsKey: state.kms_key }),
        },
        ...(params.tags !== undefined && { tags: state.tags }),
      },
      ...((params.policy !== undefined || params.purge_policy) && { policy: state.policy }),
      ...((params.lifecycle_policy !== undefined || params.purge_lifecycle_policy) && {
        lifecycle_policy: state.lifecycle_policy,
      }),
    };
  },
});

const upper = (mutability: string): string => (typeof mutability === 'string' ? mutability.toUpperCase() : mutability);

/** AWS answers with the key's ARN where its id was given. */
const sameKey = (now: string | null | undefined, key: string | undefined): string | undefined =>
  now && key && now.endsWith(`:key/${key}`) ? now : key;

type Document = Repository['policy'];

/** Without a word about it, what is there stays; a document of the same meaning stays as AWS spells it. */
function wantedDocument(
  now: Document | undefined,
  wanted: NonNullable<Document> | undefined,
  purge: boolean,
  same: (a: NonNullable<Document>, b: NonNullable<Document>) => boolean,
): Document {
  if (purge) return null;
  if (wanted === undefined) return now ?? null;
  return now && same(now, wanted) ? now : wanted;
}

async function describe(world: World, name: string, registryId: string | undefined): Promise<Repository | undefined> {
  const found = await unlessMissing('RepositoryNotFoundException', () =>
    world
      .client(ECRClient)
      .send(new DescribeRepositoriesCommand({ repositoryNames: [name], ...(registryId && { registryId }) })),
  );
  const repository = found?.repositories?.[0];
  return repository && fromAws(repository);
}

function creation(want: Wanted<Repository>): Step<Repository> {
  return step(`create repository ${want.name}`, async (world) => {
    const wanted = want as Repository;
    const { kms_key } = wanted;
    const registryId = typeof wanted.registry_id === 'string' ? { registryId: wanted.registry_id } : {};
    const create = async () => {
      const { repository } = await world.client(ECRClient).send(
        new CreateRepositoryCommand({
          ...registryId,
          repositoryName: wanted.name,
          imageTagMutability: wanted.image_tag_mutability as ImageTagMutability,
          imageScanningConfiguration: { scanOnPush: wanted.scan_on_push },
          encryptionConfiguration: {
            encryptionType: wanted.encryption_type as EncryptionType,
            ...(typeof kms_key === 'string' && { kmsKey: kms_key }),
          },
          tags: tagsToList(wanted.tags),
        }),
      );
      return fromAws(repository!);
    };
    const made = await createOnce(create, () => describe(world, wanted.name, registryId.registryId));
    return { ...made, created: true, tags: wanted.tags };
  });
}

function deletion(now: Repository, force: boolean): Step<Repository> {
  return step(
    `delete repository ${now.name}${now.images ? ` and ${imagesInWords(now.images)} in it` : ''}`,
    async (world) => {
      try {
        const command = new DeleteRepositoryCommand({ registryId: now.registry_id, repositoryName: now.name, force });
        await unlessMissing('RepositoryNotFoundException', () => world.client(ECRClient).send(command));
      } catch (error) {
        if (errorCode(error) !== 'RepositoryNotEmptyException') throw error;
        throw new PlayError({
          code: 'repository-not-empty',
          message: `repository ${now.name} still holds images`,
          hint: 'set force_absent: true to delete them with it',
          cause: error,
        });
      }
      return {};
    },
  );
}
