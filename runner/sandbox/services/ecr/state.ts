import { regional } from '../../store.ts';

/** An image: its manifest under its digest, with the tags that point to it. */
export interface ImageRecord {
  readonly imageDigest: string;
  readonly imageManifest: string;
  readonly imageManifestMediaType: string;
  /** The media type of the image's configuration; an index has none. */
  readonly artifactMediaType?: string | undefined;
  readonly imagePushedAt: Date;
  readonly imageSizeInBytes: number;
  readonly tags: Set<string>;
}

/** A repository of images. */
export interface RepositoryRecord {
  readonly repositoryName: string;
  readonly repositoryArn: string;
  readonly repositoryUri: string;
  readonly registryId: string;
  readonly createdAt: Date;
  readonly encryptionType: string;
  readonly kmsKey?: string | undefined;
  imageTagMutability: string;
  imageTagMutabilityExclusionFilters: { readonly filterType: string; readonly filter: string }[];
  scanOnPush: boolean;
  lifecyclePolicy?: { readonly text: string; readonly writtenAt: Date } | undefined;
  policy?: string | undefined;
  readonly tags: Map<string, string>;
  /** By digest. */
  readonly images: Map<string, ImageRecord>;
  /** Sizes of the layers that were pushed, by digest. */
  readonly layers: Map<string, number>;
}

/** A layer on its way. */
export interface UploadRecord {
  readonly repositoryName: string;
  readonly parts: Uint8Array[];
}

/** The registry of a region. */
export interface EcrState {
  readonly uploads: Map<string, UploadRecord>;
  readonly repositories: Map<string, RepositoryRecord>;
}

/** Where the registry of a region is kept. */
export const ecrState = regional('ecr', (): EcrState => ({ repositories: new Map(), uploads: new Map() }));
