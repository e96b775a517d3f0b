import { reasonLabel } from '../../engine/graph/reasons.ts';
import type { PlayGraph } from '../../engine/graph/shown.ts';
import { jointsOf, shortLabel } from './joints.ts';

/** The graph as a Mermaid flowchart, for Markdown pages. */
export function graphMermaid(plays: readonly PlayGraph[]): string {
  const lines = plays.flatMap((play, index) => {
    const node = (id: number) => `p${index}u${id}`;
    return [
      ...play.sections.flatMap(({ section, units }, at) => [
        `  subgraph p${index}s${at}[${quoted(`${play.name}: ${section}`)}]`,
        ...units.map(({ id, title }) => `    ${node(id)}[${quoted(title)}]`),
        '  end',
      ]),
      ...play.sections.flatMap(({ edges }) =>
        edges.map(
          ({ from, to, reasons }) => `  ${node(from)} -->|${quoted(shortLabel(reasons.map(reasonLabel)))}| ${node(to)}`,
        ),
      ),
      ...jointsOf(play).map(({ from, to }) => `  ${node(from)} -.-> ${node(to)}`),
    ];
  });
  return `flowchart LR\n${lines.join('\n')}\n`;
}

/** Mermaid knows HTML's entities, with a number sign for the ampersand. */
const quoted = (text: string) =>
  `"${text.replace(/[#"<>&]/g, (each) => `#${each.codePointAt(0)};`).replaceAll('\n', ' ')}"`;
