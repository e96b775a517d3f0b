import type { ModuleSchema } from '../runner/schema/schema.ts';

export const ecsTaskdefinitionInfoSchema = {
  collection: 'community.aws',
  aliases: ['ecs_taskdefinition_facts'],
  type: 'object',
  description: 'Tells what a task definition says.',
  additionalProperties: false,
  required: ['task_definition'],
  properties: {
    task_definition: {
      type: 'string',
      description: 'An ARN, `family:revision`, or a family for its latest active revision.',
    },
  },
  examples: [{ task_definition: 'conformance-task' }, { task_definition: 'conformance-task:1' }],
} as const satisfies ModuleSchema;
