import { PlayError } from '../../diagnostics.ts';
import type { EngineName } from './engine.ts';

interface Known {
  readonly pattern: RegExp;
  readonly code: string;
  readonly hint: (engine: EngineName) => string;
}

/** What engines say when something around them is amiss; the first that fits is taken. */
const known: readonly Known[] = [
  {
    pattern: /no space left on device|disk quota exceeded/i,
    code: 'disk-full',
    hint: (engine) =>
      engine === 'buildah'
        ? 'make room on the disk of its storage: "buildah images" lists what it keeps, "buildah rmi --prune" removes what nothing uses'
        : `make room on the disk of its storage: "${engine} system df" tells what takes it, "${engine} system prune" removes what nothing uses`,
  },
  {
    pattern: /tag .*(already exists|cannot be overwritten).*immutable|ImageTagAlreadyExists/i,
    code: 'tag-immutable',
    hint: () =>
      'the repository is immutable and holds another image under this tag: use tag: auto, or a tag that is new',
  },
  {
    pattern: /name unknown|repository (with name )?.*(does not exist|not found)|RepositoryNotFound/i,
    code: 'repository-missing',
    hint: () => 'create the repository first (ecs_ecr, or role "ecr"), or check its name, account and region',
  },
  {
    pattern:
      /no (matching manifest|match for platform|image found in (manifest list|image index))|exec format error|does not (match|provide) the specified platform|choosing an image from manifest list/i,
    code: 'platform-mismatch',
    hint: () =>
      'the base image has no variant for this platform, or this machine cannot run its programs: check "platform", or install QEMU for it (docker run --privileged --rm tonistiigi/binfmt --install all)',
  },
  {
    pattern: /server gave HTTP response to HTTPS client/i,
    code: 'registry-insecure',
    hint: (engine) =>
      engine === 'docker'
        ? 'the registry has no TLS: list it under "insecure-registries" of the Docker daemon'
        : 'the registry has no TLS: give it "insecure = true" in registries.conf',
  },
  {
    pattern: /x509:|certificate signed by unknown authority|tls: failed to verify/i,
    code: 'registry-certificate',
    hint: () => 'put the certificate of its authority into /etc/docker/certs.d or /etc/containers/certs.d',
  },
  {
    pattern:
      /connection refused|no such host|network is unreachable|no route to host|i\/o timeout|handshake timeout|connection reset|context deadline exceeded|server misbehaving|unexpected EOF|: EOF|50[234] (Bad Gateway|Service Unavailable|Gateway)/i,
    code: 'registry-unreachable',
    hint: () => 'see that the registry runs and that its name and port are right, and look at network, proxy and DNS',
  },
];

const denial =
  /denied|unauthorized|no basic auth|authentication required|forbidden|invalid username\/password|\b40[13]\b/i;

/** What is known of a failure by what the engine printed; `denied` is the code where access was refused. */
export function engineFailure(
  engine: EngineName,
  { message, said, among, denied, code = 'engine-failed', hint }: FailureOptions,
): PlayError {
  const text = `${message}: ${said}`;
  const found = known.find((each) => (among?.includes(each.code) ?? true) && each.pattern.test(said));
  if (found) return new PlayError({ code: found.code, message: text, hint: found.hint(engine) });
  if (denied && denial.test(said)) return new PlayError({ code: denied.code, message: text, hint: denied.hint });
  return new PlayError({ code, message: text, ...(hint && { hint }) });
}

export interface FailureOptions {
  readonly message: string;
  /** The lines that tell why. */
  readonly said: string;
  /** The codes that may be meant; any when left out. */
  readonly among?: readonly string[];
  readonly denied?: { readonly code: string; readonly hint: string };
  readonly code?: string;
  readonly hint?: string | undefined;
}
