/** How an image that `docker_image` described starts, and where its files are (annotations of its manifest). */
export interface ImageFacts {
  /** The folder of the build context on this machine. */
  readonly folder: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly stopSignal: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What the last stage copies from the context: a path in it, and where that goes in the image. */
  readonly copies: readonly (readonly [from: string, to: string])[];
  /** The image's id in a container engine that really built it. */
  readonly engineId?: string;
}

interface Config {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly StopSignal?: string;
  readonly Labels?: Readonly<Record<string, string>>;
}

/** Reads a manifest; undefined when it is not one of `docker_image` in the sandbox. */
export function imageFacts(manifest: string): ImageFacts | undefined {
  const { annotations = {} } = JSON.parse(manifest) as { annotations?: Record<string, string> };
  const { 'play.config': config, 'play.context': folder, 'play.copies': copies, 'play.engine': engineId } = annotations;
  if (config === undefined || folder === undefined) return undefined;
  const read = JSON.parse(config) as Config;
  return {
    folder,
    entrypoint: read.Entrypoint ?? [],
    command: read.Cmd ?? [],
    environment: Object.fromEntries((read.Env ?? []).map(splitVariable)),
    workdir: read.WorkingDir || '/',
    user: read.User ?? '',
    stopSignal: signalName(read.StopSignal),
    labels: read.Labels ?? {},
    copies: JSON.parse(copies ?? '[]') as [string, string][],
    ...(engineId !== undefined && { engineId }),
  };
}

function splitVariable(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** `STOPSIGNAL` may be a name with or without SIG, or a number (Dockerfile reference). */
function signalName(written = 'SIGTERM'): string {
  if (/^\d+$/.test(written)) return written;
  const name = written.toUpperCase();
  return name.startsWith('SIG') ? name : `SIG${name}`;
}

/** A label that holds a JSON array of words; undefined when the image does not have it. Throws when it is none. */
export function wordsOfLabel({ labels }: Pick<ImageFacts, 'labels'>, name: string): string[] | undefined {
  const text = labels[name];
  if (text === undefined) return undefined;
  let words: unknown;
  try {
    words = JSON.parse(text);
  } catch {
    words = undefined;
  }
  if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string')) return words;
  throw new Error(`the label ${name} is no JSON array of words: ${text}`);
}
