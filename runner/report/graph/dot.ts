import { reasonLabel, reasonText } from '../../engine/graph/reasons.ts';
import type { PlayGraph } from '../../engine/graph/shown.ts';
import { jointsOf, shortLabel } from './joints.ts';

/** The graph in Graphviz's language: `… --graph=dot | dot -Tpng -o graph.png`. */
export function graphDot(plays: readonly PlayGraph[]): string {
  const lines = plays.flatMap((play, index) => {
    const node = (id: number) => `p${index}u${id}`;
    return [
      ...play.sections.flatMap(({ section, units }, at) => [
        `  subgraph cluster_p${index}s${at} {`,
        `    label=${quoted(`${play.name}: ${section}`)}`,
        ...units.map(({ id, title }) => `    ${node(id)} [label=${quoted(title)}]`),
        '  }',
      ]),
      ...play.sections.flatMap(({ edges }) =>
        edges.map(({ from, to, reasons }) => {
          const label = quoted(shortLabel(reasons.map(reasonLabel)));
          return `  ${node(from)} -> ${node(to)} [label=${label}, tooltip=${quoted(reasons.map(reasonText).join('\n'))}]`;
        }),
      ),
      ...jointsOf(play).map(({ from, to }) => `  ${node(from)} -> ${node(to)} [style=dashed]`),
    ];
  });
  return `digraph playbook {\n  rankdir=LR\n  node [shape=box]\n${lines.join('\n')}\n}\n`;
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
