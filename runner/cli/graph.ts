import type { Diagnostic } from '../diagnostics.ts';
import type { PlayGraph } from '../engine/graph/shown.ts';
import { graphs, type PlayOptions } from '../play.ts';
import { type Flags, usage } from './options.ts';

type Draw = (plays: readonly PlayGraph[], playbook: string) => string;

/** The forms a graph can be shown in. */
const forms: Readonly<Record<string, () => Promise<Draw>>> = {
  text: async () => (await import('../report/graph/text.ts')).graphText,
  mermaid: async () => (await import('../report/graph/mermaid.ts')).graphMermaid,
  dot: async () => (await import('../report/graph/dot.ts')).graphDot,
  svg: async () => (await import('../report/graph/svg.ts')).graphSvg,
};

/** `--graph[=text|mermaid|dot|svg]`: what waits for what, and why. Nothing is run. */
export async function graphCommand(
  options: PlayOptions,
  flags: Flags,
  refuse: (diagnostics: readonly Diagnostic[]) => void,
): Promise<number> {
  const asked = flags['graph-format'] ?? 'text';
  if (!Object.hasOwn(forms, asked)) throw usage(`a graph has no form "${asked}"`, Object.keys(forms).join(', '));
  const { plays, diagnostics } = await graphs(options);
  if (!plays) {
    refuse(diagnostics);
    return 4;
  }
  const draw = await forms[asked]!();
  process.stdout.write(draw(plays, options.playbook));
  return 0;
}
