import { resolve } from 'node:path';
import { toText } from '../../template/values.ts';
import { type Builder, builderEnvironment, builderWords } from './docker_builder.ts';
import type { Engine } from './engine.ts';
import type { ImageParams } from './old_spellings.ts';

export type BuildParams = NonNullable<ImageParams['build']>;

/** The values as text, as engines take them. */
export function textValues(values: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, toText(value)]));
}

export interface BuildCommand {
  readonly args: readonly string[];
  /** Build arguments travel here, since anyone may read the words of a command line. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface BuildOptions {
  readonly engine: Engine;
  readonly builder: Builder;
  readonly reference: string;
  readonly folder: string;
  readonly platform: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Labels beside those that the task asks for. */
  readonly labels: Readonly<Record<string, string>>;
  /** The words for its secrets. */
  readonly secrets: readonly string[];
}

/** The command line of a build, without a shell. */
export function buildCommand(build: BuildParams, options: BuildOptions): BuildCommand {
  const { engine, builder, reference, folder, platform, environment } = options;
  const own = textValues(build.args);
  // A value that the engine itself would take for its own (PATH, DOCKER_HOST …) cannot go by the environment.
  const byName = Object.entries(own).filter(([name]) => !(name in environment));
  const inWords = Object.entries(own).filter(([name]) => name in environment);
  const labels = { ...options.labels, ...textValues(build.labels) };
  const args = [
    ...builderWords(engine, builder),
    `--tag=${reference}`,
    ...(build.dockerfile === undefined ? [] : [`--file=${resolve(folder, build.dockerfile)}`]),
    ...byName.map(([name]) => `--build-arg=${name}`),
    ...inWords.map(([name, value]) => `--build-arg=${name}=${value}`),
    ...Object.entries(labels).map(([name, value]) => `--label=${name}=${value}`),
    ...option('target', build.target),
    ...option('platform', platform),
    ...option('network', build.network),
    ...options.secrets,
    ...cacheWords(build),
    ...(build.pull ? ['--pull'] : []),
    ...(build.rm ? [] : ['--rm=false']),
    ...limitWords(build),
    folder,
  ];
  return { args, environment: { ...builderEnvironment(builder), ...Object.fromEntries(byName) } };
}

const option = (name: string, value: unknown) => (value === undefined ? [] : [`--${name}=${toText(value)}`]);

function cacheWords({ cache_from = [], cache_to = [], nocache }: BuildParams): string[] {
  return [
    ...cache_from.map((cache) => `--cache-from=${cache}`),
    ...cache_to.map((cache) => `--cache-to=${cache}`),
    ...(nocache ? ['--no-cache'] : []),
  ];
}

function limitWords({ shm_size, etc_hosts, container_limits: limits = {} }: BuildParams): string[] {
  return [
    ...option('shm-size', shm_size),
    ...Object.entries(textValues(etc_hosts)).map(([host, address]) => `--add-host=${host}:${address}`),
    ...option('memory', limits.memory),
    ...option('memory-swap', limits.memswap),
    ...option('cpu-shares', limits.cpushares),
    ...option('cpuset-cpus', limits.cpusetcpus),
  ];
}
