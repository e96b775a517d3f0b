import type { PlayEvent, Reporter, TaskOutcome } from './events.ts';

/** Replaces secret values wherever they show up. */
export interface Redactor {
  /** Remembers every text and number inside as a secret. */
  add(value: unknown): void;
  /** A copy with secrets replaced; the same value when it holds none. */
  redact<T>(value: T): T;
  /** A reporter that never sees a secret. */
  wrap(reporter: Reporter): Reporter;
}

const mask = '********';
/** Words that are everywhere: hiding them would hide the output and no secret. */
const trivial = new Set('true false none null present absent default latest localhost admin root user'.split(' '));
const shortest = 4;
const shortestLine = 8;
const shortestNumber = 6;
/** Beyond these a regular expression becomes too large; nobody prints so much. */
const longest = 20_000;
const mostLines = 2_000;

export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  let pattern: RegExp | undefined;

  const add = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) for (const leaf of leavesOf(value)) add(leaf);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return;
    for (const text of spellings(String(value))) {
      if (text.length < shortest || trivial.has(text.toLowerCase())) continue;
      secrets.add(text);
      pattern = undefined;
    }
  };
  const redact = <T>(value: T): T => {
    if (secrets.size === 0) return value;
    pattern ??= patternOf(secrets);
    return replaceIn(value, pattern) as T;
  };
  return {
    add,
    redact,
    wrap: (reporter) => (event: PlayEvent) => {
      if (secrets.size === 0) reporter(event);
      else if ('outcome' in event)
        reporter({ ...event, task: redact(event.task), outcome: redacted(event.outcome, redact) });
      else reporter(redact(event));
    },
  };
}

/** An outcome without secrets. Its result is looked through when it is asked for, which of most is never. */
function redacted(outcome: TaskOutcome, redact: Redactor['redact']): TaskOutcome {
  const { result: _, ...names } = Object.getOwnPropertyDescriptors(outcome);
  const clean = Object.fromEntries(
    Object.keys(names).map((name) => [name, redact(outcome[name as keyof TaskOutcome])]),
  );
  let result: TaskOutcome['result'] | undefined;
  return {
    ...(clean as unknown as TaskOutcome),
    get result() {
      result ??= redact(outcome.result);
      return result;
    },
  };
}

/** The value without the line's end, its ways to look inside a URL, JSON and base64, and the lines of a long text (a key). */
function spellings(text: string): string[] {
  const trimmed = text.trim();
  const lines = trimmed.includes('\n') ? linesOf(trimmed) : [];
  if (trimmed.length > longest) return lines;
  const base64 = [text, trimmed].map((each) => Buffer.from(each).toString('base64'));
  return [trimmed, inUrl(trimmed), JSON.stringify(trimmed).slice(1, -1), ...base64, ...lines];
}

/** A short line (`}`, `-----`) tells nothing, and would be found everywhere. */
const linesOf = (text: string) =>
  text
    .split(/\r?\n/)
    .slice(0, mostLines)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestLine && line.length <= longest);

const inUrl = (text: string) => encodeURIComponent(Buffer.from(text).toString('utf8'));

/** Longest first, so that a secret that holds another is replaced whole. */
function patternOf(secrets: ReadonlySet<string>): RegExp {
  const sorted = [...secrets].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
}

function leavesOf(value: object): unknown[] {
  return value instanceof Map ? [...value.values()] : Object.values(value);
}

function replaceIn(value: unknown, pattern: RegExp): unknown {
  if (typeof value === 'string') return value.replace(pattern, mask);
  if (typeof value === 'number' || typeof value === 'bigint') return isWhole(String(value), pattern) ? mask : value;
  if (Array.isArray(value)) return replaceEach(value, pattern);
  if (!isPlainObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, part] of Object.entries(value)) {
    const cleanKey = key.replace(pattern, mask);
    const clean = replaceIn(part, pattern);
    if (clean === part && cleanKey === key) continue;
    copy ??= { ...value };
    if (cleanKey !== key) delete copy[key];
    copy[cleanKey] = clean;
  }
  return copy ?? value;
}

/** A number is a secret only when all of it is, and not one of a few digits that counts something. */
function isWhole(text: string, pattern: RegExp): boolean {
  if (text.length < shortestNumber) return false;
  pattern.lastIndex = 0;
  return pattern.exec(text)?.[0] === text;
}

function replaceEach(list: readonly unknown[], pattern: RegExp): readonly unknown[] {
  const copy = list.map((part) => replaceIn(part, pattern));
  return copy.every((part, index) => part === list[index]) ? list : copy;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
