// From samples to rows: one for each side of each thing that was measured.
import { summary } from './statistics.mjs';

/** What a sample may hold. */
const measures = ['seconds', 'cpu', 'megabytes', 'requests', 'own', 'calls'];

/** { scenario, what, side, seconds: { median, least, most, count }, cpu, … } by `what`, in the order of the sides. */
export function rowsOf(scenario, samples) {
  const whats = [...new Set([...samples.values()].flat().flatMap((sample) => Object.keys(sample)))];
  return whats.flatMap((what) =>
    [...samples].flatMap(([side, each]) => {
      const own = each.flatMap((sample) => sample[what] ?? []);
      return own.length === 0 ? [] : [{ scenario, what, side, ...failedOf(own), ...summaries(own) }];
    }),
  );
}

function summaries(samples) {
  const entries = measures.map((measure) => [measure, summary(samples.map((sample) => sample[measure]))]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** A run that is let fail is no whole one, and says so. */
const failedOf = (samples) => (samples.some(({ code }) => code > 0) ? { failed: true } : {});

/** The row of a side, or undefined where it was not measured. */
export const find = (rows, scenario, what, side) =>
  rows.find((row) => row.scenario === scenario && row.what === what && row.side === side);

/** What ratios are to: Play, and on the simulated AWS Play with its roles side by side. */
export const baseOf = (rows, { scenario, what }) =>
  find(rows, scenario, what, 'Play') ?? find(rows, scenario, what, 'graph');
