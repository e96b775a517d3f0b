import type { Entry, EntryExample, EntryParameter } from '../language/entry.ts';

/** The page of one filter, test, lookup, function, keyword, code or deviation. */
export function entryPage(kind: string, entry: Entry): string {
  const { name, aliases, group, description, usage, parameters, examples } = entry;
  return [
    `${name} (${kind}; ${group})\n\n${sentence(description)}`,
    ...(aliases.length > 0 ? [`Also known as ${aliases.join(', ')}.`] : []),
    ...(usage ? [`\n  ${usage}`] : []),
    ...(parameters.length > 0 ? ['\nArguments', ...parameters.map(parameterLine)] : []),
    ...(examples.length > 0
      ? [`\n${examples.length === 1 ? 'Example' : 'Examples'}`, ...examples.map(exampleLines)]
      : []),
    '',
  ].join('\n');
}

const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

function parameterLine({ name, description = '', required, ...rest }: EntryParameter): string {
  const facts = [
    ...(required ? ['required'] : []),
    ...('default' in rest && rest.default !== null ? [`default ${JSON.stringify(rest.default)}`] : []),
  ];
  return `  ${name.padEnd(18)} ${description}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`.trimEnd();
}

function exampleLines({ text, value, given = {} }: EntryExample): string {
  const lines = [
    ...Object.entries(given).map(([what, data]) => `# ${what}: ${JSON.stringify(data)}`),
    ...text.split('\n'),
    ...(value === undefined ? [] : [`→ ${JSON.stringify(value)}`]),
  ];
  return lines.map((line) => `  ${line}`).join('\n');
}
