import { type Change, changesOf } from '../engine/changes.ts';
import type { Result } from '../modules/module.ts';
import { dictEntries, isDict, Unknown } from '../template/values.ts';
import type { Paint } from './paint.ts';
import { block, flow, isShort } from './value_text.ts';

/**
 * A result's `diff` as lines: each property that differs by its path, or the unified text that file modules give. All shapes are the
 * ones of Ansible's `diff` key.
 */
export function diffLines(result: Result, paint: Paint): string[] {
  const diffs = Array.isArray(result['diff']) ? result['diff'] : [result['diff']];
  return diffs.flatMap((diff) => (typeof diff === 'object' && diff !== null ? lines(diff as Result, paint) : []));
}

function lines({ prepared, changes, before, after }: Result, paint: Paint): string[] {
  if (typeof prepared === 'string')
    return prepared
      .trimEnd()
      .split('\n')
      .map((line) => colored(line, paint));
  if (isText(before) && isText(after)) return textLines(before ?? '', after ?? '', paint);
  return changeLines((changes as readonly Change[] | undefined) ?? changesOf(before, after), paint);
}

/** Each change on a line, or on as many as it takes. What AWS will assign to a new thing is named on one line. */
function changeLines(changes: readonly Change[], paint: Paint): string[] {
  const assigned = changes.filter(
    ({ path, before, after }) => isAssigned(after) && before === undefined && isTop(path),
  );
  const names = assigned.map(({ path }) => path).join(', ');
  return [
    ...changes.filter((change) => !assigned.includes(change)).flatMap((change) => changeText(change, paint)),
    ...(names ? [paint('dim', `+ known after apply: ${names}`)] : []),
  ];
}

/** Reports hold copies in which a value that is not known is a text already. */
const isAssigned = (value: unknown) => value instanceof Unknown || value === String(new Unknown());
const isTop = (path: string) => !/[.[]/.test(path);

function changeText({ path, before, after }: Change, paint: Paint): string[] {
  if (before === undefined) return sideText('+', path, after, paint);
  if (after === undefined) return sideText('-', path, before, paint);
  if (isShort([before, after]))
    return [`${paint('yellow', '~')} ${path}: ${paint('red', flow(before))} → ${paint('green', flow(after))}`];
  return [
    `${paint('yellow', '~')} ${path}:`,
    ...lineDiff(block(before), block(after), paint).map((line) => `  ${line}`),
  ];
}

/** What comes or goes; what its path has said already is not said again. */
function sideText(sign: '-' | '+', path: string, value: unknown, paint: Paint): string[] {
  const label = /\[([^[]*)\]$/.exec(path)?.[1];
  const rest = label === undefined ? value : besides(label, value);
  const texts =
    rest === undefined
      ? [path]
      : isShort(rest)
        ? [`${path}: ${flow(rest)}`]
        : [`${path}:`, ...block(rest).map(indented)];
  return texts.map((line) => colored(`${sign} ${line}`, paint));
}

const indented = (line: string) => `  ${line}`;

function besides(label: string, value: unknown): unknown {
  const said = new Set([label, ...label.split(' '), ...label.split(/[ /:-]/)]);
  if (!isDict(value)) return said.has(String(value)) ? undefined : value;
  const rest = dictEntries(value).filter(([, each]) => isNested(each) || !said.has(String(each)));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

const isNested = (value: unknown) => Array.isArray(value) || isDict(value);

function textLines(before: string, after: string, paint: Paint): string[] {
  if (before === after) return [];
  const linesOf = (text: string) => (text === '' ? [] : text.trimEnd().split('\n'));
  return lineDiff(linesOf(before), linesOf(after), paint);
}

/** The lines that differ; what is the same before and behind them is only hinted at. */
function lineDiff(before: readonly string[], after: readonly string[], paint: Paint): string[] {
  const start = before.findIndex((line, index) => line !== after[index]);
  const first = start === -1 ? before.length : start;
  let last = 0;
  while (last < Math.min(before.length, after.length) - first && before.at(-1 - last) === after.at(-1 - last)) last++;
  const middle = (all: readonly string[], sign: string) =>
    all.slice(first, all.length - last).map((line) => colored(`${sign} ${line}`, paint));
  return [...(first > 0 ? ['…'] : []), ...middle(before, '-'), ...middle(after, '+'), ...(last > 0 ? ['…'] : [])];
}

const isText = (value: unknown): value is string | undefined => typeof value === 'string' || value === undefined;

function colored(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint('green', line);
  return line.startsWith('-') ? paint('red', line) : line;
}
