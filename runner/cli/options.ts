import { parseArgs } from 'node:util';
import { PlayError } from '../diagnostics.ts';
import { didYouMean } from '../schema/distance.ts';

export type OutputFormat = 'tree' | 'lines' | 'json';

const flags = {
  tags: { type: 'string', short: 't', multiple: true },
  'skip-tags': { type: 'string', multiple: true },
  'start-at-task': { type: 'string' },
  task: { type: 'string' },
  step: { type: 'boolean' },
  'force-handlers': { type: 'boolean' },
  inventory: { type: 'string', short: 'i', multiple: true },
  connection: { type: 'string', short: 'c' },
  limit: { type: 'string' },
  forks: { type: 'string', short: 'f' },
  serial: { type: 'boolean' },
  'flush-cache': { type: 'boolean' },
  'extra-vars': { type: 'string', short: 'e', multiple: true },
  check: { type: 'boolean', short: 'C' },
  diff: { type: 'boolean', short: 'D' },
  destroy: { type: 'boolean' },
  'destroy-all': { type: 'boolean' },
  adopt: { type: 'boolean' },
  'allow-replace': { type: 'boolean' },
  'detailed-exitcode': { type: 'boolean' },
  sandbox: { type: 'boolean' },
  'sandbox-speed': { type: 'string' },
  'sandbox-idle': { type: 'string' },
  'sandbox-engine': { type: 'string' },
  'vault-password-file': { type: 'string', multiple: true },
  'vault-pass-file': { type: 'string', multiple: true },
  'vault-id': { type: 'string', multiple: true },
  'ask-vault-pass': { type: 'boolean', short: 'J' },
  'ask-vault-password': { type: 'boolean' },
  'syntax-check': { type: 'boolean' },
  'list-tasks': { type: 'boolean' },
  'list-tags': { type: 'boolean' },
  graph: { type: 'boolean' },
  'graph-format': { type: 'string' },
  list: { type: 'boolean', short: 'l' },
  filters: { type: 'boolean' },
  tests: { type: 'boolean' },
  lookups: { type: 'boolean' },
  globals: { type: 'boolean' },
  keywords: { type: 'boolean' },
  codes: { type: 'boolean' },
  deviations: { type: 'boolean' },
  verbose: { type: 'boolean', short: 'v', multiple: true },
  output: { type: 'string' },
  'no-color': { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type Flags = ReturnType<typeof parse>['values'];

export interface CommandLine {
  readonly flags: Flags;
  readonly words: readonly string[];
}

/**
 * Reads the command line.
 *
 * @throws PlayError `usage` with a did-you-mean for an option that does not exist
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  for (const word of argv) if (word.startsWith('--') && word !== '--') requireKnown(word.slice(2).split('=')[0]!);
  const words = argv.map(spellDestroy).flatMap(spellGraph);
  try {
    const { values, positionals } = parse(words);
    return { flags: values, words: positionals };
  } catch (error) {
    throw usage(
      (error as Error).message.split('. ')[0]!.replace(/^./, (letter) => letter.toLowerCase()),
      'play --help lists the options',
    );
  }
}

/** `--destroy` stands alone or with `=all`; an option of the parser does one or the other. */
function spellDestroy(word: string): string {
  if (word === '--destroy-all') throw usage('there is no option --destroy-all', 'did you mean "--destroy=all"?');
  if (word === '--destroy=all') return '--destroy-all';
  if (!word.startsWith('--destroy=')) return word;
  throw usage(
    `--destroy is followed by nothing or by =all, not by "${word.slice('--destroy='.length)}"`,
    'all also removes images and logs',
  );
}

/** `--graph` stands alone or with the form of the drawing. */
function spellGraph(word: string): readonly string[] {
  if (/^--graph-format\b/.test(word)) throw usage('there is no option --graph-format', 'did you mean "--graph=svg"?');
  return word.startsWith('--graph=') ? ['--graph', `--graph-format=${word.slice('--graph='.length)}`] : [word];
}

/** Comma-separated lists, given once or several times, as one list. */
export const listOf = (values: readonly string[] = []) =>
  values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter(Boolean);

/** A mistake in how the command was called; exit code 64. */
export const usage = (message: string, hint: string) => new PlayError({ code: 'usage', message, hint });

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: flags, allowPositionals: true });
}

function requireKnown(name: string): void {
  if (Object.hasOwn(flags, name)) return;
  throw usage(`there is no option --${name}`, didYouMean(name, Object.keys(flags)) ?? 'play --help lists the options');
}
