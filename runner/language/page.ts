import { refusedModuleGroups } from '../check/refused_modules.ts';
import { factGroups } from '../modules/facts/machine.ts';
import { keywords, type Level } from '../playbook/keywords.ts';
import type { ModuleSchema } from '../schema/schema.ts';
import { leftOut } from '../template/left_out.ts';
import { dictMethods } from '../template/methods/dict.ts';
import { listMethods } from '../template/methods/list.ts';
import { numberMethods } from '../template/methods/number.ts';
import { textMethods } from '../template/methods/text.ts';
import { deviationGroups } from './deviations/index.ts';
import type { Entry } from './entry.ts';
import { firstSentence } from './first_sentence.ts';
import { pluginEntries } from './plugins.ts';
import { loopControlDocs, magicDocs, metaDocs, roleMagicDocs, taskMagicDocs } from './special.ts';
import { statements } from './statements.ts';

type Modules = Readonly<Record<string, ModuleSchema>>;

/** docs/LANGUAGE.md: what Play speaks, and where it deliberately differs from Ansible. */
export function languagePage(modules: Modules): string {
  return `${[
    `# The language Play speaks

Ansible's, for one host. This page is generated from the tables that the runner itself works with (\`npm run generate\`); \`play doc\`
prints the same, one thing at a time, with arguments and examples:

\`\`\`sh
play doc -l                       # modules; play doc ec2_vpc_net explains one
play doc --filters                # also --tests, --lookups, --globals, --keywords, --codes, --deviations
play doc --filters combine        # one of them
\`\`\``,
    contents,
    '## Deviations from Ansible\n\nEach is meant, and held by a test. Everything else that differs is a mistake of ours.',
    ...Object.entries(deviationGroups).map(deviationSection),
    '## Keywords',
    ...levels.map(keywordSection),
    'Marked with °: taken so that playbooks run unedited, without effect on this machine.',
    section('### loop_control', loopControlDocs),
    '`with_NAME` loops over what the lookup NAME gives.',
    section('### Meta tasks', metaDocs),
    '## Variables that are always there',
    section('### Anywhere', magicDocs),
    section('### In roles', roleMagicDocs),
    section('### Where a task brings them about', taskMagicDocs),
    `### Facts\n\n${facts()}`,
    '## Templates',
    section('### Statements', Object.fromEntries(Object.entries(statements).map(([k, v]) => [k, v.description]))),
    '`{#` comments, `{% raw %}`, whitespace control with `-` and `+`; line statements are off.',
    methods,
    ...plugins('filters', '## Filters'),
    ...plugins('tests', '## Tests'),
    ...plugins('lookups', '## Lookups'),
    ...plugins('globals', '## Functions'),
    '### Left out of filters, tests and lookups, with what to use instead',
    table(
      ['Kind', 'Names', 'Instead'],
      Object.entries(leftOut).flatMap(([kind, groups]) =>
        groups.map(([names, instead]) => [kind, namesIn(names), instead]),
      ),
    ),
    '## Modules',
    ...moduleSections(modules),
    `### Left out, with what to use instead\n\n${table(
      ['Modules', 'Instead'],
      refusedModuleGroups.map(([names, instead]) => [namesIn(names), instead]),
    )}\n\nModules for Windows (\`win_…\`): Play runs on this machine.`,
    vault,
  ].join('\n\n')}\n`;
}

const contents = `[Deviations](#deviations-from-ansible) · [Keywords](#keywords) · [Variables](#variables-that-are-always-there) · [Templates](#templates) ·
[Filters](#filters) · [Tests](#tests) · [Lookups](#lookups) · [Functions](#functions) · [Modules](#modules) · [Vault](#vault)`;

const vault = `## Vault

Format 1.1 and 1.2 (AES256), both ways with \`ansible-vault\`: encrypted files of variables, tasks and whole playbooks, \`!vault\` values, and
files that \`copy\`, \`template\`, \`unarchive\`, \`assemble\`, \`script\` and lookups read. Passwords come from \`--vault-password-file\`, \`--vault-id\`, \`--ask-vault-pass\`,
\`ANSIBLE_VAULT_PASSWORD_FILE\` and \`ANSIBLE_VAULT_IDENTITY_LIST\`. \`play vault\` has encrypt, decrypt, view, edit, create, encrypt-string and rekey.`;

const code = (text: string) => `\`${text}\``;
const namesIn = (text: string) => text.trim().split(/\s+/).map(code).join(' ');
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const section = (title: string, docs: Readonly<Record<string, string>>): string =>
  `${title}\n\n${table(
    ['Name', ''],
    Object.entries(docs).map(([name, said]) => [code(name), said]),
  )}`;

function deviationSection([title, deviations]: [string, (typeof deviationGroups)[string]]): string {
  const rows = Object.entries(deviations).map(([name, { ansible, play, why }]) => [code(name), ansible, play, why]);
  return `### ${title}\n\n${table(['', 'Ansible', 'Play', 'Why'], rows)}`;
}

const levels: readonly (readonly [Level, string])[] = [
  ['play', 'Plays'],
  ['import_playbook', 'import_playbook'],
  ['role', 'Roles'],
  ['block', 'Blocks'],
  ['task', 'Tasks'],
  ['handler', 'Handlers'],
];

/** Handlers take what tasks take: only what they have besides is listed. */
function keywordSection([level, title]: (typeof levels)[number]): string {
  const own = Object.entries(keywords).filter(([, keyword]) => keyword.levels.includes(level));
  const shown = level === 'handler' ? own.filter(([, keyword]) => !keyword.levels.includes('task')) : own;
  const rows = shown.map(([name, keyword]) => [
    `${code(name)}${keyword.ignored ? '°' : ''}`,
    `${keyword.description}${keyword.choices ? ` One of ${keyword.choices.map(code).join(', ')}.` : ''}`,
  ]);
  return `### ${title}\n\n${level === 'handler' ? 'What tasks take, and:\n\n' : ''}${table(['Keyword', ''], rows)}`;
}

function facts(): string {
  const groups = Object.entries(factGroups).filter(([name]) => name !== 'interfaces');
  const names = groups.flatMap(([, group]) => Object.keys(group()));
  return `As \`ansible_facts.NAME\` and \`ansible_NAME\`, each found out when it is used: ${[...new Set(names)].sort().map(code).join(' ')}, and the network interfaces with \`default_ipv4\`, \`all_ipv4_addresses\` and their like.`;
}

const methods = `### Methods

${table(
  ['Of', ''],
  (
    [
      ['text', textMethods],
      ['lists', listMethods],
      ['dicts', dictMethods],
      ['numbers', numberMethods],
    ] as const
  ).map(([of, all]) => [of, Object.keys(all).sort().map(code).join(' ')]),
)}`;

function plugins(kind: 'filters' | 'tests' | 'lookups' | 'globals', title: string): string[] {
  const entries = pluginEntries(kind);
  const groups = [...new Set(entries.map(({ group }) => group))];
  return [title, ...groups.map((group) => pluginSection(group, entries))];
}

function pluginSection(group: string, entries: readonly Entry[]): string {
  const rows = entries
    .filter((entry) => entry.group === group)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, aliases, description }) => [[name, ...aliases].map(code).join(', '), description]);
  return `### ${group}\n\n${table(['Name', ''], rows)}`;
}

function moduleSections(modules: Modules): string[] {
  const collections = [...new Set(Object.values(modules).map(({ collection }) => collection))].sort();
  return collections.map((collection) => {
    const own = Object.entries(modules).filter(([, schema]) => schema.collection === collection);
    const rows = own.map(([name, { aliases = [], description }]) => [
      code(name),
      aliases.map(code).join(', '),
      firstSentence(description),
    ]);
    return `### ${collection}\n\n${table(['Module', 'Also', ''], rows)}`;
  });
}
