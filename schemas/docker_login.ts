import type { ModuleSchema } from '../runner/schema/schema.ts';
import { containerEngine } from './parts/container_engine.ts';

/** Parameters of `docker_login`. */
export const dockerLoginSchema = {
  collection: 'community.docker',
  type: 'object',
  description:
    'Logs in to a registry. The login lasts for the run and is kept in a private folder, unless `config_path` names a file to keep it in. `docker_image` logs in to Amazon ECR, private and public, by itself.',
  additionalProperties: false,
  properties: {
    registry_url: {
      type: 'string',
      aliases: ['registry', 'url'],
      default: 'https://index.docker.io/v1/',
      description: 'The registry; Docker Hub when not given.',
    },
    username: { type: 'string', description: 'User name.' },
    password: {
      type: 'string',
      secret: true,
      description: 'Password or token. It is given to the engine on its standard input.',
    },
    state: { type: 'string', enum: ['present', 'absent'], default: 'present', description: '`absent` logs out.' },
    reauthorize: {
      type: 'boolean',
      aliases: ['reauth'],
      default: false,
      description: 'Log in again although the same login is known.',
    },
    config_path: {
      type: 'string',
      aliases: ['dockercfg_path'],
      description: 'File to keep the login in, e.g. `~/.docker/config.json`.',
    },
    ...containerEngine,
  },
  required_if: [['state', 'present', ['username', 'password']]],
  examples: [
    { registry_url: 'registry.example.com', username: 'someone', password: 'a-token' },
    { registry_url: 'registry.example.com', state: 'absent' },
  ],
} as const satisfies ModuleSchema;
