import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PlayError } from '../../diagnostics.ts';
import type { ActionContext } from '../module.ts';
import type { Engine, Outcome } from './engine.ts';
import { engineFailure } from './engine_failure.ts';
import { parseImageName } from './image_name.ts';
import { loginEnvironment, transportWords } from './private_login.ts';

/** An image as the engine describes it; `Id` is always there. */
export type LocalImage = { readonly Id: string; readonly [key: string]: unknown };

/** The image of that name in the engine's store; undefined when it has none. */
export async function inspectImage(engine: Engine, reference: string): Promise<LocalImage | undefined> {
  const words = engine.name === 'buildah' ? ['inspect', '--type', 'image', reference] : ['image', 'inspect', reference];
  const { code, stdout } = await engine.run(words);
  if (code !== 0) return undefined;
  const parsed: unknown = JSON.parse(stdout);
  const image = (Array.isArray(parsed) ? parsed[0] : parsed) as Record<string, unknown> | undefined;
  return image && (engine.name === 'buildah' ? fromBuildah(image) : { ...image, Id: String(image['Id'] ?? '') });
}

/** Buildah keeps the image's configuration under a key of its own. */
function fromBuildah(image: Record<string, unknown>): LocalImage {
  const { os, architecture } = (image['OCIv1'] ?? {}) as { os?: string; architecture?: string };
  return { Os: os, Architecture: architecture, ...image, Id: String(image['Id'] ?? image['FromImageID'] ?? '') };
}

/** Gives an image another name. */
export async function tagImage(engine: Engine, reference: string, other: string): Promise<void> {
  succeeded(
    engine,
    await engine.run(['tag', reference, other]),
    `${engine.name} could not tag ${reference} as ${other}`,
  );
}

/** Removes a name, and the image with its last one. */
export async function removeImage(engine: Engine, reference: string, force: boolean): Promise<void> {
  const words = ['rmi', ...(force ? ['--force'] : []), reference];
  const hint = 'containers may use it, or it has other names: force_absent: true removes it all the same';
  succeeded(engine, await engine.run(words), `${engine.name} could not remove ${reference}`, hint);
}

export interface Transfer {
  readonly logins: string | undefined;
  readonly platform?: string | undefined;
}

/** Fetches an image from its registry. */
export async function pullImage(engine: Engine, reference: string, { logins, platform }: Transfer): Promise<string> {
  const words = [
    'pull',
    ...transportWords(engine, parseImageName(reference).registry),
    ...(platform === undefined ? [] : [`--platform=${platform}`]),
    reference,
  ];
  const outcome = await engine.run(words, { long: true, environment: loginEnvironment(logins) });
  if (outcome.code === 0) return outcome.all;
  throw refused(engine, outcome, `${engine.name} could not pull ${reference}`, 'pull-denied');
}

export interface Pushed {
  readonly output: string;
  /** Of what was sent, by what the engine says. */
  readonly digest: string | undefined;
  /** False when the registry had every layer already. */
  readonly changed: boolean;
}

/** Sends an image to its registry. */
export async function pushImage(
  engine: Engine,
  reference: string,
  { logins }: Transfer,
  context: ActionContext,
): Promise<Pushed> {
  const folder = mkdtempSync(join(context.runFolder(), 'push-'));
  const digestFile = join(folder, 'digest');
  const transport = transportWords(engine, parseImageName(reference).registry);
  const words = ['push', ...(engine.name === 'docker' ? [] : [`--digestfile=${digestFile}`]), ...transport, reference];
  context.progress(`pushing ${reference}`);
  try {
    const outcome = await engine.run(words, { long: true, environment: loginEnvironment(logins) });
    if (outcome.code !== 0) throw refused(engine, outcome, `${engine.name} could not push ${reference}`, 'push-denied');
    const said = engine.name === 'docker' ? outcome.all : readFileSync(digestFile, 'utf8');
    return {
      output: outcome.all,
      digest: /sha256:[0-9a-f]{64}/.exec(said)?.[0],
      changed: sentLayers(engine, outcome.all),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sentLayers(engine: Engine, output: string): boolean {
  if (engine.name === 'docker') return /: (Pushed|Mounted from)/.test(output);
  const blobs = output.split('\n').filter((line) => line.startsWith('Copying blob'));
  return blobs.some((line) => !line.includes('skipped: already exists'));
}

/** Reads an image from an archive. */
export async function loadImage(engine: Engine, archive: string): Promise<string> {
  const words = engine.name === 'buildah' ? ['pull', `docker-archive:${archive}`] : ['load', `--input=${archive}`];
  const outcome = await engine.run(words, { long: true });
  succeeded(engine, outcome, `${engine.name} could not load ${archive}`);
  return outcome.all;
}

/** Writes an image to an archive. */
export async function saveImage(engine: Engine, reference: string, archive: string): Promise<void> {
  const words =
    engine.name === 'buildah'
      ? ['push', reference, `docker-archive:${archive}:${reference}`]
      : ['save', `--output=${archive}`, reference];
  succeeded(
    engine,
    await engine.run(words, { long: true }),
    `${engine.name} could not save ${reference} to ${archive}`,
  );
}

/** Throws with the last lines of what an engine said, when it did not succeed. */
function succeeded(engine: Engine, { code, all }: Outcome, message: string, hint?: string): void {
  if (code !== 0) throw engineFailure(engine.name, { message, said: lastLines(all), hint });
}

function refused(engine: Engine, { all }: Outcome, message: string, code: string): PlayError {
  const denied = {
    code,
    hint: 'log in with docker_login first; for Amazon ECR check the permissions of the credentials (ecr:PutImage, ecr:UploadLayerPart …; for public.ecr.aws ecr-public:PutImage …), and that the repository is there',
  };
  return engineFailure(engine.name, {
    message,
    said: lastLines(all),
    denied,
    hint: 'check the name, the registry and the network',
  });
}

const lastLines = (text: string) => text.trim().split('\n').slice(-5).join('\n');
