import type { ModuleSchema, PropertySchema } from '../schema/schema.ts';

/** The page of one module: what it does, its parameters with their nested ones, examples. */
export function modulePage(name: string, schema: ModuleSchema): string {
  const aliases = schema.aliases?.length ? `\nAlso known as ${schema.aliases.join(', ')}.` : '';
  return [
    `${schema.collection}.${name}\n\n${schema.description}${aliases}\n\nParameters`,
    ...parameters(schema.properties, schema.required ?? [], 1),
    '\nExamples',
    ...schema.examples.map((example) => `  - ${name}:\n${yaml(example)}`),
  ].join('\n');
}

function parameters(
  all: Readonly<Record<string, PropertySchema>>,
  required: readonly string[],
  level: number,
): string[] {
  const indent = '  '.repeat(level);
  return Object.entries(all).flatMap(([name, property]) => {
    const inner = property.properties ? property : property.items?.properties ? property.items : undefined;
    return [
      `${indent}${name} (${facts(property, required.includes(name))})`,
      ...(property.description ? [`${indent}    ${property.description}`] : []),
      ...(inner ? parameters(inner.properties!, inner.required ?? [], level + 2) : []),
    ];
  });
}

function facts(property: PropertySchema, required: boolean): string {
  return [
    required ? 'required' : '',
    property.enum ? property.enum.map(String).join(' | ') : (property.type ?? 'any'),
    property.default === undefined ? '' : `default ${JSON.stringify(property.default)}`,
    property.aliases?.length ? `also ${property.aliases.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

/** JSON values are YAML too. */
const yaml = (example: Readonly<Record<string, unknown>>): string =>
  Object.entries(example)
    .map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`)
    .join('\n');
