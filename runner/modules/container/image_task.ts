import { resolve } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import { Unknown, unknown } from '../../template/values.ts';
import type { ActionContext, Result } from '../module.ts';
import { textValues } from './build_arguments.ts';
import { type BuildContext, contextDigest, readBuildContext } from './build_context.ts';
import type { LocalImage } from './engine_images.ts';
import { type ImageName, imageReference, parseImageName } from './image_name.ts';
import { platformOf, wantedPlatform } from './image_platform.ts';
import type { ImageParams } from './old_spellings.ts';

/** One use of `docker_image` with its names worked out. */
export interface ImageTask {
  readonly params: ImageParams;
  readonly context: ActionContext;
  /** The image itself. */
  readonly name: ImageName;
  /** What is pushed: the image's own name, or `repository`. */
  readonly target: ImageName;
  readonly tag: string;
  /** Folder of the build context. */
  readonly folder: string | undefined;
  /** Read when the image's tag comes from it. */
  readonly build: { readonly context: BuildContext; readonly digest: string } | undefined;
}

/** Works out names, tag and folders. */
export async function imageTask(params: ImageParams, context: ActionContext): Promise<ImageTask> {
  const written = parseImageName(params.name);
  const folder = params.build && resolve(context.playbookDir, params.build.path);
  const isAuto = written.tag === undefined && params.tag === 'auto';
  const build = isAuto ? await readBuild(params, context) : undefined;
  const tag = written.tag ?? build?.digest.slice(0, tagLength) ?? params.tag;
  const name = parseImageName(imageReference({ ...written, tag }));
  const other = params.repository === undefined ? undefined : parseImageName(params.repository);
  const target = other ? { ...other, tag: other.tag ?? tag } : name;
  return { params, context, name, target, tag: target.tag ?? tag, folder, build };
}

/** Enough digits that no two contents of a repository share them, few enough to read. */
const tagLength = 20;

/** The build context with the digest of everything that decides what the image becomes. */
export async function readBuild(
  { build, platform }: ImageParams,
  { playbookDir }: ActionContext,
): Promise<{ context: BuildContext; digest: string }> {
  if (!build)
    throw new PlayError({
      code: 'image-parameters',
      message: 'tag: auto is derived from a build, and there is none',
      hint: 'say under "build" where the Dockerfile is, or give a tag',
    });
  const context = readBuildContext(resolve(playbookDir, build.path), build.dockerfile);
  const { args, labels, target } = build;
  const options = { args: textValues(args), labels: textValues(labels), target, platform: build.platform ?? platform };
  return { context, digest: await contextDigest(context, options) };
}

/** How a task ended, before it is put into Ansible's keys and ours. */
export interface ImageOutcome {
  readonly changed: boolean;
  readonly actions: readonly string[];
  readonly image: object | Unknown;
  readonly stdout?: string;
  /** As the registry holds it; null when the image is in no registry. */
  readonly digest: string | Unknown | null;
  readonly built: boolean;
  readonly pushed: boolean;
}

type NamedImage = Pick<ImageTask, 'target' | 'tag' | 'params'>;

/** What `register` keeps. */
export function imageResult({ target, tag, params }: NamedImage, outcome: ImageOutcome): Result {
  const { changed, actions, image, stdout = '', digest, built, pushed } = outcome;
  return {
    changed,
    actions,
    image,
    stdout,
    stdout_lines: stdout === '' ? [] : stdout.split('\n'),
    tag,
    digest,
    platform: wantedPlatform(params) ?? platformIn(image) ?? null,
    reference: typeof digest === 'string' ? `${target.repository}@${digest}` : (digest ?? imageReference(target)),
    built,
    pushed,
  };
}

const platformIn = (image: object | Unknown) => (image instanceof Unknown ? unknown : platformOf(image as LocalImage));

/** What check mode says of an image that would be made: its digest is known when it is. */
export function foretold(task: NamedImage, actions: readonly string[]): Result {
  const { push, source } = task.params;
  const digest = push ? unknown : null;
  return imageResult(task, {
    changed: true,
    actions,
    image: unknown,
    digest,
    built: source === 'build',
    pushed: push,
  });
}
