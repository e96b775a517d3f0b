import { PlayError } from '../../diagnostics.ts';
import type { LocalImage } from './engine_images.ts';
import type { ImageParams } from './old_spellings.ts';

/** The platform that is asked for; undefined when the engine may choose. */
export function wantedPlatform({ build, pull, platform, source }: ImageParams): string | undefined {
  return (source === 'build' ? build?.platform : source === 'pull' ? pull?.platform : undefined) ?? platform;
}

/** The platform of an image in an engine; undefined when it does not say. */
export function platformOf({ Os, Architecture }: LocalImage): string | undefined {
  return typeof Os === 'string' && typeof Architecture === 'string' ? `${Os}/${Architecture}` : undefined;
}

/** Whether an image is for that platform, as far as both are known; the variant (`/v8`) is left to the engine. */
export function fitsPlatform(image: LocalImage, wanted: string | undefined): boolean {
  const own = platformOf(image);
  return wanted === undefined || own === undefined || normal(own) === normal(wanted);
}

/** Refuses an image for another platform: a task would only say `exec format error`, minutes later. */
export function checkPlatform(image: LocalImage, wanted: string | undefined, reference: string): void {
  if (fitsPlatform(image, wanted)) return;
  throw new PlayError({
    code: 'platform-mismatch',
    message: `${reference} is for ${platformOf(image)}, and ${wanted} is asked for`,
    hint: `use a base image that has ${wanted} and a builder that heeds the platform (Docker with buildx, Podman), or ask for ${platformOf(image)}`,
  });
}

const otherNames: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64' };

function normal(platform: string): string {
  const [os = '', architecture = ''] = platform.toLowerCase().split('/');
  return `${os}/${otherNames[architecture] ?? architecture}`;
}
