import { ECRClient, paginateListImages } from '@aws-sdk/client-ecr';
import { unlessMissing } from '../../../aws/unless_missing.ts';
import type { World } from '../../../aws/world.ts';
import type { Repository } from './repository.ts';

/** How many images the repository holds: by digest, as one image can have several tags. */
export async function countImages(world: World, { name, registry_id }: Repository): Promise<number> {
  const pages = paginateListImages(
    { client: world.client(ECRClient) },
    { registryId: registry_id, repositoryName: name, maxResults: 1000 },
  );
  const digests = new Set<string>();
  await unlessMissing('RepositoryNotFoundException', async () => {
    for await (const { imageIds = [] } of pages) for (const { imageDigest = '' } of imageIds) digests.add(imageDigest);
  });
  return digests.size;
}

/** `3 images`. */
export const imagesInWords = (count: number): string => (count === 1 ? '1 image' : `${count} images`);
