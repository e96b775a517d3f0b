import { resolve } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { ActionContext, Result } from '../module.ts';
import { readDockerfile } from './build_context.ts';
import { loggedInToEcrPublic } from './ecr_public.ts';
import { type Engine, findEngine } from './engine.ts';
import { inspectImage, type LocalImage, type Pushed, pushImage, removeImage, tagImage } from './engine_images.ts';
import { archiveImage } from './image_archive.ts';
import { imageReference, isEcrPublic } from './image_name.ts';
import { obtainImage } from './image_source.ts';
import { foretold, type ImageTask, imageResult } from './image_task.ts';
import { loginFolder } from './private_login.ts';
import { type Held, registryDigest } from './registry_digest.ts';

/** An image that stays with the engine, or goes to a registry that is not Amazon's. */
export async function imageInEngine(task: ImageTask): Promise<Result> {
  const { params, context, name, target } = task;
  if (params.push && context.sandbox && isEcrPublic(target)) return notPushed(task);
  const held = params.push ? await registryDigest(target, loginFolder(context), context) : 'unknown';
  if (typeof held === 'object' && isSettled(task)) return unchanged(task, held.digest);
  const engine = await engineFor(task);
  if (!engine) return foretold(task, []);
  if (context.check) return rehearsed(task, engine);
  const made = await obtainImage(task, engine);
  const archived = await archiveImage(task, engine, made.image);
  const tagged = await tagTarget(task, engine, made.image);
  const pushed = params.push ? await pushToRegistry(task, engine, held) : undefined;
  return imageResult(task, {
    changed: made.changed || archived || tagged || (pushed?.changed ?? false),
    actions: [
      ...made.actions,
      ...(tagged ? [`Tagged image ${imageReference(name)} to ${imageReference(target)}`] : []),
      ...(pushed ? [`Pushed image ${imageReference(target)}`] : []),
    ],
    image: made.image,
    stdout: [made.stdout, pushed?.output].filter(Boolean).join('\n'),
    digest: pushed?.digest ?? null,
    built: made.built,
    pushed: pushed !== undefined,
  });
}

/** A tag that comes from the content never means another one: what the registry holds under it is what would be pushed. */
function isSettled({ params, build, target }: ImageTask): boolean {
  const forced = params.force_source || params.force_tag || params.archive_path !== undefined;
  return !forced && build !== undefined && target.tag !== undefined && build.digest.startsWith(target.tag);
}

/** What the sandbox's user would push to is the real registry, which does not know the sandbox's account. */
function notPushed(task: ImageTask): Result {
  const { target, context } = task;
  const reference = imageReference(target);
  context.warn(`${reference} was neither built nor pushed: the sandbox's ${target.registry} takes no container engine`);
  const image = { Id: null, RepoTags: [reference], RepoDigests: [] };
  return imageResult(task, { changed: false, actions: [], image, digest: null, built: false, pushed: false });
}

function unchanged(task: ImageTask, digest: string): Result {
  const { target } = task;
  const image = {
    Id: null,
    RepoTags: [imageReference(target)],
    RepoDigests: [`${target.repository}@${digest}`],
  };
  return imageResult(task, { changed: false, actions: [], image, digest, built: false, pushed: false });
}

/** A login to Amazon's public registry is made for the push, as for its private ones; to others the user logs in. */
function pushToRegistry(task: ImageTask, engine: Engine, before: Held): Promise<Pushed> {
  const { target, context } = task;
  if (!isEcrPublic(target)) return push(task, engine, before, loginFolder(context));
  return loggedInToEcrPublic(engine, context, (logins) => push(task, engine, before, logins));
}

/** Pushes, and asks the registry what it holds now: its digest is the one to go by, and tells whether that is new. */
async function push(
  { target, context }: ImageTask,
  engine: Engine,
  before: Held,
  logins: string | undefined,
): Promise<Pushed> {
  const pushed = await pushImage(engine, imageReference(target), { logins }, context);
  const now = await registryDigest(target, logins, context);
  if (typeof now === 'string') return pushed;
  const changed = before === 'unknown' ? pushed.changed : before === 'missing' || before.digest !== now.digest;
  return { ...pushed, digest: now.digest, changed };
}

/** A rehearsal without an engine can still say that there is something to do. */
async function engineFor({ params, context }: ImageTask): Promise<Engine | undefined> {
  try {
    return await findEngine(params, context);
  } catch (error) {
    if (!context.check || !(error instanceof PlayError) || error.code !== 'no-engine') throw error;
    context.warn(`${error.message}; what it has cannot be known`);
    return undefined;
  }
}

async function rehearsed(task: ImageTask, engine: Engine): Promise<Result> {
  const { params, folder, name, target } = task;
  if (params.source === 'build') readDockerfile(folder!, resolve(folder!, params.build?.dockerfile ?? 'Dockerfile'));
  const image = await inspectImage(engine, imageReference(name));
  if (!image || params.force_source) return foretold(task, [`Would make image ${imageReference(name)}`]);
  const other = params.repository === undefined ? image : await inspectImage(engine, imageReference(target));
  const tags = !other || (params.force_tag && other.Id !== image.Id);
  if (params.push) return foretold(task, [`Would push image ${imageReference(target)}`]);
  const changed = tags || (await archiveImage(task, engine, image));
  return imageResult(task, { changed, actions: [], image, digest: null, built: false, pushed: false });
}

/** Gives the image its second name, unless another image has it and is not to lose it. */
async function tagTarget(
  { params, name, target, context }: ImageTask,
  engine: Engine,
  image: LocalImage,
): Promise<boolean> {
  if (params.repository === undefined) return false;
  const holder = await inspectImage(engine, imageReference(target));
  if (holder?.Id === image.Id) return false;
  if (holder && !params.force_tag) {
    context.warn(`${imageReference(target)} names another image and keeps it; force_tag: true moves the name`);
    return false;
  }
  await tagImage(engine, imageReference(name), imageReference(target));
  return true;
}

/** Removes the image from the engine; registries keep theirs. */
export async function imageAbsent(params: ImageTask['params'], context: ActionContext): Promise<Result> {
  const engine = await findEngine(params, context);
  const reference = imageId(params.name) ?? referenceOf(params);
  const image = await inspectImage(engine, reference);
  if (image && !context.check) await removeImage(engine, reference, params.force_absent);
  const actions = image ? [`Removed image ${reference}`] : [];
  return { changed: image !== undefined, actions, image: image ? { ...image, state: 'Deleted' } : {} };
}

function imageId(name: string): string | undefined {
  return /^(sha256:)?[0-9a-f]{64}$/.test(name) ? name : undefined;
}

function referenceOf({ name, tag }: ImageTask['params']): string {
  return /:[^/]+$/.test(name) ? name : `${name}:${tag}`;
}
