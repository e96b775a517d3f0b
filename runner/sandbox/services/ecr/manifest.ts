import { createHash } from 'node:crypto';
import { ServiceError } from '../../wire/errors.ts';
import { invalidParameter } from './lookup.ts';
import type { RepositoryRecord } from './state.ts';

interface Descriptor {
  readonly mediaType?: string;
  readonly digest?: string;
  readonly size?: number;
}

interface Manifest {
  readonly mediaType?: string;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  /** Of an index: the images of the single platforms. */
  readonly manifests?: readonly Descriptor[];
}

/** What a manifest says of its image. */
export interface ManifestFacts {
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactMediaType?: string | undefined;
  readonly size: number;
}

/** Reads a manifest and refuses one whose layers, or whose single images, the repository does not have. */
export function requireManifest(
  repository: RepositoryRecord,
  text: string | undefined,
  givenMediaType: string | undefined,
): ManifestFacts {
  const manifest = parse(text);
  const { layers = [], config, manifests } = manifest;
  const needed = [...layers, ...(config ? [config] : [])].map(({ digest = '' }) => digest);
  const missing = needed.filter((digest) => !repository.layers.has(digest));
  if (missing.length > 0) throw notPresent('LayersNotFoundException', 'Layers', missing, repository);
  const images = (manifests ?? []).map(({ digest = '' }) => digest);
  const missingImages = images.filter((digest) => !repository.images.has(digest));
  if (missingImages.length > 0) {
    throw notPresent('ReferencedImagesNotFoundException', 'Images', missingImages, repository);
  }
  return {
    digest: `sha256:${createHash('sha256')
      .update(text ?? '')
      .digest('hex')}`,
    mediaType: givenMediaType ?? manifest.mediaType ?? ociMediaType(manifest),
    artifactMediaType: config?.mediaType,
    size: layers.reduce((sum, { digest = '', size }) => sum + (repository.layers.get(digest) ?? size ?? 0), 0),
  };
}

function parse(text: string | undefined): Manifest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? '');
  } catch {
    parsed = undefined;
  }
  const manifest = parsed as (Manifest & { schemaVersion?: unknown }) | null | undefined;
  if (typeof manifest !== 'object' || manifest?.schemaVersion !== 2 || !(manifest.config ?? manifest.manifests)) {
    throw invalidParameter('ImageManifest', 'Invalid JSON syntax or schema of an image manifest');
  }
  return manifest;
}

function ociMediaType({ manifests }: Manifest): string {
  return manifests ? 'application/vnd.oci.image.index.v1+json' : 'application/vnd.oci.image.manifest.v1+json';
}

function notPresent(
  code: string,
  what: string,
  digests: readonly string[],
  repository: RepositoryRecord,
): ServiceError {
  return new ServiceError(
    code,
    `${what} with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${repository.repositoryName}' in the registry with id '${repository.registryId}' do not exist`,
  );
}
