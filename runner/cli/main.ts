import { PlayError } from '../diagnostics.ts';
import { playVersion } from '../package_root.ts';
import { help } from './help.ts';
import { type CommandLine, parseCommandLine, usage } from './options.ts';

/** Runs the command line; resolves to the exit code. Every mistake of the user is printed without a stack. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    if (argv[0] === 'vault') return await (await import('./vault.ts')).vaultCommand(argv.slice(1));
    return await run(parseCommandLine(argv));
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    const place = error.place ? `${error.place.file}:${error.place.line}:${error.place.column}: ` : '';
    process.stderr.write(`play: ${place}${error.message}\n${error.hint ? `  ${error.hint}\n` : ''}`);
    return error.code === 'usage' ? 64 : 2;
  }
}

async function run(line: CommandLine): Promise<number> {
  const [first, ...rest] = line.words;
  if (line.flags.version) return print(`play ${playVersion()}\n`);
  if (first === 'sandbox') return (await import('./sandbox.ts')).sandboxCommand(rest, line.flags);
  if (first === 'doc') return (await import('./doc.ts')).doc(rest, line.flags);
  if (line.flags.help || (first === undefined && argvIsEmpty(line))) return print(help);
  if (first === undefined) throw usage('which playbook?', 'play PLAYBOOK, e.g. play playbook.yml --check');
  if (first === 'why') return (await import('./why.ts')).whyCommand(rest, line.flags);
  if (line.flags.task !== undefined)
    throw usage('--task belongs to play why', 'play why VAR --task NAME; to begin a run there, --start-at-task NAME');
  if (rest.length > 0)
    throw usage(
      `one playbook at a time, not also ${rest.join(' ')}`,
      'options come with dashes; play --help lists them',
    );
  return (await import('./play.ts')).playCommand(first, line.flags);
}

const argvIsEmpty = ({ flags }: CommandLine) => Object.keys(flags).length === 0;

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
