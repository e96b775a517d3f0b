import { createHash } from 'node:crypto';
import {
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { unlessDoneBefore } from '../../aws/done_before.ts';
import { unlessMissing } from '../../aws/unless_missing.ts';
import type { World } from '../../aws/world.ts';
import { PlayError } from '../../diagnostics.ts';
import type { EcrRepository } from './image_name.ts';

/**
 * Digest of the image that ECR holds under a tag; undefined when it holds none. A missing repository is an error, except where a
 * task before is going to make it.
 */
export async function findDigest(
  world: World,
  { account, name }: EcrRepository,
  { tag, repositoryMayBeMissing }: { tag: string; repositoryMayBeMissing: boolean },
): Promise<string | undefined> {
  const answer = await unlessMissing(repositoryMayBeMissing ? 'RepositoryNotFoundException' : [], () =>
    world
      .client(ECRClient)
      .send(new BatchGetImageCommand({ registryId: account, repositoryName: name, imageIds: [{ imageTag: tag }] })),
  );
  return answer?.images?.[0]?.imageId?.imageDigest;
}

/** User name and password for the registry, good for twelve hours (ECR API, `GetAuthorizationToken`). */
export async function registryLogin(world: World): Promise<{ username: string; password: string }> {
  const { authorizationData } = await world.client(ECRClient).send(new GetAuthorizationTokenCommand({}));
  return loginFrom(authorizationData?.[0]?.authorizationToken, 'ECR');
}

/** What an authorization token of ECR, private or public, says: user name and password. */
export function loginFrom(token: string | undefined, giver: string): { username: string; password: string } {
  if (!token) throw new PlayError({ code: 'ecr-login', message: `${giver} gave no authorization token` });
  const [username = '', ...rest] = Buffer.from(token, 'base64').toString('utf8').split(':');
  return { username, password: rest.join(':') };
}

const mediaTypes = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
} as const;

/**
 * Puts an image without layers into a repository: its configuration as a blob and a manifest that names it, by the calls that
 * a push makes. Returns the digest of the manifest, which is the image's, and whether the tag is new for it.
 */
export async function putImage(
  world: World,
  repository: EcrRepository,
  { config, annotations, tag }: { config: object; annotations: Readonly<Record<string, string>>; tag: string },
): Promise<{ digest: string; changed: boolean }> {
  const blob = Buffer.from(JSON.stringify(config));
  const digest = `sha256:${createHash('sha256').update(blob).digest('hex')}`;
  await upload(world, repository, blob, digest);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.config, size: blob.length, digest },
    layers: [],
    annotations,
  });
  const answer = await unlessMissing('ImageAlreadyExistsException', () =>
    world.client(ECRClient).send(
      new PutImageCommand({
        ...names(repository),
        imageManifest: manifest,
        imageManifestMediaType: mediaTypes.manifest,
        imageTag: tag,
      }),
    ),
  );
  const own = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  return { digest: answer?.image?.imageId?.imageDigest ?? own, changed: answer !== undefined };
}

async function upload(world: World, repository: EcrRepository, blob: Buffer, digest: string): Promise<void> {
  const client = world.client(ECRClient);
  const { uploadId } = await client.send(new InitiateLayerUploadCommand(names(repository)));
  const part = { partFirstByte: 0, partLastByte: blob.length - 1, layerPartBlob: blob };
  await unlessDoneBefore(['InvalidLayerPartException'], () =>
    client.send(new UploadLayerPartCommand({ ...names(repository), uploadId, ...part })),
  );
  const complete = new CompleteLayerUploadCommand({ ...names(repository), uploadId, layerDigests: [digest] });
  await unlessMissing('LayerAlreadyExistsException', () =>
    unlessDoneBefore(['UploadNotFoundException'], () => client.send(complete)),
  );
}

const names = ({ account, name }: EcrRepository) => ({ registryId: account, repositoryName: name });
