import { modules } from '../modules/index.ts';
import { findModule, moduleNames } from '../modules/registry.ts';
import { didYouMean } from '../schema/distance.ts';
import { modulePage } from './doc_page.ts';
import { type Flags, usage } from './options.ts';

type Table = Readonly<Record<string, { readonly description: string }>>;

/** `play doc MODULE …` prints what modules take, from their schemas; `-l`, `--filters`, `--tests` and `--lookups` list what there is. */
export async function doc(names: readonly string[], flags: Flags): Promise<number> {
  if (flags.filters) return listTable((await import('../template/filters/index.ts')).filters);
  if (flags.tests) return listTable((await import('../template/tests/index.ts')).tests);
  if (flags.lookups) return listTable((await import('../template/lookups/index.ts')).lookups);
  if (flags.list || names.length === 0) return listModules();
  for (const asked of names) {
    const found = findModule(asked);
    if (!found)
      throw usage(`there is no module ${asked}`, didYouMean(asked, moduleNames()) ?? 'play doc -l lists them');
    process.stdout.write(`${modulePage(found.name, await found.schema())}\n`);
  }
  return 0;
}

async function listModules(): Promise<number> {
  const rows = Object.entries(modules).map(
    async ([name, entry]) => [name, { description: (await entry.schema()).description }] as const,
  );
  return listTable(Object.fromEntries(await Promise.all(rows)));
}

function listTable(table: Table): number {
  for (const [name, { description }] of Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1))) {
    process.stdout.write(`${name.padEnd(28)} ${firstSentence(description)}\n`);
  }
  return 0;
}

const firstSentence = (text: string) => text.split(/(?<=\.)\s/)[0]!;
