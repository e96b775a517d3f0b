import { resolve } from 'node:path';
import { PlayError } from '../../diagnostics.ts';
import { buildCommand } from './build_arguments.ts';
import { readDockerfile } from './build_context.ts';
import type { Engine } from './engine.ts';
import { inspectImage, type LocalImage, lastLines, loadImage, pullImage } from './engine_images.ts';
import { imageReference } from './image_name.ts';
import type { ImageTask } from './image_task.ts';
import { loginEnvironment, loginFolder } from './private_login.ts';

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
  if (before && (!params.force_source || params.source === undefined || params.source === 'local'))
    return { image: before, changed: false, built: false, actions: [], stdout: '' };
  const { stdout, action } = await fetchImage(task, engine, reference);
  const image = await inspectImage(engine, reference);
  if (!image) throw notThere(task, engine, reference);
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
  const platform = params.pull?.platform ?? params.platform;
  switch (params.source) {
    case 'build':
      return {
        stdout: await buildImage(task, engine, reference),
        action: `Built image ${reference} from ${task.folder}`,
      };
    case 'pull':
      return {
        stdout: await pullImage(engine, reference, { logins: loginFolder(context), platform }),
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

async function buildImage(
  { params, context, folder, build }: ImageTask,
  engine: Engine,
  reference: string,
): Promise<string> {
  const wanted = params.build!;
  if (!build) readDockerfile(folder!, resolve(folder!, wanted.dockerfile ?? 'Dockerfile'));
  const platform = wanted.platform ?? params.platform;
  const { environment } = context;
  const { args, environment: more } = buildCommand(wanted, { reference, folder: folder!, platform, environment });
  context.progress(`building ${reference}`);
  const outcome = await engine.run(args, {
    long: true,
    environment: { ...more, ...loginEnvironment(loginFolder(context)) },
  });
  if (outcome.code === 0) return outcome.all;
  throw new PlayError({
    code: 'build-failed',
    message: `${engine.name} could not build ${folder}: ${lastLines(outcome.all, 10)}`,
    hint: `run it by hand to see everything: ${engine.name} build ${folder}`,
  });
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
