import type { PlayGraph, SectionGraph } from '../../engine/graph/shown.ts';

/** An edge between two sections of a play: from what nothing waits for to what waits for nothing. */
export interface Joint {
  readonly from: number;
  readonly to: number;
  readonly before: SectionGraph['section'];
}

/** The edges that stand for the order of a play's sections. */
export function jointsOf({ sections }: PlayGraph): readonly Joint[] {
  return sections.slice(1).flatMap((section, index) => {
    const before = sections[index]!;
    const last = before.units.filter(({ id }) => !before.edges.some(({ from }) => from === id));
    const first = section.units.filter(({ id }) => !section.edges.some(({ to }) => to === id));
    return last.flatMap((from) => first.map((to) => ({ from: from.id, to: to.id, before: before.section })));
  });
}

/** Why, in a few words: the first reasons, and how many more there are. */
export function shortLabel(labels: readonly string[]): string {
  const [first, second, ...more] = [...new Set(labels)];
  const shown = [first, second].filter((label) => label !== undefined).join(', ');
  return more.length > 0 ? `${shown} + ${more.length}` : shown;
}
