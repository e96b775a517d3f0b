import { insteadOf } from '../check/refused_modules.ts';
import type { PlayError } from '../diagnostics.ts';
import { type Entry, type EntryKind, findEntry } from '../language/entry.ts';
import { firstSentence } from '../language/first_sentence.ts';
import { modules } from '../modules/index.ts';
import { findModule, moduleNames } from '../modules/registry.ts';
import { didYouMean } from '../schema/distance.ts';
import { entryPage } from './doc_entry.ts';
import { docHelp } from './doc_help.ts';
import { modulePage } from './doc_page.ts';
import { type Flags, usage } from './options.ts';

const kinds: Readonly<Record<EntryKind, string>> = {
  filters: 'filter',
  tests: 'test',
  lookups: 'lookup',
  globals: 'function',
  keywords: 'keyword',
  codes: 'code',
  deviations: 'deviation',
};

/** `play doc`: modules from their schemas, all else of the language from its tables; a list without names, a page for each name. */
export async function doc(names: readonly string[], flags: Flags): Promise<number> {
  if (flags.help) return write(docHelp);
  if (flags.output !== undefined && flags.output !== 'json')
    throw usage(`play doc has no output "${flags.output}"`, 'leave --output out, or write --output json');
  const asked = (Object.keys(kinds) as EntryKind[]).filter((kind) => flags[kind]);
  if (asked.length > 1)
    throw usage(`one list at a time, not ${asked.map((kind) => `--${kind}`).join(' and ')}`, 'play doc --help');
  const asJson = flags.output === 'json';
  const [kind] = asked;
  if (kind) return showEntries(kind, names, asJson);
  return flags.list || names.length === 0 ? listModules(asJson) : showModules(names, asJson);
}

async function showEntries(kind: EntryKind, names: readonly string[], asJson: boolean): Promise<number> {
  const { entriesOf } = await import('../language/entries.ts');
  const all = entriesOf[kind]();
  const { insteadOfPlugin } = await import('../template/left_out.ts');
  const chosen = names.map(
    (name) => findEntry(all, name) ?? unknownEntry(kind, name, all, insteadOfPlugin(kinds[kind], name)),
  );
  if (asJson) return write(`${JSON.stringify(names.length === 0 ? all : chosen, null, 2)}\n`);
  if (names.length === 0)
    return listTable(
      all.flatMap(({ name, aliases, description }) => [name, ...aliases].map((each) => [each, description] as const)),
    );
  return write(chosen.map((entry) => entryPage(kinds[kind], entry)).join('\n'));
}

function unknownEntry(kind: EntryKind, name: string, all: readonly Entry[], instead?: string): never {
  if (instead !== undefined) throw usage(`Play leaves out the ${kinds[kind]} ${name}`, instead);
  const known = all.flatMap((entry) => [entry.name, ...entry.aliases]);
  throw usage(`there is no ${kinds[kind]} ${name}`, didYouMean(name, known) ?? `play doc --${kind} lists them`);
}

async function showModules(names: readonly string[], asJson: boolean): Promise<number> {
  const found = await Promise.all(names.map(oneModule));
  if (asJson)
    return write(
      `${JSON.stringify(
        found.map(({ name, schema }) => ({ name, ...schema })),
        null,
        2,
      )}\n`,
    );
  return write(found.map(({ name, schema }) => `${modulePage(name, schema)}\n`).join('\n'));
}

async function oneModule(asked: string) {
  const found = findModule(asked);
  if (!found) throw unknownModule(asked);
  return { name: found.name, schema: await found.schema() };
}

function unknownModule(name: string): PlayError {
  const instead = insteadOf(name);
  if (instead !== undefined) return usage(`Play leaves out the module ${name}`, instead);
  return usage(`there is no module ${name}`, didYouMean(name, moduleNames()) ?? 'play doc -l lists them');
}

async function listModules(asJson: boolean): Promise<number> {
  const all = await Promise.all(
    Object.entries(modules).map(async ([name, entry]) => ({ name, schema: await entry.schema() })),
  );
  if (!asJson) return listTable(all.map(({ name, schema }) => [name, schema.description]));
  const listed = all.map(({ name, schema: { collection, aliases = [], description } }) => ({
    name,
    aliases,
    group: collection,
    description,
  }));
  return write(`${JSON.stringify(listed, null, 2)}\n`);
}

function listTable(rows: readonly (readonly [name: string, description: string])[]): number {
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  return write(sorted.map(([name, said]) => `${name.padEnd(28)} ${firstSentence(said)}\n`).join(''));
}

function write(text: string): number {
  process.stdout.write(text);
  return 0;
}
