import type { dockerImageSchema } from '../../../schemas/docker_image.ts';
import type { Infer } from '../../schema/infer.ts';
import type { ActionContext } from '../module.ts';

type Written = Infer<typeof dockerImageSchema>;
const old = ['path', 'dockerfile', 'buildargs', 'container_limits', 'nocache', 'rm', 'force'] as const;
type Old = (typeof old)[number];

/** The parameters of `docker_image` in today's words. */
export type ImageParams = Omit<Written, Old | 'pull' | 'state'> & {
  readonly pull?: Exclude<Written['pull'], boolean | undefined>;
  readonly state: 'present' | 'absent';
};

/** Turns what Ansible 2.7 called otherwise into today's words, and warns of it. */
export function inTodaysWords(params: Written, context: Pick<ActionContext, 'warn'>): ImageParams {
  const names = [...old.filter((name) => params[name] !== undefined), ...oldValues(params)];
  if (names.length > 0) context.warn(`old spellings of docker_image: ${names.join(', ')}; ${insteadOf(params)}`);
  const { path, dockerfile, buildargs, container_limits, nocache, rm, force, pull, state, ...rest } = params;
  const build = path === undefined ? rest.build : oldBuild(params, path);
  const source = rest.source ?? (names.length > 0 && state !== 'absent' ? oldSource(params) : undefined);
  return {
    ...rest,
    ...(build && { build }),
    ...(source && { source }),
    ...(pull !== undefined && typeof pull !== 'boolean' && { pull }),
    state: state === 'absent' ? 'absent' : 'present',
    ...(force && { force_source: true, force_tag: true, force_absent: true }),
  };
}

const oldValues = ({ pull, state }: Written): string[] => [
  ...(typeof pull === 'boolean' ? ['pull'] : []),
  ...(state === 'build' ? ['state: build'] : []),
];

function insteadOf({ path, load_path, state }: Written): string {
  if (state === 'absent') return 'write force_absent';
  if (path !== undefined)
    return 'write source: build, with build: { path, dockerfile, args, nocache, pull, … }, and force_source';
  return `write source: ${load_path === undefined ? 'build, load or pull' : 'load'}, and force_source or force_tag`;
}

/** In 2.7 a path meant a build, an archive meant loading it, and without either the image was pulled. */
function oldSource({ path, build, load_path }: Written): 'build' | 'load' | 'pull' {
  if (path !== undefined || build !== undefined) return 'build';
  return load_path === undefined ? 'pull' : 'load';
}

/** 2.7 looked for newer base images unless told not to; with a `source`, which it did not know, that had ended. */
function oldBuild(params: Written, path: string): NonNullable<Written['build']> {
  const { dockerfile, buildargs, container_limits, nocache = false, rm = true, pull, source } = params;
  return {
    path,
    ...(dockerfile !== undefined && { dockerfile }),
    ...(buildargs && { args: buildargs }),
    ...(container_limits && { container_limits }),
    nocache,
    rm,
    pull: typeof pull === 'boolean' ? pull : source === undefined,
  };
}
