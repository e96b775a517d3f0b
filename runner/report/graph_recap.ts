import type { GraphTimes, Recap, UnitTimes } from '../engine/events.ts';
import { duration } from './result_text.ts';

/** How units ran side by side: which of them it took so long for, what waited for what, and what a failure kept from running. */
export function graphLines({ graphs = [] }: Recap): string[] {
  return graphs.flatMap((graph) => [...criticalPath(graph), ...waits(graph), ...notRun(graph)]);
}

/** Waits that are told one by one. */
const most = 12;

const lasted = ({ started = 0, ended = 0 }: UnitTimes) => ended - started;
/** A unit of which tags leave out everything takes no time. */
const isNothing = (unit: UnitTimes) => lasted(unit) < 1;

function criticalPath({ units, criticalPath: path, milliseconds }: GraphTimes): string[] {
  const byTitle = new Map(units.map((unit) => [unit.title, unit] as const));
  const steps = path.map((title) => byTitle.get(title)!).filter((unit) => !isNothing(unit));
  const all = units.reduce((sum, unit) => sum + lasted(unit), 0);
  if (steps.length === 0 || units.filter((unit) => !isNothing(unit)).length < 2) return [];
  const text = steps.map((unit) => `${unit.title} (${duration(lasted(unit))})`).join(' → ');
  return [
    `critical path: ${text}; ${duration(milliseconds)} side by side, the times of all units add up to ${duration(all)}`,
  ];
}

function waits({ units }: GraphTimes): string[] {
  const waited = units.filter((unit) => unit.waitedFor !== undefined && (unit.started ?? 0) >= 1 && !isNothing(unit));
  if (waited.length === 0) return [];
  const text = waited.map(({ title, waitedFor, started = 0 }) => `${title} for ${waitedFor} (${duration(started)})`);
  const more = text.length > most ? ` and ${text.length - most} more` : '';
  return [`waited: ${text.slice(0, most).join(', ')}${more}`];
}

function notRun({ units }: GraphTimes): string[] {
  return units
    .filter(({ blockedBy }) => blockedBy !== undefined)
    .map(({ title, blockedBy }) => `not run: ${title}, which needs ${blockedBy}`);
}
