import type { Recap } from '../engine/events.ts';
import { type Paint, type Style, statusStyle } from './paint.ts';
import { compact, duration } from './result_text.ts';

const counts: readonly (readonly [keyof Recap & string, Style])[] = [
  ['ok', statusStyle.ok],
  ['changed', statusStyle.changed],
  ['unreachable', statusStyle.unreachable],
  ['failed', statusStyle.failed],
  ['skipped', statusStyle.skipped],
  ['rescued', 'magenta'],
  ['ignored', 'magenta'],
  ['read', statusStyle.read],
];

/** Ansible's line of counts: `localhost : ok=2 changed=1 …`; `read` only where something was read. */
export function countsLine(recap: Recap, paint: Paint): string {
  const cells = counts
    .filter(([name]) => name !== 'read' || recap.read > 0)
    .map(([name, style]) => {
      const cell = `${name}=${recap[name]}`.padEnd(name.length + 6);
      return recap[name] ? paint(style, cell) : cell;
    });
  const host = 'localhost'.padEnd(26);
  const style = recap.failed || recap.unreachable ? 'red' : recap.changed ? 'yellow' : 'green';
  return `${paint(style, host)} : ${cells.join('')}`.trimEnd();
}

/** What `set_stats` kept, as Ansible's default output shows it; nothing when there is nothing. */
export function statsLines({ stats }: Recap): string[] {
  if (!stats) return [];
  const levels = [['localhost', stats.localhost] as const, ['RUN', stats.run] as const];
  return levels
    .filter(([, values]) => Object.keys(values).length > 0)
    .map(([name, values]) => `\t${name}: ${compact(values)}`);
}

/** How long it took and how often AWS was asked. */
export function costLine(recap: Recap): string {
  const calls = recap.calls === 1 ? '1 AWS API call' : `${recap.calls} AWS API calls`;
  const parts = [`took ${duration(recap.milliseconds)}`];
  if (recap.calls > 0) parts.push(`${calls}, ${recap.writes === 0 ? 'no write' : `${recap.writes} of them writes`}`);
  if (recap.check) parts.push('check mode: nothing was changed');
  if (recap.interrupted) parts.push('interrupted');
  return parts.join('; ');
}

/** What an interrupt left undone, a line each. */
export function notRunLines({ notRun }: Recap): string[] {
  return notRun.length === 0 ? [] : ['not run:', ...notRun.map((name) => `  ${name}`)];
}

/** What `--destroy` left as it is and why, a line each, and last of all how to remove it, too. */
export function leftLines({ left = [] }: Recap): string[] {
  if (left.length === 0) return [];
  const held = left.some(({ holds }) => holds);
  const things = left.length === 1 ? '1 thing is' : `${left.length} things are`;
  return [
    'left as it is:',
    ...left.map(({ name, reason }) => `  ${name}: ${reason}`),
    `${things} still there${held ? '; --destroy=all also removes what holds data' : ''}`,
  ];
}
