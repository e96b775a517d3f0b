import type { ModuleSchema, PropertySchema } from '../schema/schema.ts';
import type { WorldOptions } from './create_world.ts';

/** Parameters that every AWS module takes, with the names Ansible's AWS guide gives them. */
export const connectionProperties = {
  region: {
    type: 'string',
    aliases: ['aws_region', 'ec2_region'],
    description: 'Region to work in; AWS_REGION, AWS_DEFAULT_REGION or the profile say it otherwise.',
  },
  profile: {
    type: 'string',
    aliases: ['aws_profile'],
    description: 'Profile of ~/.aws/config or ~/.aws/credentials to take credentials and region from.',
  },
  access_key: {
    type: 'string',
    aliases: ['aws_access_key', 'aws_access_key_id', 'ec2_access_key'],
    description:
      'Access key ID, together with secret_key. Better kept out of playbooks, in a profile or the environment.',
  },
  secret_key: {
    type: 'string',
    aliases: ['aws_secret_key', 'aws_secret_access_key', 'ec2_secret_key'],
    secret: true,
    description: 'Secret that belongs to access_key.',
  },
  session_token: {
    type: 'string',
    aliases: ['aws_session_token', 'aws_security_token', 'security_token', 'access_token'],
    secret: true,
    description: 'Token of temporary credentials.',
  },
  endpoint_url: {
    type: 'string',
    aliases: ['aws_endpoint_url', 'ec2_url', 's3_url'],
    description: 'Address to send all requests to instead of AWS, e.g. of an emulator.',
  },
  aws_ca_bundle: { type: 'string', description: 'File of certificates to trust for the endpoint.' },
  validate_certs: { type: 'boolean', default: true, description: "Whether the endpoint's certificate must be valid." },
  debug_botocore_endpoint_logs: {
    type: 'boolean',
    default: false,
    description: 'Taken for the sake of existing playbooks; the recap counts API calls without it.',
  },
  aws_config: {
    type: 'object',
    description: 'Taken for the sake of existing playbooks: settings of another SDK, which mean nothing here.',
  },
} as const satisfies Record<string, PropertySchema>;

/** What connection parameters are held to, apart from those of the module they are given with. */
export const connectionSchema: ModuleSchema = {
  collection: 'amazon.aws',
  type: 'object',
  description: 'Connection parameters of AWS modules.',
  additionalProperties: false,
  properties: connectionProperties,
  examples: [],
};

/** Connection parameters of one task, under their own names. */
export interface Connection {
  readonly region?: string;
  readonly profile?: string;
  readonly access_key?: string;
  readonly secret_key?: string;
  readonly session_token?: string;
  readonly endpoint_url?: string;
  readonly aws_ca_bundle?: string;
  readonly validate_certs?: boolean;
}

/** Parts the connection parameters from the module's own. Names only, so `params` may be rendered, checked, or neither. */
export function splitConnection(params: Readonly<Record<string, unknown>>): {
  connection: Connection;
  params: Record<string, unknown>;
} {
  const connection: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    const known = ownNames.get(name);
    if (known === undefined) own[name] = value;
    else if (value !== undefined && value !== null && value !== '') connection[known] = value;
  }
  return { connection, params: own };
}

/** Equal for connections that lead to the same place, so that they share a world. */
export function worldKey(connection: Connection): string {
  return JSON.stringify(
    Object.keys(connectionProperties)
      .filter((name) => name !== 'aws_config' && name !== 'debug_botocore_endpoint_logs')
      .map((name) => {
        const value = connection[name as keyof Connection];
        return name === 'validate_certs' ? (value ?? true) : (value ?? null);
      }),
  );
}

/** The options of `createWorld` that a connection stands for. */
export function worldOptions(connection: Connection): WorldOptions {
  const { access_key: accessKeyId, secret_key: secretAccessKey, session_token: sessionToken } = connection;
  return {
    region: connection.region,
    profile: connection.profile,
    endpoint: connection.endpoint_url,
    caBundle: connection.aws_ca_bundle,
    validateCerts: connection.validate_certs,
    credentials:
      accessKeyId && secretAccessKey
        ? { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
        : undefined,
  };
}

const ownNames = new Map(
  Object.entries(connectionProperties).flatMap(([name, property]) =>
    [name, ...('aliases' in property ? property.aliases : [])].map((each) => [each, name] as const),
  ),
);
