// Rows as text.
import { duration, times } from './statistics.mjs';
import { baseOf } from './summarise.mjs';

const columns = ['', 'side', 'median', 'least – most', 'runs', 'to Play', 'CPU', 'to Play', 'peak MB', 'API calls'];

/** A line for each row; the ratio is to Play's, or to that of the first side where Play is none of them. */
export function tableOf(rows) {
  const lines = rows.map((row, i) => {
    const base = baseOf(rows, row);
    const { seconds, cpu, megabytes } = row;
    const calls = row.requests ?? row.calls;
    return [
      rows[i - 1]?.what === row.what ? '' : row.what,
      `${row.side}${row.failed ? ' (fails)' : ''}`,
      duration(seconds.median),
      `${duration(seconds.least)} – ${duration(seconds.most)}`,
      String(seconds.count),
      ratioTo(base, row, 'seconds'),
      cpu ? duration(cpu.median) : '',
      ratioTo(base, row, 'cpu'),
      megabytes ? megabytes.median.toFixed(0) : '',
      calls ? String(calls.median) : '',
    ];
  });
  return aligned([columns, ...lines]);
}

function ratioTo(base, row, measure) {
  if (!base || row === base || !base[measure] || !row[measure]) return '';
  return times(row[measure].median / base[measure].median);
}

/** The first two columns to the left, figures to the right. */
export function aligned(lines, left = 2) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const pad = (text, i) => (i < left ? text.padEnd(widths[i]) : text.padStart(widths[i]));
  return lines.map((line) => line.map(pad).join('  ').trimEnd());
}

/** ✓ or ✗, what was promised, what was measured. */
export const targetLines = (targets) =>
  aligned(
    targets.map(({ met, text, shown, limit }) => [met ? '✓' : '✗', text, shown, limit]),
    2,
  );
