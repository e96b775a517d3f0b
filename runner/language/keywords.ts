import { type Keyword, keywords, type Level } from '../playbook/keywords.ts';
import type { Entry } from './entry.ts';
import { keywordExamples } from './keyword_examples.ts';
import { loopControlDocs } from './special.ts';

const levels: Readonly<Record<Level, string>> = {
  play: 'plays',
  import_playbook: 'import_playbook',
  role: 'roles',
  block: 'blocks',
  task: 'tasks',
  handler: 'handlers',
};

const types: Readonly<Record<Keyword['type'], string>> = {
  text: 'text',
  boolean: 'true or false',
  number: 'a number',
  integer: 'a whole number',
  mapping: 'a mapping',
  mappings: 'a mapping, or a list of them',
  names: 'a name, several with commas, or a list',
  conditions: 'an expression, or a list of them',
  entries: 'a list of tasks and blocks',
  list: 'a list',
  any: 'any value',
};

/** Every keyword, with where it stands and what it takes. */
export function keywordEntries(): Entry[] {
  const own = Object.entries(keywords).map(([name, keyword]) => entry(name, keyword));
  return [...own, withLookup].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function entry(name: string, { levels: where, type, choices, description, ignored }: Keyword): Entry {
  const takes = choices ? choices.join(' | ') : types[type];
  const example = keywordExamples[name];
  return {
    name,
    aliases: [],
    group: where.map((level) => levels[level]).join(', '),
    description: `${description}${ignored ? ' Taken without effect.' : ''}`,
    usage: `${name}: ${takes}`,
    parameters:
      name === 'loop_control'
        ? Object.entries(loopControlDocs).map(([part, said]) => ({ name: part, description: said }))
        : [],
    examples: example === undefined ? [] : [{ text: example }],
  };
}

const withLookup: Entry = {
  name: 'with_LOOKUP',
  aliases: [],
  group: 'tasks, handlers',
  description: 'Runs the task once for each value that a lookup gives: `with_items`, `with_dict`, `with_fileglob` …',
  usage: 'with_LOOKUP: the terms of the lookup',
  parameters: [],
  examples: [{ text: keywordExamples['with_LOOKUP']! }],
};
