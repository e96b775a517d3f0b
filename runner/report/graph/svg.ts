import { reasonLabel, reasonText } from '../../engine/graph/reasons.ts';
import type { PlayGraph, SectionGraph } from '../../engine/graph/shown.ts';
import { shortLabel } from './joints.ts';
import { essential, layout } from './layout.ts';

const box = { width: 150, height: 34 };
const gap = { x: 130, y: 30 };
const margin = 24;
const heading = 34;

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly string[];
}

/** The graph as a picture. An edge that follows from others is left out; the reasons of one show where the pointer rests on it. */
export function graphSvg(plays: readonly PlayGraph[], playbook: string): string {
  const drawings = plays.flatMap((play) =>
    play.sections.map((section) => drawn(section, `${play.name}: ${section.section}`)),
  );
  let top = margin;
  const parts = drawings.map(({ height, parts: inside }) => {
    const group = `<g transform="translate(${margin} ${top})">\n${inside.join('\n')}\n</g>`;
    top += height + margin;
    return group;
  });
  const width = Math.max(200, ...drawings.map((drawing) => drawing.width)) + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escaped(`What waits for what in ${playbook}`)}</title>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#57606a"/></marker></defs>',
    `<rect width="${width}" height="${top}" fill="#ffffff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function drawn(section: SectionGraph, title: string): Drawing {
  const spots = layout(section);
  const place = (id: number) => {
    const { layer, row } = spots.get(id)!;
    return { x: layer * (box.width + gap.x), y: heading + row * (box.height + gap.y) };
  };
  const all = section.units.map(({ id }) => place(id));
  const edges = essential(section).map(({ from, to, reasons }) => {
    const label = shortLabel(reasons.map(reasonLabel));
    return edge(place(from), place(to), label, reasons.map(reasonText).join('\n'));
  });
  return {
    width: Math.max(...all.map(({ x }) => x)) + box.width,
    height: Math.max(...all.map(({ y }) => y)) + box.height,
    parts: [
      `<text x="0" y="14" font-weight="600" fill="#1f2328">${escaped(title)}</text>`,
      ...edges,
      ...section.units.map(({ id, title: name }) => node(place(id), name)),
    ],
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function node({ x, y }: Point, title: string): string {
  const shown = title.length > 20 ? `${title.slice(0, 19)}…` : title;
  return (
    `<g><title>${escaped(title)}</title><rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6" fill="#ddf4ff" stroke="#54aeff"/>` +
    `<text x="${x + box.width / 2}" y="${y + box.height / 2 + 4.5}" text-anchor="middle" fill="#0a3069">${escaped(shown)}</text></g>`
  );
}

/** A curve from the right of one box to the left of the other, with its label in the gap before that. */
function edge(from: Point, to: Point, label: string, why: string): string {
  const [x1, y1] = [from.x + box.width, from.y + box.height / 2];
  const [x2, y2] = [to.x - 2, to.y + box.height / 2];
  const bend = gap.x / 2;
  const shown = label.length > 22 ? `${label.slice(0, 21)}…` : label;
  return (
    `<g><title>${escaped(why)}</title><path d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" fill="none" stroke="#57606a" marker-end="url(#arrow)"/>` +
    `<text x="${(x1 + x2) / 2}" y="${(y1 + y2) / 2 - 5}" text-anchor="middle" font-size="10" fill="#57606a" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escaped(shown)}</text></g>`
  );
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (each) => `&#${each.codePointAt(0)};`);
