import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  GetDownloadUrlForLayerCommand,
  type Image,
  type ImageFailure,
  type ImageIdentifier,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { findImage, imagesByTagStatus, requireImage } from './image_lookup.ts';
import { ecrPage, invalidParameter, repository } from './lookup.ts';
import { type ManifestFacts, requireManifest } from './manifest.ts';
import { isImmutable } from './mutability.ts';
import type { ImageRecord, RepositoryRecord } from './state.ts';

/** Images. Behaviour: `PutImage`, `DescribeImages`, `ListImages`, `BatchGetImage`, `BatchDeleteImage`. */
export const imageOperations = [
  on(PutImageCommand, (input, context) => {
    const record = repository(context, input);
    const facts = requireManifest(record, input.imageManifest, input.imageManifestMediaType);
    if (input.imageDigest !== undefined && input.imageDigest !== facts.digest) {
      throw new ServiceError(
        'ImageDigestDoesNotMatchException',
        'The specified image digest does not match the digest that Amazon ECR calculated for the image.',
      );
    }
    const image = record.images.get(facts.digest) ?? addImage(context, record, facts, input.imageManifest ?? '');
    moveTag(record, image, input.imageTag);
    context.runtime?.tasks?.pushed?.(image);
    return { image: describeManifest(record, image, { imageDigest: facts.digest, imageTag: input.imageTag }) };
  }),
  on(DescribeImagesCommand, (input, context) => {
    const record = repository(context, input);
    const found = input.imageIds
      ? [...new Set(input.imageIds.map((id) => requireImage(record, id)))]
      : imagesByTagStatus(record, input.filter?.tagStatus);
    const { items, next } = ecrPage(found, input);
    return { imageDetails: items.map((image) => describeImage(record, image)), nextToken: next };
  }),
  on(ListImagesCommand, (input, context) => {
    const record = repository(context, input);
    const ids = imagesByTagStatus(record, input.filter?.tagStatus).flatMap(({ imageDigest, tags }) =>
      tags.size === 0 ? [{ imageDigest }] : [...tags].map((imageTag) => ({ imageDigest, imageTag })),
    );
    const { items, next } = ecrPage(ids, input);
    return { imageIds: items, nextToken: next };
  }),
  on(BatchGetImageCommand, (input, context) => {
    const record = repository(context, input);
    const { found, failures } = sorted(record, input.imageIds ?? []);
    return { images: found.map(({ id, image }) => describeManifest(record, image, id)), failures };
  }),
  on(BatchDeleteImageCommand, (input, context) => {
    const record = repository(context, input);
    const { found, failures } = sorted(record, input.imageIds ?? []);
    const imageIds = found.flatMap(({ id, image }) => removeImage(record, image, id));
    return { imageIds, failures };
  }),
  on(GetDownloadUrlForLayerCommand, (input, context) => {
    const { layers, registryId } = repository(context, input);
    const layerDigest = input.layerDigest ?? '';
    if (!layers.has(layerDigest)) {
      throw new ServiceError('LayersNotFoundException', `The layer with digest '${layerDigest}' does not exist`);
    }
    return { downloadUrl: `https://layers.sandbox.invalid/${registryId}/${layerDigest}`, layerDigest };
  }),
];

function addImage(context: Context, record: RepositoryRecord, facts: ManifestFacts, manifest: string): ImageRecord {
  const image: ImageRecord = {
    imageDigest: facts.digest,
    imageManifest: manifest,
    imageManifestMediaType: facts.mediaType,
    artifactMediaType: facts.artifactMediaType,
    imagePushedAt: context.now(),
    imageSizeInBytes: facts.size,
    tags: new Set(),
  };
  record.images.set(image.imageDigest, image);
  return image;
}

function moveTag(record: RepositoryRecord, image: ImageRecord, tag: string | undefined): void {
  if (tag === undefined) return;
  if (!/^[\w][\w.-]{0,299}$/.test(tag)) throw invalidParameter('imageTag', 'must satisfy the form of an image tag');
  const holder = findImage(record, { imageTag: tag });
  if (holder === image) {
    throw new ServiceError(
      'ImageAlreadyExistsException',
      `Image with digest '${image.imageDigest}' and tag '${tag}' already exists in the repository with name '${record.repositoryName}' in registry with id '${record.registryId}'`,
    );
  }
  if (holder && isImmutable(record, tag)) {
    throw new ServiceError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${record.repositoryName}' repository and cannot be overwritten because the tag is immutable.`,
    );
  }
  holder?.tags.delete(tag);
  image.tags.add(tag);
}

/** By tag only the tag goes, and the image with its last one; by digest the image goes with all its tags. */
function removeImage(
  record: RepositoryRecord,
  image: ImageRecord,
  { imageDigest, imageTag }: ImageIdentifier,
): ImageIdentifier[] {
  const tags = imageDigest === undefined ? [imageTag ?? ''] : [...image.tags];
  for (const tag of tags) image.tags.delete(tag);
  if (image.tags.size === 0) record.images.delete(image.imageDigest);
  if (tags.length === 0) return [{ imageDigest: image.imageDigest }];
  return tags.map((tag) => ({ imageDigest: image.imageDigest, imageTag: tag }));
}

function sorted(record: RepositoryRecord, ids: readonly ImageIdentifier[]) {
  const found: { readonly id: ImageIdentifier; readonly image: ImageRecord }[] = [];
  const failures: ImageFailure[] = [];
  for (const id of ids) {
    const image = findImage(record, id);
    if (image) found.push({ id, image });
    else failures.push({ imageId: id, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' });
  }
  return { found, failures };
}

function describeManifest(record: RepositoryRecord, image: ImageRecord, id: ImageIdentifier): Image {
  return {
    registryId: record.registryId,
    repositoryName: record.repositoryName,
    imageId: { imageDigest: image.imageDigest, ...(id.imageTag !== undefined && { imageTag: id.imageTag }) },
    imageManifest: image.imageManifest,
    imageManifestMediaType: image.imageManifestMediaType,
  };
}

function describeImage(record: RepositoryRecord, image: ImageRecord) {
  return {
    registryId: record.registryId,
    repositoryName: record.repositoryName,
    imageDigest: image.imageDigest,
    // ECR leaves the member out for an image without tags.
    ...(image.tags.size > 0 && { imageTags: [...image.tags] }),
    imageSizeInBytes: image.imageSizeInBytes,
    imagePushedAt: image.imagePushedAt,
    imageManifestMediaType: image.imageManifestMediaType,
    artifactMediaType: image.artifactMediaType,
  };
}
