import { PlayError } from '../../diagnostics.ts';

/** An image reference taken apart: `registry.example.com:5000/team/app:1.2@sha256:…`. */
export interface ImageName {
  /** Host of the registry; undefined means Docker Hub. */
  readonly registry?: string;
  /** The name with its registry, without tag and digest. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const form = /^(?<repository>[a-z0-9][\w.:/-]*?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/i;

/** Takes a reference apart; a colon in front of a slash belongs to the port of the registry. */
export function parseImageName(text: string): ImageName {
  const { repository, tag, digest } = form.exec(text)?.groups ?? {};
  const path = repository?.replace(/^[^/]*:\d+\//, '');
  if (!repository || repository.endsWith('/') || path?.includes(':') || path?.includes('//'))
    throw new PlayError({
      code: 'image-name',
      message: `"${text}" is no name of an image`,
      hint: 'write it as registry/team/name, with :tag or @sha256:… after it',
    });
  const first = repository.split('/')[0]!;
  const hasRegistry = repository.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  return {
    ...(hasRegistry && { registry: first }),
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** What engines take: the digest where there is one, the tag otherwise. */
export function imageReference({ repository, tag, digest }: ImageName): string {
  return digest === undefined ? `${repository}:${tag ?? 'latest'}` : `${repository}@${digest}`;
}

/** Whether a registry is on this machine: engines then do without TLS. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);
}

/** A repository in Amazon ECR. */
export interface EcrRepository {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** The ECR repository that a name means; undefined when its registry is another. */
export function ecrRepository({ registry, repository }: ImageName): EcrRepository | undefined {
  const host = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/.exec(
    registry ?? '',
  );
  return host ? { account: host[1]!, region: host[2]!, name: repository.slice(registry!.length + 1) } : undefined;
}

/** The host of all registries of Amazon ECR Public. */
export const ecrPublicHost = 'public.ecr.aws';

/** Whether a name means an image in Amazon ECR Public. */
export function isEcrPublic({ registry }: ImageName): boolean {
  return registry === ecrPublicHost;
}
