import { resolve } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import type { Engine } from './engine.ts';
import { inspectImage, type LocalImage, loadImage, pullImage } from './engine_images.ts';
import { buildImage } from './image_build.ts';
import { imageReference } from './image_name.ts';
import { checkPlatform, fitsPlatform, wantedPlatform } from './image_platform.ts';
import type { ImageTask } from './image_task.ts';
import { loginFolder } from './private_login.ts';

export interface Obtained {
  readonly image: LocalImage;
  readonly changed: boolean;
  readonly built: boolean;
  readonly actions: readonly string[];
  readonly stdout: string;
}

/** Sees to it that the engine has the image: builds, pulls or loads it when it is not there, or always when forced. */
export async function obtainImage(task: ImageTask, engine: Engine): Promise<Obtained> {
  const { params, name } = task;
  const reference = imageReference(name);
  const before = await inspectImage(engine, reference);
  const platform = wantedPlatform(params);
  const isMade = params.source !== undefined && params.source !== 'local';
  if (before && !(isMade && (params.force_source || !fitsPlatform(before, platform)))) {
    checkPlatform(before, platform, reference);
    return { image: before, changed: false, built: false, actions: [], stdout: '' };
  }
  const { stdout, action } = await fetchImage(task, engine, reference);
  const image = await inspectImage(engine, reference);
  if (!image) throw notThere(task, engine, reference);
  checkPlatform(image, platform, reference);
  return {
    image,
    changed: before?.Id !== image.Id,
    built: params.source === 'build',
    actions: [action],
    stdout,
  };
}

async function fetchImage(
  task: ImageTask,
  engine: Engine,
  reference: string,
): Promise<{ stdout: string; action: string }> {
  const { params, context } = task;
  switch (params.source) {
    case 'build':
      return {
        stdout: await buildImage(task, engine, reference),
        action: `Built image ${reference} from ${task.folder}`,
      };
    case 'pull':
      return {
        stdout: await pullImage(engine, reference, {
          logins: loginFolder(context),
          platform: wantedPlatform(params),
        }),
        action: `Pulled image ${reference}`,
      };
    case 'load': {
      const archive = resolve(context.playbookDir, params.load_path!);
      return { stdout: await loadImage(engine, archive), action: `Loaded image ${reference} from ${archive}` };
    }
    default:
      throw notThere(task, engine, reference);
  }
}

function notThere({ params }: ImageTask, engine: Engine, reference: string): PlayError {
  const [message, hint] =
    params.source === 'load'
      ? [`the archive ${params.load_path} does not hold the image ${reference}`, 'check "name" and "tag"']
      : [
          `cannot find the image ${reference} in ${engine.name}`,
          'say with "source" where it comes from: build, pull or load',
        ];
  return new PlayError({ code: 'image-missing', message, hint });
}
