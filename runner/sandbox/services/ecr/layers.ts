import { createHash } from 'node:crypto';
import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  InitiateLayerUploadCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import type { Context } from '../../context.ts';
import { on } from '../../service.ts';
import { ServiceError } from '../../wire/errors.ts';
import { repository } from './lookup.ts';
import { ecrState, type UploadRecord } from './state.ts';

/** Layers: kept by digest and size, not by content. Behaviour: `InitiateLayerUpload` and what follows it. */
export const layerOperations = [
  on(BatchCheckLayerAvailabilityCommand, (input, context) => {
    const { layers } = repository(context, input);
    const digests = input.layerDigests ?? [];
    return {
      layers: digests.filter(isDigest).map((layerDigest) => ({
        layerDigest,
        layerAvailability: layers.has(layerDigest) ? ('AVAILABLE' as const) : ('UNAVAILABLE' as const),
        layerSize: layers.get(layerDigest),
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      })),
      failures: digests
        .filter((digest) => !isDigest(digest))
        .map((layerDigest) => ({
          layerDigest,
          failureCode: 'InvalidLayerDigest' as const,
          failureReason: `Invalid layer digest ${layerDigest}`,
        })),
    };
  }),
  on(InitiateLayerUploadCommand, (input, context) => {
    const { repositoryName } = repository(context, input);
    const uploadId = context.uuid();
    context.state(ecrState).uploads.set(uploadId, { repositoryName, parts: [] });
    return { uploadId, partSize: 20 * 1024 * 1024 };
  }),
  on(UploadLayerPartCommand, (input, context) => {
    const record = repository(context, input);
    const upload = uploadOf(context, input.uploadId, record.repositoryName);
    const blob = input.layerPartBlob ?? new Uint8Array();
    const received = sizeOf(upload);
    if (input.partFirstByte !== received) {
      throw new ServiceError(
        'InvalidLayerPartException',
        'The first byte of the layer part is not consecutive to the last byte of a previous layer part upload.',
        400,
        { ...names(record, input.uploadId), lastValidByteReceived: received - 1 },
      );
    }
    upload.parts.push(blob);
    return { ...names(record, input.uploadId), lastByteReceived: received + blob.length - 1 };
  }),
  on(CompleteLayerUploadCommand, (input, context) => {
    const record = repository(context, input);
    const upload = uploadOf(context, input.uploadId, record.repositoryName);
    if (upload.parts.length === 0) {
      throw new ServiceError('EmptyUploadException', 'The specified layer upload does not contain any layer parts.');
    }
    const hash = createHash('sha256');
    for (const part of upload.parts) hash.update(part);
    const layerDigest = `sha256:${hash.digest('hex')}`;
    if (input.layerDigests && !input.layerDigests.includes(layerDigest)) {
      throw new ServiceError(
        'InvalidLayerException',
        `Layer digest ${input.layerDigests.join(', ')} does not match ${layerDigest}`,
      );
    }
    record.layers.set(layerDigest, sizeOf(upload));
    context.state(ecrState).uploads.delete(input.uploadId ?? '');
    return { ...names(record, input.uploadId), layerDigest };
  }),
];

function uploadOf(context: Context, id: string | undefined, repositoryName: string): UploadRecord {
  const upload = context.state(ecrState).uploads.get(id ?? '');
  if (upload?.repositoryName === repositoryName) return upload;
  throw new ServiceError('UploadNotFoundException', `The upload with id '${id}' does not exist in the repository`);
}

function sizeOf({ parts }: UploadRecord): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function names(record: { readonly registryId: string; readonly repositoryName: string }, uploadId: string | undefined) {
  return { registryId: record.registryId, repositoryName: record.repositoryName, uploadId };
}

function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}
