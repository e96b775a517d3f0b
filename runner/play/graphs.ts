import type { Diagnostic } from '../diagnostics.ts';
import type { PlayGraph } from '../engine/graph/shown.ts';
import { checkPlaybook } from './check_playbook.ts';
import type { PlayOptions } from './options.ts';
import { runOptions } from './run_options.ts';

/** What `--graph` shows: which units of a play wait for which, and why; nothing is run. Without `plays` the playbook did not pass. */
export async function graphs(
  options: PlayOptions,
): Promise<{ readonly plays?: readonly PlayGraph[]; readonly diagnostics: readonly Diagnostic[] }> {
  const checked = await checkPlaybook(options);
  if (!checked.playbook) return { diagnostics: checked.diagnostics };
  const found = await (await import('../engine/graph/list_graphs.ts')).listGraphs(
    await runOptions(options, checked, checked.playbook),
  );
  const plays = found.map(({ sections, ...play }) => ({
    ...play,
    sections: sections.map(({ section, units, edges }) => ({ section, units: units.map(titled), edges })),
  }));
  return { plays: checked.redactor.redact(plays), diagnostics: [] };
}

const titled = ({ id, title }: { readonly id: number; readonly title: string }) => ({ id, title });
