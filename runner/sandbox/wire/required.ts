import type { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from './errors.ts';
import type { Protocol } from './service_shape.ts';

/** Refuses an input that lacks a required member; the schema lists those first and says how many they are. */
export function requireMembers(protocol: Protocol, schema: NormalizedSchema, value: unknown, path = ''): void {
  if (schema.isListSchema() && Array.isArray(value)) {
    const item = schema.getValueSchema();
    value.forEach((each, index) => {
      requireMembers(protocol, item, each, `${path}.${index + 1}`);
    });
    return;
  }
  if (!schema.isStructSchema() || typeof value !== 'object' || value === null) return;
  const required = schema.isUnionSchema() ? 0 : ((schema.getSchema() as unknown as { 6?: number })[6] ?? 0);
  let index = 0;
  for (const [name, member] of schema.structIterator()) {
    const at = path ? `${path}.${name}` : name;
    const child = (value as Record<string, unknown>)[name];
    if (child !== undefined) requireMembers(protocol, member, child, at);
    else if (index < required) throw missing(protocol, at);
    index += 1;
  }
}

function missing(protocol: Protocol, at: string): ServiceError {
  switch (protocol) {
    case 'ec2Query':
      return new ServiceError('MissingParameter', `The request must contain the parameter ${at}`);
    case 'awsQuery':
      return new ServiceError(
        'ValidationError',
        `1 validation error detected: Value at '${at}' failed to satisfy constraint: Member must not be null`,
      );
    case 'awsJson1_1':
      return new ServiceError(
        'InvalidParameterException',
        `Invalid parameter at '${at}' failed to satisfy constraint: 'Member must not be null'`,
      );
  }
}
