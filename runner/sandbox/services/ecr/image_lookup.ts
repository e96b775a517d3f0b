import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import { ServiceError } from '../../wire/errors.ts';
import { invalidParameter } from './lookup.ts';
import type { ImageRecord, RepositoryRecord } from './state.ts';

/** The image that a digest, a tag, or both together mean. */
export function findImage(
  repository: RepositoryRecord,
  { imageDigest, imageTag }: ImageIdentifier,
): ImageRecord | undefined {
  if (imageDigest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(imageDigest)) {
    throw invalidParameter('imageDigest', "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
  }
  const image =
    imageDigest === undefined
      ? [...repository.images.values()].find(({ tags }) => tags.has(imageTag ?? ''))
      : repository.images.get(imageDigest);
  return imageTag === undefined || image?.tags.has(imageTag) ? image : undefined;
}

/** The same, or `ImageNotFoundException`. */
export function requireImage(repository: RepositoryRecord, id: ImageIdentifier): ImageRecord {
  const image = findImage(repository, id);
  if (image) return image;
  throw new ServiceError('ImageNotFoundException', notFoundText(repository, id));
}

function notFoundText(repository: RepositoryRecord, { imageDigest, imageTag }: ImageIdentifier): string {
  return `The image with imageId {imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'} does not exist within the repository with name '${repository.repositoryName}' in the registry with id '${repository.registryId}'`;
}

/** Images by a filter on whether they have tags, the newest first. */
export function imagesByTagStatus(repository: RepositoryRecord, tagStatus: string | undefined): ImageRecord[] {
  return [...repository.images.values()]
    .filter(({ tags }) => tagStatus === undefined || tagStatus === 'ANY' || (tagStatus === 'TAGGED') === tags.size > 0)
    .reverse();
}
