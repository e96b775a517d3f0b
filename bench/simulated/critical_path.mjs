/**
 * The longest way through a graph of units: { length, path }. `durations` are by unit; an edge { from, to } says that `to` waits for
 * `from`. It knows nothing of a scheduler, so it tells what no scheduler can go below.
 */
export function criticalPath(durations, edges) {
  const ends = new Map();
  const endOf = (unit) => {
    if (!ends.has(unit)) {
      const before = edges.filter(({ to }) => to === unit).map(({ from }) => ({ from, ...endOf(from) }));
      const last = before.reduce((a, b) => (b.length > a.length ? b : a), { length: 0, path: [] });
      ends.set(unit, { length: last.length + durations.get(unit), path: [...last.path, unit] });
    }
    return ends.get(unit);
  };
  return [...durations.keys()].map(endOf).reduce((a, b) => (b.length > a.length ? b : a), { length: 0, path: [] });
}
