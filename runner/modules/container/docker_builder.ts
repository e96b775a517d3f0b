import { PlayError } from '../../diagnostics.ts';
import type { BuildParams } from './build_arguments.ts';
import type { Engine } from './engine.ts';

/**
 * What builds: `buildx` and `buildkit` are BuildKit, by Docker's plug-in and inside clients before version 23; `legacy` is what a
 * client has that comes with neither; `buildah` is Buildah, alone or inside Podman.
 */
export type Builder = 'buildx' | 'buildkit' | 'legacy' | 'buildah';

/** The best builder that an engine has. `DOCKER_BUILDKIT=0` in the environment asks for the legacy one, as with Docker. */
export async function findBuilder(engine: Engine, environment: Readonly<Record<string, string>>): Promise<Builder> {
  if (engine.name !== 'docker') return 'buildah';
  if (environment['DOCKER_BUILDKIT'] === '0') return 'legacy';
  if ((await engine.run(['buildx', 'version'])).code === 0) return 'buildx';
  const { stdout } = await engine.run(['version', '--format', '{{.Client.Version}}']);
  const major = Number.parseInt(stdout, 10);
  return major < 23 ? 'buildkit' : 'legacy';
}

/** Refuses, before anything is built, what the builder would not understand. */
export function checkBuilder(builder: Builder, build: BuildParams, dockerfile: string): void {
  const feature = builder === 'legacy' ? buildKitFeature(dockerfile) : undefined;
  if (feature !== undefined) throw needsBuildKit(`"${feature}" in the Dockerfile`);
  if (builder === 'legacy' && build.secrets?.length) throw needsBuildKit('"secrets" under "build"');
  if (builder === 'legacy' && build.cache_from?.some(isTyped))
    throw needsBuildKit('"cache_from" with type=… under "build"');
  if ((builder === 'legacy' || builder === 'buildkit') && build.cache_to?.length)
    throw needsBuildKit('"cache_to" under "build"', 'the buildx plug-in');
}

/** The first instruction that only BuildKit understands, as far as its flags go. */
function buildKitFeature(dockerfile: string): string | undefined {
  const flags =
    /^[ \t]*(?:RUN[ \t]+--(?:mount|network|security)\b|(?:COPY|ADD)[ \t]+(?:--\S+[ \t]+)*--(?:chmod|link|parents)\b)/im;
  const heredoc = /^[ \t]*(?:RUN|COPY|ADD)\b[^\n#]*<<-?["']?\w+/im;
  return (flags.exec(dockerfile) ?? heredoc.exec(dockerfile))?.[0].trim();
}

const isTyped = (cache: string) => /^type=/.test(cache);

function needsBuildKit(what: string, which = 'BuildKit'): PlayError {
  return new PlayError({
    code: 'builder-lacks',
    message: `${what} needs ${which}, which the docker client of this machine does not have`,
    hint: 'install the buildx plug-in (package docker-buildx-plugin or docker-buildx), or choose engine: podman',
  });
}

/** How the builder is chosen on the command line and by the environment. */
export function builderWords(engine: Engine, builder: Builder): readonly string[] {
  if (builder === 'buildx') return ['buildx', 'build', '--load', '--progress=plain'];
  if (builder === 'buildkit') return ['build', '--progress=plain'];
  if (builder === 'legacy') return ['build'];
  // Docker's format: the OCI one would drop HEALTHCHECK. Podman keeps layers by itself.
  return engine.name === 'buildah' ? ['build', '--format=docker', '--layers'] : ['build', '--format=docker'];
}

/** An attestation would make an index of the image, whose digest names two things; who wants it says so in the environment. */
export function builderEnvironment(builder: Builder): Record<string, string> {
  if (builder === 'buildx') return { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
  if (builder === 'buildkit') return { DOCKER_BUILDKIT: '1' };
  return builder === 'legacy' ? { DOCKER_BUILDKIT: '0' } : {};
}
