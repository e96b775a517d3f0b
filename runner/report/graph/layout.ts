import type { SectionGraph } from '../../engine/graph/shown.ts';

/** Where a unit is drawn: its layer from the left, and its row in it. */
export interface Spot {
  readonly layer: number;
  readonly row: number;
}

/** Layers by the longest way to a unit; in a layer, units stand near those they wait for. */
export function layout({ units, edges }: SectionGraph): ReadonlyMap<number, Spot> {
  const needs = new Map<number, number[]>(units.map(({ id }) => [id, []]));
  for (const { from, to } of edges) needs.get(to)!.push(from);
  const layers: number[][] = [];
  const spots = new Map<number, Spot>();
  const layerOf = new Map<number, number>();
  for (const { id } of units) {
    const layer = Math.max(-1, ...needs.get(id)!.map((need) => layerOf.get(need)!)) + 1;
    layerOf.set(id, layer);
    layers[layer] = [...(layers[layer] ?? []), id];
  }
  for (const [layer, ids] of layers.entries()) {
    const middle = (id: number) => {
      const rows = needs.get(id)!.map((need) => spots.get(need)!.row);
      return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length;
    };
    const placed = ids.map((id) => ({ id, at: middle(id) })).sort((a, b) => a.at - b.at || a.id - b.id);
    for (const [row, { id }] of placed.entries()) spots.set(id, { layer, row });
  }
  return spots;
}

/**
 * Edges without those that a way through other units makes superfluous: what is drawn stays readable, and the order is the same.
 */
export function essential({ edges }: SectionGraph): SectionGraph['edges'] {
  const next = new Map<number, number[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const reaches = (from: number, to: number): boolean => {
    const seen = new Set<number>();
    const todo = (next.get(from) ?? []).filter((each) => each !== to);
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      if (at === to) return true;
      // Edges go to later units only.
      if (seen.has(at) || at > to) continue;
      seen.add(at);
      todo.push(...(next.get(at) ?? []));
    }
    return false;
  };
  return edges.filter(({ from, to }) => !reaches(from, to));
}
