import type { ActionContext } from '../module.ts';
import { type ImageName, isLoopback } from './image_name.ts';
import { registryCredentials } from './registry_credentials.ts';

/** What a registry says of a tag: the digest of its manifest, that it has none, or nothing (it was not to be asked). */
export type Held = { readonly digest: string } | 'missing' | 'unknown';

/**
 * Asks a registry which image it holds under a tag (OCI distribution specification, "Checking if content exists in the
 * registry"). The digest is the registry's own: the one an engine knows is of its own copy, and differs with Podman.
 */
export async function registryDigest(
  name: ImageName,
  logins: string | undefined,
  context: ActionContext,
): Promise<Held> {
  const host = name.registry ?? 'registry-1.docker.io';
  const path = name.registry === undefined ? hubPath(name.repository) : name.repository.slice(host.length + 1);
  const basic = await registryCredentials(name.registry, logins, context);
  for (const scheme of isLoopback(host) ? ['https', 'http'] : ['https']) {
    const url = `${scheme}://${host}/v2/${path}/manifests/${name.tag ?? 'latest'}`;
    const answer = await head(url, basic, context);
    if (!answer) continue;
    await answer.body?.cancel();
    const digest = answer.headers.get('docker-content-digest') ?? '';
    if (answer.ok && /^sha256:[0-9a-f]{64}$/.test(digest)) return { digest };
    return answer.status === 404 ? 'missing' : 'unknown';
  }
  return 'unknown';
}

const hubPath = (repository: string) => (repository.includes('/') ? repository : `library/${repository}`);

const manifests = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
].join(', ');

/** The answer; undefined when none came. A registry that asks for a token is given one. */
async function head(url: string, basic: string | undefined, context: ActionContext): Promise<Response | undefined> {
  const ask = (authorization?: string) =>
    request(url, { method: 'HEAD', headers: { accept: manifests, ...(authorization && { authorization }) } }, context);
  const answer = await ask(basic && `Basic ${basic}`);
  const challenge = answer?.headers.get('www-authenticate') ?? '';
  if (answer?.status !== 401 || !/^bearer /i.test(challenge)) return answer;
  const token = await bearerToken(challenge, basic, context);
  return token === undefined ? answer : ask(`Bearer ${token}`);
}

/** Trades the login for a token where the registry says (distribution project, "Token Authentication Specification"). */
async function bearerToken(
  challenge: string,
  basic: string | undefined,
  context: ActionContext,
): Promise<string | undefined> {
  const { realm, ...query } = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  ) as Record<string, string>;
  if (!realm || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  for (const [key, value] of Object.entries(query)) if (key !== 'error') url.searchParams.set(key, value);
  const safe = url.protocol === 'https:' || isLoopback(url.host);
  const answer = await request(url, { headers: basic && safe ? { authorization: `Basic ${basic}` } : {} }, context);
  if (!answer?.ok) return undefined;
  const { token, access_token } = (await answer.json()) as { token?: string; access_token?: string };
  return token ?? access_token;
}

async function request(url: string | URL, init: RequestInit, { signal }: ActionContext): Promise<Response | undefined> {
  try {
    return await fetch(url, {
      ...init,
      redirect: 'follow',
      signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]),
    });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
