import { isDeepStrictEqual } from 'node:util';
import type { Result } from '../modules/module.ts';
import type { Paint } from './paint.ts';

/**
 * A result's `diff` as lines: `- before` and `+ after` for properties, or the unified text that file modules give.
 * Both shapes are the ones of Ansible's `diff` key.
 */
export function diffLines(result: Result, paint: Paint): string[] {
  const diffs = Array.isArray(result['diff']) ? result['diff'] : [result['diff']];
  return diffs.flatMap((diff) => (typeof diff === 'object' && diff !== null ? lines(diff as Result, paint) : []));
}

function lines(diff: Result, paint: Paint): string[] {
  if (typeof diff['prepared'] === 'string')
    return diff['prepared']
      .trimEnd()
      .split('\n')
      .map((line) => colored(line, paint));
  const { before, after } = diff;
  if (isDeepStrictEqual(before, after)) return [];
  return [...side('-', before, after, paint), ...side('+', after, before, paint)];
}

function side(sign: '-' | '+', own: unknown, other: unknown, paint: Paint): string[] {
  if (own === undefined || own === null || own === '') return [];
  if (typeof own !== 'object')
    return String(own)
      .trimEnd()
      .split('\n')
      .map((line) => colored(`${sign} ${line}`, paint));
  const there = (other ?? {}) as Result;
  return Object.entries(own)
    .filter(([key, value]) => !isDeepStrictEqual(value, there[key]))
    .map(([key, value]) => colored(`${sign} ${key}: ${JSON.stringify(value)}`, paint));
}

function colored(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint('green', line);
  return line.startsWith('-') ? paint('red', line) : line;
}
