import { imageBuild } from '../runner/schema/image_rules.ts';
import type { Rule } from '../runner/schema/rules.ts';
import type { ModuleSchema } from '../runner/schema/schema.ts';
import { containerEngine } from './parts/container_engine.ts';

const textValues = { type: 'object', additionalProperties: {} } as const;

const containerLimits = {
  type: 'object',
  additionalProperties: false,
  properties: {
    memory: { type: 'string', description: 'Memory, e.g. `512M`.' },
    memswap: { type: 'string', description: 'Memory and swap together; `-1` for no limit.' },
    cpushares: { type: 'integer', description: 'Relative weight of CPU use.' },
    cpusetcpus: { type: 'string', description: 'CPUs to use, e.g. `0-3`.' },
  },
} as const;

/** Parameters of `docker_image`. */
export const dockerImageSchema = {
  collection: 'community.docker',
  type: 'object',
  description:
    'Builds, pulls, loads, tags, pushes or removes an image. When the image goes to Amazon ECR, private or `public.ecr.aws`, the login is made by itself; an image whose tag a private repository holds is neither built nor pushed.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      description:
        'Name of the image, with its registry (`registry.example.com/team/app`); `:tag` may follow. Or an image id.',
    },
    tag: {
      type: 'string',
      default: 'latest',
      description:
        'Tag, unless the name holds one. `auto` derives it from the Dockerfile, the build context (what `.dockerignore` leaves) and the build options, so that the same content has the same tag.',
    },
    source: {
      type: 'string',
      enum: ['build', 'load', 'pull', 'local'],
      description:
        'Where the image comes from when it is not there: built, loaded from `load_path`, pulled, or `local`: it must be there.',
    },
    build: {
      type: 'object',
      additionalProperties: false,
      required: ['path'],
      description: 'How to build it.',
      properties: {
        path: { type: 'string', description: 'Folder of the build context; relative to the playbook.' },
        dockerfile: { type: 'string', description: 'Name of the Dockerfile in that folder.' },
        args: {
          ...textValues,
          description: 'Build arguments. Values are passed by the environment, not on the command line.',
        },
        target: { type: 'string', description: 'Stage to build, when not the last.' },
        platform: { type: 'string', description: 'Platform to build for, e.g. `linux/amd64`.' },
        labels: { ...textValues, description: 'Labels of the image.' },
        network: { type: 'string', description: 'Network of the `RUN` instructions.' },
        secrets: {
          type: 'array',
          description:
            'What `RUN --mount=type=secret,id=ID` reads, and nothing of it stays in the image. Needs BuildKit, Podman or Buildah.',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['id', 'type'],
            properties: {
              id: { type: 'string', description: 'Name of the secret in the Dockerfile.' },
              type: { type: 'string', enum: ['file', 'env', 'value'], description: 'Where its content is.' },
              src: { type: 'string', description: 'With `file`: the file, relative to the playbook.' },
              env: { type: 'string', description: 'With `env`: the variable in the environment of the task.' },
              value: { type: 'string', secret: true, description: 'With `value`: the content itself.' },
            },
          },
        },
        cache_from: {
          type: 'array',
          items: { type: 'string' },
          description:
            'Images to take cached layers from; with BuildKit also `type=registry,ref=…` and its other kinds.',
        },
        cache_to: {
          type: 'array',
          items: { type: 'string' },
          description: 'Where to keep cached layers, e.g. `type=registry,ref=…`. Needs buildx, Podman or Buildah.',
        },
        nocache: { type: 'boolean', default: false, description: 'Build every layer again.' },
        pull: { type: 'boolean', default: false, description: 'Look for newer base images.' },
        rm: {
          type: 'boolean',
          default: true,
          description: 'Remove the intermediate containers after a build that succeeded.',
        },
        shm_size: { type: 'string', description: 'Size of `/dev/shm` for the build, e.g. `128M`.' },
        etc_hosts: { ...textValues, description: 'Additional host names for the build, name to address.' },
        container_limits: { ...containerLimits, description: 'Limits of the containers of the build.' },
      },
    },
    pull: {
      description: 'How to pull it. Old spelling, as a boolean: of `build.pull`.',
      anyOf: [
        {
          type: 'object',
          additionalProperties: false,
          properties: { platform: { type: 'string', description: 'Platform to pull, e.g. `linux/amd64`.' } },
        },
        { type: 'boolean' },
      ],
    },
    load_path: { type: 'string', description: 'Archive to load the image from, with `source: load`.' },
    archive_path: { type: 'string', description: 'Archive to save the image to.' },
    platform: { type: 'string', description: 'Platform to build for or to pull, when `build` and `pull` say nothing.' },
    push: { type: 'boolean', default: false, description: 'Push the image to the registry its name begins with.' },
    repository: {
      type: 'string',
      description:
        'Name to tag the image with besides its own, with registry and tag; with `push` this is the name that is pushed.',
    },
    state: {
      type: 'string',
      enum: ['present', 'absent', 'build'],
      default: 'present',
      description: '`absent` removes the image from the engine. `build` is an old spelling of `present`.',
    },
    force_source: { type: 'boolean', default: false, description: 'Build, load or pull although the image is there.' },
    force_tag: {
      type: 'boolean',
      default: false,
      description: 'Let `repository` take the tag over from another image.',
    },
    force_absent: {
      type: 'boolean',
      default: false,
      description: 'Remove the image although containers or other names use it.',
    },
    path: { type: 'string', aliases: ['build_path'], description: 'Old spelling of `build.path`.' },
    dockerfile: { type: 'string', description: 'Old spelling of `build.dockerfile`.' },
    buildargs: { ...textValues, description: 'Old spelling of `build.args`.' },
    container_limits: { ...containerLimits, description: 'Old spelling of `build.container_limits`.' },
    nocache: { type: 'boolean', description: 'Old spelling of `build.nocache`.' },
    rm: { type: 'boolean', description: 'Old spelling of `build.rm`.' },
    force: { type: 'boolean', description: 'Old spelling of `force_source`, `force_tag` and `force_absent`.' },
    ...containerEngine,
  },
  required_if: [['source', 'load', ['load_path']]],
  examples: [
    {
      name: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app',
      tag: 'auto',
      source: 'build',
      build: { path: '.', dockerfile: 'Dockerfile', platform: 'linux/amd64', args: { NODE_ENV: 'production' } },
      push: true,
    },
    { name: 'registry.example.com/team/app:1.2', source: 'pull', pull: { platform: 'linux/amd64' } },
    { name: 'app', source: 'local', repository: 'registry.example.com/team/app:1.2', push: true },
    { name: 'app', state: 'absent', force_absent: true },
  ],
} as const satisfies ModuleSchema;

/** Rules over several parameters of `docker_image`. */
export const dockerImageRules: readonly Rule[] = [imageBuild];
