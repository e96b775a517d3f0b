import { resolve } from 'node:path';
import type { PlayError } from '../../diagnostics.ts';
import { buildCommand } from './build_arguments.ts';
import { readDockerfile } from './build_context.ts';
import { buildFailure } from './build_failure.ts';
import { buildSecrets } from './build_secrets.ts';
import { type Builder, checkBuilder, findBuilder } from './docker_builder.ts';
import type { Engine } from './engine.ts';
import { engineFailure } from './engine_failure.ts';
import { wantedPlatform } from './image_platform.ts';
import type { ImageTask } from './image_task.ts';
import { loginEnvironment, loginFolder } from './private_login.ts';
import { revisionLabel, sourceRevision } from './source_revision.ts';

/** Builds an image with the best builder that the engine has; returns what it printed. */
export async function buildImage(task: ImageTask, engine: Engine, reference: string): Promise<string> {
  const { params, context, folder } = task;
  const wanted = params.build!;
  const text = task.build?.context.text ?? readDockerfile(folder!, resolve(folder!, wanted.dockerfile ?? 'Dockerfile'));
  const builder = await findBuilder(engine, context.environment);
  checkBuilder(builder, wanted, text);
  const labels = await ownLabels(task);
  const secrets = buildSecrets(wanted, context);
  try {
    const { args, environment } = buildCommand(wanted, {
      engine,
      builder,
      reference,
      folder: folder!,
      platform: wantedPlatform(params),
      environment: context.environment,
      labels,
      secrets: secrets.words,
    });
    context.progress(`building ${reference}`);
    const logins = loginEnvironment(loginFolder(context));
    const outcome = await engine.run(args, { long: true, environment: { ...environment, ...logins } });
    if (outcome.code === 0) return outcome.all;
    throw buildError(task, engine, builder, outcome.all);
  } finally {
    secrets.end();
  }
}

/** An image whose tag comes from its content says which commit it was built from. It is no part of the content. */
async function ownLabels({ build, folder, params, context }: ImageTask): Promise<Record<string, string>> {
  if (!build || params.build?.labels?.[revisionLabel] !== undefined) return {};
  const revision = await sourceRevision(folder!, context);
  return revision === undefined ? {} : { [revisionLabel]: revision };
}

function buildError({ folder }: ImageTask, { name }: Engine, builder: Builder, output: string): PlayError {
  const { step, reason, lines } = buildFailure(builder, output);
  const where = step === undefined ? '' : ` at ${step}`;
  // What a command of the Dockerfile could not reach is no fault of a registry.
  const isCommand = reason.startsWith('exit code');
  return engineFailure(name, {
    message: `${name} could not build ${folder}${where}`,
    said: [reason, ...lines].join('\n'),
    ...(isCommand && { among: ['disk-full', 'platform-mismatch'] }),
    code: 'build-failed',
    hint: `run it by hand to see everything: ${name} build ${folder}`,
  });
}
