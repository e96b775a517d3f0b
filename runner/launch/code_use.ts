const commands = ['doc', 'sandbox', 'vault', 'why'];

/**
 * What a call is for. Calls of one use run much the same functions and share a code cache: `--list-tasks` need not load what a run
 * compiled.
 */
export function useOf(argv: readonly string[]): string {
  const [first = ''] = argv;
  if (commands.includes(first)) return first;
  return argv.some((word) => /^--(?:syntax-check|list-t|graph)/.test(word)) ? 'look' : 'run';
}
