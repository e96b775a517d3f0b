import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { World } from '../../aws/world.ts';
import type { Result } from '../module.ts';
import { textValues } from './build_arguments.ts';
import { readDockerfile } from './build_context.ts';
import { describeImage, type ImageDescription } from './describe_image.ts';
import { findDigest, putImage, registryLogin } from './ecr_images.ts';
import { type Engine, findEngine } from './engine.ts';
import { type Pushed, pushImage, tagImage } from './engine_images.ts';
import { archiveImage } from './image_archive.ts';
import { type EcrRepository, imageReference } from './image_name.ts';
import { type Obtained, obtainImage } from './image_source.ts';
import { foretold, type ImageTask, imageResult, readBuild } from './image_task.ts';
import { logIn, separateLoginFolder } from './private_login.ts';

/** An image for Amazon ECR: what the repository holds under the tag already is neither built nor pushed. */
export async function imageInEcr(task: ImageTask, repository: EcrRepository): Promise<Result> {
  const { params, context, tag } = task;
  const world = await context.world({ region: repository.region });
  const forced = params.force_source || params.force_tag;
  const lookUp = { tag, repositoryMayBeMissing: context.check };
  const held = forced ? undefined : await findDigest(world, repository, lookUp);
  if (held !== undefined && params.archive_path === undefined) return unchanged(task, held);
  if (context.check) return rehearsed(task);
  if (context.sandbox) return described(task, world, repository);

  const engine = await findEngine(params, context);
  const made = await obtainImage(task, engine);
  const archived = await archiveImage(task, engine, made.image);
  const pushed = held === undefined ? await pushToEcr(task, engine, world) : undefined;
  const digest = held ?? (await findDigest(world, repository, lookUp)) ?? pushed?.digest ?? null;
  return imageResult(task, {
    changed: made.changed || archived || pushed !== undefined,
    actions: [...made.actions, ...(pushed ? [`Pushed image ${imageReference(task.target)}`] : [])],
    image: { ...made.image, ...inRegistry(task, digest) },
    stdout: [made.stdout, pushed?.output].filter(Boolean).join('\n'),
    digest,
    built: made.built,
    pushed: pushed !== undefined,
  });
}

function unchanged(task: ImageTask, digest: string): Result {
  const image = { Id: null, ...inRegistry(task, digest) };
  return imageResult(task, { changed: false, actions: [], image, digest, built: false, pushed: false });
}

function inRegistry({ target }: ImageTask, digest: string | null) {
  return { RepoTags: [imageReference(target)], RepoDigests: digest === null ? [] : [`${target.repository}@${digest}`] };
}

function rehearsed(task: ImageTask): Result {
  const { params, folder, target } = task;
  const reference = imageReference(target);
  if (params.source !== 'build') return foretold(task, [`Pushed image ${reference}`]);
  readDockerfile(folder!, resolve(folder!, params.build?.dockerfile ?? 'Dockerfile'));
  return foretold(task, [`Built image ${reference} from ${folder}`, `Pushed image ${reference}`]);
}

async function pushToEcr(task: ImageTask, engine: Engine, world: World): Promise<Pushed> {
  const { name, target, context } = task;
  if (imageReference(name) !== imageReference(target))
    await tagImage(engine, imageReference(name), imageReference(target));
  const logins = separateLoginFolder(context);
  try {
    await logIn(engine, logins, { registry: target.registry!, ...(await registryLogin(world)) });
    return await pushImage(engine, imageReference(target), { logins }, context);
  } finally {
    rmSync(logins, { recursive: true, force: true });
  }
}

/** The sandbox's registry takes no engine: the image is registered by what its Dockerfile says. */
async function described(task: ImageTask, world: World, repository: EcrRepository): Promise<Result> {
  const { params, context, target, tag } = task;
  const made = context.sandboxEngine === 'docker' ? await inEngine(task) : undefined;
  if (!made)
    context.warn('no container engine was used: the image is described from its Dockerfile and its build context');
  const { description, digest: content } = await describe(task);
  const platform = params.build?.platform ?? params.platform ?? 'linux/amd64';
  const [os, architecture] = platform.split('/');
  const config = {
    architecture,
    os,
    config: description.config,
    'play.base': description.base,
    'play.content': content,
  };
  const annotations = {
    'org.opencontainers.image.base.name': description.base,
    'play.content': content,
    'play.config': JSON.stringify(description.config),
    // Where the sandbox finds the files when it runs the image.
    ...(task.folder !== undefined && {
      'play.context': task.folder,
      'play.copies': JSON.stringify(description.copies),
    }),
    ...(made && { 'play.engine': made.image.Id }),
  };
  const { digest, changed } = await putImage(world, repository, { config, annotations, tag });
  return imageResult(task, {
    changed,
    actions: [...(made?.actions ?? []), `Described image ${imageReference(target)}`],
    ...(made && { stdout: made.stdout }),
    image: {
      Id: `sha256:${content}`,
      ...inRegistry(task, digest),
      Architecture: architecture,
      Os: os,
      Config: description.config,
    },
    digest,
    built: params.source === 'build',
    pushed: changed,
  });
}

/** The sandbox runs tasks in Docker: there the image is made as for AWS. */
async function inEngine(task: ImageTask): Promise<Obtained> {
  return obtainImage(task, await findEngine({ ...task.params, engine: 'docker' }, task.context));
}

async function describe({
  params,
  context,
  name,
  build,
}: ImageTask): Promise<{ description: ImageDescription; digest: string }> {
  if (params.source !== 'build') {
    const base = imageReference(name);
    const empty = { Env: [], ExposedPorts: {}, User: '', WorkingDir: '/', Labels: {}, Volumes: {} };
    return {
      description: { base, config: empty, copies: [] },
      digest: createHash('sha256').update(base).digest('hex'),
    };
  }
  const read = build ?? (await readBuild(params, context));
  const { args, labels, target, platform = params.platform } = params.build!;
  const options = { args: textValues(args), labels: textValues(labels), target, platform };
  return { description: describeImage(read.context, options), digest: read.digest };
}
