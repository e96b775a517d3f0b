import { relative } from 'node:path';
import type { TaskInfo, TaskOutcome } from '../engine/events.ts';
import type { Result } from '../modules/module.ts';
import { setKey } from '../template/values.ts';
import { jsonText } from './json_text.ts';

/** Bookkeeping that a reader of the output has no use for. */
const hidden = new Set(['diff', 'ansible_facts_for_play']);

/** The result as readers see it: without internal keys. */
export const shown = (result: Result): Result => withoutKeys(result, (key) => hidden.has(key));

function withoutKeys(result: Result, isLeftOut: (key: string) => boolean): Result {
  const rest: Result = {};
  for (const key of Object.keys(result))
    if (!key.startsWith('_ansible') && !isLeftOut(key)) setKey(rest, key, result[key]);
  return rest;
}

/** One line of JSON, for `fatal: … => {…}`. */
export const compact = (result: Result) => jsonText(shown(result));

/** JSON over several lines, as Ansible shows results under `-v` and of `debug`. */
export const pretty = (result: Result) => jsonText(shown(result), 4);

/** What `debug` and `assert` have to say, and nothing else: their bookkeeping would only hide it. */
export function saying(task: TaskInfo, outcome: TaskOutcome): Result | undefined {
  const { looped } = outcome;
  const isAssert = isCalled(task, 'assert');
  if (looped || !(isAssert || isCalled(task, 'debug'))) return undefined;
  const { result } = outcome;
  if (result['skipped'] || (isAssert && result['msg'] === undefined)) return undefined;
  const item = result['ansible_loop_var'] ?? 'item';
  return withoutKeys(result, (key) => key === item || hidden.has(key) || bookkeeping.has(key));
}

const isCalled = ({ module }: TaskInfo, name: string) => module === name || module.endsWith(`.${name}`);

const bookkeeping = new Set(
  'changed failed skipped ansible_loop_var ansible_index_var ansible_loop assertion evaluated_to'.split(' '),
);

/** `1.2 s`, `340 ms`, `3 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A loop item as text: strings as they are, anything else as JSON. */
export const itemText = (item: unknown): string => (typeof item === 'string' ? item : jsonText(item));

/** The message of a failed result: what went wrong, and what a command said. */
export function failure(result: Result): string {
  const text = (key: string) => (typeof result[key] === 'string' ? (result[key] as string).trim() : '');
  const lines = [text('msg') || compact(result), text('stderr') || text('module_stderr')];
  return lines.filter(Boolean).join('\n');
}

/** Where the mistake behind a failure stands, and what to do, unless its message has said so. */
export function whereAndHow(outcome: TaskOutcome): string[] {
  if (!outcome.error) return [];
  const { place, hint } = outcome.error;
  const said = String(outcome.result['msg'] ?? '');
  return [
    ...(place ? [`at ${shortPath(place.file)}:${place.line}:${place.column}`] : []),
    ...(hint && !said.includes(hint) ? [`hint: ${hint}`] : []),
  ];
}

/** A file below the working folder by its relative path. */
export function shortPath(file: string): string {
  const short = relative(process.cwd(), file);
  return short === '' || short.startsWith('..') ? file : short;
}
