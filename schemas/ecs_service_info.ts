import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ecsServiceInfoSchema = {
  collection: 'community.aws',
  aliases: ['ecs_service_facts'],
  type: 'object',
  description: 'Tells what services a cluster has.',
  additionalProperties: false,
  properties: {
    cluster: { type: 'string', default: 'default', description: 'Cluster, by name or ARN.' },
    service: {
      type: 'array',
      items: { type: 'string' },
      description: 'Only these services, by name or ARN. All of the cluster when left out.',
    },
    details: { type: 'boolean', default: false, description: 'Describe the services instead of listing their ARNs.' },
    events: { type: 'boolean', default: true, description: 'With `details`: the latest events too.' },
  },
  examples: [
    { cluster: 'conformance-cluster' },
    { cluster: 'conformance-cluster', service: ['web'], details: true, events: false },
  ],
} as const satisfies ModuleSchema;
