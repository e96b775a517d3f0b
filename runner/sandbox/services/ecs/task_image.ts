import type { Context } from '../../context.ts';
import { ecrState, type ImageRecord } from '../ecr/state.ts';

/** What an image reference means here: an image of this registry, one that is missing there, or one of elsewhere. */
export type ImageLookup = { readonly found: ImageRecord } | { readonly missing: string } | { readonly elsewhere: true };

/** Finds the image of a reference `host/repository[:tag][@digest]` when its host is this account's registry. */
export function lookUpImage(context: Context, reference: string): ImageLookup {
  const host = `${context.account}.dkr.ecr.${context.region}.amazonaws.com/`;
  if (!reference.startsWith(host)) return { elsewhere: true };
  const [path = '', digest] = reference.slice(host.length).split('@');
  const [repositoryName = '', tag = 'latest'] = path.split(':');
  const repository = context.state(ecrState).repositories.get(repositoryName);
  const images = [...(repository?.images.values() ?? [])];
  const found = images.find((image) => (digest === undefined ? image.tags.has(tag) : image.imageDigest === digest));
  if (found) return { found };
  const why = repository
    ? `${reference}: not found`
    : `name unknown: The repository with name '${repositoryName}' does not exist in the registry with id '${context.account}'`;
  return {
    missing: `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${reference}: ${why}`,
  };
}

/** The digest of an image of this registry; undefined for others. */
export function digestOf(context: Context, reference: string): string | undefined {
  const looked = lookUpImage(context, reference);
  return 'found' in looked ? looked.found.imageDigest : undefined;
}
