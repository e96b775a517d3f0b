import { PlayError } from '../diagnostics.ts';
import { modules } from '../modules/index.ts';
import { findModule, moduleNames } from '../modules/registry.ts';
import { didYouMean } from '../schema/distance.ts';
import type { ModuleSchema, PropertySchema } from '../schema/schema.ts';
import type { Flags } from './options.ts';

/** `play doc MODULE …` prints what modules take, from their schemas; `play doc -l` lists them all. */
export async function doc(names: readonly string[], flags: Flags): Promise<number> {
  if (flags.list || names.length === 0) {
    for (const [name, entry] of Object.entries(modules)) {
      process.stdout.write(`${name.padEnd(28)} ${firstSentence((await entry.schema()).description)}\n`);
    }
    return 0;
  }
  for (const asked of names) {
    const found = findModule(asked);
    if (!found)
      throw new PlayError({
        code: 'usage',
        message: `there is no module ${asked}`,
        hint: didYouMean(asked, moduleNames()) ?? 'play doc -l lists them',
      });
    process.stdout.write(`${page(found.name, await found.schema())}\n`);
  }
  return 0;
}

function page(name: string, schema: ModuleSchema): string {
  const aliases = schema.aliases?.length ? `\nAlso known as ${schema.aliases.join(', ')}.` : '';
  return [
    `${schema.collection}.${name}\n\n${schema.description}${aliases}\n\nParameters`,
    ...properties(schema.properties, schema.required ?? [], 1),
    '\nExamples',
    ...schema.examples.map((example) => `  - ${name}:\n${yaml(example, 6)}`),
  ].join('\n');
}

function properties(
  all: Readonly<Record<string, PropertySchema>>,
  required: readonly string[],
  level: number,
): string[] {
  const indent = '  '.repeat(level);
  return Object.entries(all).flatMap(([name, property]) => {
    const facts = [
      required.includes(name) ? 'required' : '',
      property.enum ? property.enum.map(String).join(' | ') : (property.type ?? ''),
      property.default === undefined ? '' : `default ${JSON.stringify(property.default)}`,
      property.aliases?.length ? `also ${property.aliases.join(', ')}` : '',
    ].filter(Boolean);
    const inner = property.properties ?? property.items?.properties;
    return [
      `${indent}${name} (${facts.join('; ')})`,
      ...(property.description ? [`${indent}    ${property.description}`] : []),
      ...(inner ? properties(inner, property.required ?? property.items?.required ?? [], level + 2) : []),
    ];
  });
}

const firstSentence = (text: string) => text.split(/(?<=\.)\s/)[0]!;

function yaml(value: unknown, indent: number): string {
  const pad = ' '.repeat(indent);
  return Object.entries(value as Record<string, unknown>)
    .map(([key, each]) => `${pad}${key}: ${JSON.stringify(each)}`)
    .join('\n');
}
