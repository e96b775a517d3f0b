import { reasonText } from '../../engine/graph/reasons.ts';
import type { PlayGraph, SectionGraph } from '../../engine/graph/shown.ts';

/** The graph as text: each unit with the ones it waits for, and why. */
export function graphText(plays: readonly PlayGraph[], playbook: string): string {
  const lines = plays.flatMap((play, index) => [
    `  play #${index + 1}: ${play.name}${play.isGraph ? '' : '  (strategy: linear runs one after the other; with strategy: graph it would be)'}`,
    ...play.sections.flatMap(sectionLines),
    '',
  ]);
  return `\nplaybook: ${playbook}\n\n${lines.join('\n')}\n${note}\n`;
}

const note =
  'Only variables and role dependencies tell the order. What hangs together by a name, a file or a port alone\n' +
  'needs a variable between the two (register it, and use the result), a section of its own, or --serial.';

function sectionLines({ section, units, edges }: SectionGraph): string[] {
  const titles = new Map(units.map(({ id, title }) => [id, title] as const));
  const width = Math.max(0, ...edges.map(({ from }) => titles.get(from)!.length));
  return [
    `    ${section}:`,
    ...units.flatMap(({ id, title }) => [
      `      ${title}`,
      ...edges
        .filter(({ to }) => to === id)
        .flatMap(({ from, reasons }) =>
          reasons.map((reason, index) => {
            const after = index === 0 ? `after ${titles.get(from)}` : '';
            return `          ${after.padEnd(width + 6)}  ${reasonText(reason)}`;
          }),
        ),
    ]),
  ];
}
