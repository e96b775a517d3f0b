import { dictEntries, dictGet, isDict } from '../template/values.ts';
import { toBoolean } from './scalars.ts';
import type { ModuleSchema, PropertySchema } from './schema.ts';

const types: Readonly<Record<string, PropertySchema['type']>> = {
  str: 'string',
  path: 'string',
  json: 'string',
  jsonarg: 'string',
  bytes: 'string',
  bits: 'string',
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  list: 'array',
  dict: 'object',
};

/**
 * A role's argument specs (Ansible's "Role argument validation") as a schema, so that roles and modules are held to the same rules.
 * `spec` is one entry point's, with its `options`; anything a role gets besides them is its own business.
 */
export function specSchema(spec: unknown): ModuleSchema {
  const { properties, required } = optionsOf(isDict(spec) ? dictGet(spec, 'options') : undefined);
  return {
    collection: 'ansible.builtin',
    type: 'object',
    description: 'Arguments of a role.',
    additionalProperties: true,
    properties,
    required,
    examples: [],
  };
}

function optionsOf(options: unknown): { properties: Record<string, PropertySchema>; required: string[] } {
  const entries = isDict(options) ? dictEntries(options) : [];
  const properties: Record<string, PropertySchema> = {};
  const required: string[] = [];
  for (const [name, option] of entries) {
    const field = (key: string) => (isDict(option) ? dictGet(option, key) : undefined);
    properties[String(name)] = optionSchema(field);
    if (toBoolean(field('required') ?? false) && field('default') === undefined) required.push(String(name));
  }
  return { properties, required };
}

function optionSchema(field: (key: string) => unknown): PropertySchema {
  const type = types[String(field('type') ?? 'str')];
  const choices = field('choices');
  const inner = field('options');
  const aliases = field('aliases');
  const element = elementSchema(field('elements'), inner);
  return {
    ...(type ? { type } : {}),
    ...(Array.isArray(choices) && type !== 'array' ? { enum: choices } : {}),
    ...(Array.isArray(aliases) ? { aliases: aliases.map(String) } : {}),
    ...(type === 'array' && element ? { items: Array.isArray(choices) ? { ...element, enum: choices } : element } : {}),
    ...(type === 'object' && inner !== undefined ? { ...optionsOf(inner), additionalProperties: false } : {}),
    ...(toBoolean(field('no_log') ?? false) ? { secret: true } : {}),
  };
}

function elementSchema(elements: unknown, options: unknown): PropertySchema | undefined {
  if (elements === undefined || elements === 'raw') return undefined;
  const type = types[String(elements)];
  if (type === 'object' && options !== undefined) return { type, ...optionsOf(options), additionalProperties: false };
  return type ? { type } : undefined;
}
