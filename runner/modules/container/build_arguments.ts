import { resolve } from 'node:path';
import { toText } from '../../template/values.ts';
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

/** The command line of a build, without a shell. */
export function buildCommand(
  build: BuildParams,
  {
    reference,
    folder,
    platform,
    environment,
  }: { reference: string; folder: string; platform: string | undefined; environment: Readonly<Record<string, string>> },
): BuildCommand {
  const own = textValues(build.args);
  // A value that the engine itself would take for its own (PATH, DOCKER_HOST …) cannot go by the environment.
  const byName = Object.entries(own).filter(([name]) => !(name in environment));
  const inWords = Object.entries(own).filter(([name]) => name in environment);
  const limits = build.container_limits ?? {};
  const option = (name: string, value: unknown) => (value === undefined ? [] : [`--${name}=${toText(value)}`]);
  const args = [
    'build',
    `--tag=${reference}`,
    ...(build.dockerfile === undefined ? [] : [`--file=${resolve(folder, build.dockerfile)}`]),
    ...byName.map(([name]) => `--build-arg=${name}`),
    ...inWords.map(([name, value]) => `--build-arg=${name}=${value}`),
    ...Object.entries(textValues(build.labels)).map(([name, value]) => `--label=${name}=${value}`),
    ...option('target', build.target),
    ...option('platform', platform),
    ...option('network', build.network),
    ...(build.cache_from ?? []).map((image) => `--cache-from=${image}`),
    ...(build.nocache ? ['--no-cache'] : []),
    ...(build.pull ? ['--pull'] : []),
    ...(build.rm ? [] : ['--rm=false']),
    ...option('shm-size', build.shm_size),
    ...Object.entries(textValues(build.etc_hosts)).map(([host, address]) => `--add-host=${host}:${address}`),
    ...option('memory', limits.memory),
    ...option('memory-swap', limits.memswap),
    ...option('cpu-shares', limits.cpushares),
    ...option('cpuset-cpus', limits.cpusetcpus),
    folder,
  ];
  return { args, environment: Object.fromEntries(byName) };
}
