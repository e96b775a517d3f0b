import { PlayError } from '../../diagnostics.ts';
import type { BuildContext } from './build_context.ts';
import type { Copied } from './copied_sources.ts';
import { dockerfileInstructions, mistake } from './dockerfile_lines.ts';
import { apply, beginStage, configOf, declare, type ImageConfig, type Stage } from './dockerfile_stage.ts';

/** What a Dockerfile says of its image without building it. */
export interface ImageDescription {
  /** The image that the last stage is based on in the end. */
  readonly base: string;
  readonly config: ImageConfig;
  /** What its last stage copies from the build context, and where to. */
  readonly copies: readonly Copied[];
}

export interface DescribeOptions {
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly platform?: string | undefined;
}

/** Reads a Dockerfile as far as the image's configuration goes, and checks that what it copies is in the context. */
export function describeImage(context: BuildContext, options: DescribeOptions): ImageDescription {
  const { instructions, mark } = dockerfileInstructions(context.text, context.dockerfile);
  const global = new Map<string, string>(platformArgs(options.platform));
  const stages: Stage[] = [];
  for (const instruction of instructions) {
    const stage = stages.at(-1);
    if (instruction.keyword === 'FROM') {
      if (stage && isTarget(stages, options.target)) break;
      stages.push(beginStage(instruction, stages, global, mark));
    } else if (instruction.keyword === 'ARG' && !stage) declare(instruction, global, global, options.args, mark);
    else if (!stage)
      throw mistake(instruction, `${instruction.keyword} stands before the first FROM`, 'begin with FROM');
    else apply(instruction, stage, { context, global, args: options.args, mark });
  }
  const last = stages.at(-1);
  if (!last)
    throw new PlayError({ code: 'dockerfile', message: `${context.dockerfile} has no FROM`, hint: 'begin with FROM' });
  if (options.target !== undefined && !isTarget(stages, options.target)) throw noStage(options.target, stages, context);
  return { base: last.base, config: configOf(last, options.labels), copies: last.copies };
}

function isTarget(stages: readonly Stage[], target: string | undefined): boolean {
  return target !== undefined && (stages.at(-1)?.name === target.toLowerCase() || String(stages.length - 1) === target);
}

function noStage(target: string, stages: readonly Stage[], { dockerfile }: BuildContext): PlayError {
  const names = stages.flatMap(({ name }) => name ?? []);
  return new PlayError({
    code: 'dockerfile',
    message: `${dockerfile} has no stage "${target}"`,
    hint: names.length > 0 ? `its stages are ${names.join(', ')}` : 'none of its stages has a name',
  });
}

/** What BuildKit presets (Dockerfile reference, "Automatic platform ARGs"); a stage sees them once it declares them. */
function platformArgs(platform = 'linux/amd64'): [string, string][] {
  const [os = 'linux', arch = 'amd64', variant = ''] = platform.split('/');
  return ['TARGET', 'BUILD'].flatMap((side): [string, string][] => [
    [`${side}PLATFORM`, platform],
    [`${side}OS`, os],
    [`${side}ARCH`, arch],
    [`${side}VARIANT`, variant],
  ]);
}
