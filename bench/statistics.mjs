// What many measurements come to.

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) throw new RangeError('no values have no median');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The median with the least and the most, or undefined when a value is missing: a half-known figure is none. */
export function summary(values) {
  if (values.length === 0 || values.some((value) => value === undefined)) return undefined;
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), count: values.length };
}

/** How much y grows with each x between two points. */
export const slope = (from, to) => (to.y - from.y) / (to.x - from.x);

/** `25×`, `1.3×`; two digits that matter. */
export const times = (ratio) => `${ratio >= 9.95 ? Math.round(ratio) : ratio.toFixed(ratio >= 1.995 ? 1 : 2)}×`;

/** `25.1 s`, `830 ms`, `0.06 ms`. */
export function duration(seconds) {
  if (seconds >= 99.95) return `${seconds.toFixed(0)} s`;
  if (seconds >= 0.9995) return `${seconds.toFixed(seconds >= 9.995 ? 1 : 2)} s`;
  const milliseconds = seconds * 1000;
  return `${milliseconds >= 9.95 ? milliseconds.toFixed(0) : milliseconds.toFixed(2)} ms`;
}
