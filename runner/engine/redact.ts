import type { PlayEvent, Reporter, TaskOutcome } from './events.ts';
import { createFinder, type Finder, shortest } from './find_texts.ts';
import { withResult } from './results.ts';

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
const shortestLine = 8;
const shortestNumber = 6;
/** Nobody prints more in one piece, or of more lines. */
const longest = 20_000;
const mostLines = 2_000;

export function createRedactor(): Redactor {
  const secrets = createFinder();
  const added = new Set<string>();

  const add = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) for (const leaf of leavesOf(value)) add(leaf);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return;
    const secret = String(value);
    if (added.has(secret)) return;
    if (secret.length <= longest) added.add(secret);
    for (const text of spellings(secret))
      if (text.length >= shortest && !trivial.has(text.toLowerCase())) secrets.add(text);
  };
  const redact = <T>(value: T): T => (secrets.size === 0 ? value : (replaceIn(value, secrets) as T));
  return {
    add,
    redact,
    wrap: (reporter) => (event: PlayEvent) => {
      if (secrets.size === 0 || !('outcome' in event)) return reporter(redact(event));
      reporter({ ...event, task: redact(event.task), outcome: redacted(event.outcome, redact) });
    },
  };
}

/** An outcome without secrets. Its result is looked through when it is asked for, which of most is never. */
function redacted(outcome: TaskOutcome, redact: Redactor['redact']): TaskOutcome {
  const names = Object.keys(outcome).filter((name) => name !== 'result') as Exclude<keyof TaskOutcome, 'result'>[];
  const clean = Object.fromEntries(names.map((name) => [name, redact(outcome[name])]));
  return withResult(clean as unknown as TaskOutcome, () => redact(outcome.result));
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
function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0, end = 0; end >= 0 && lines.length < mostLines; start = end + 1) {
    end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? undefined : end).trim();
    if (line.length >= shortestLine && line.length <= longest) lines.push(ownText(line));
  }
  return lines;
}

/** A piece of a text keeps all of it in memory; this one does not. */
const ownText = (piece: string) => Buffer.from(piece, 'utf16le').toString('utf16le');

const inUrl = (text: string) => encodeURIComponent(Buffer.from(text).toString('utf8'));

function leavesOf(value: object): unknown[] {
  return value instanceof Map ? [...value.values()] : Object.values(value);
}

function replaceIn(value: unknown, secrets: Finder): unknown {
  if (typeof value === 'string') return secrets.replace(value, mask);
  if (typeof value === 'number' || typeof value === 'bigint') return isSecret(String(value), secrets) ? mask : value;
  if (Array.isArray(value)) return replaceEach(value, secrets);
  if (!isPlainObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, part] of Object.entries(value)) {
    const cleanKey = secrets.replace(key, mask);
    const clean = replaceIn(part, secrets);
    if (clean === part && cleanKey === key) continue;
    copy ??= { ...value };
    if (cleanKey !== key) delete copy[key];
    copy[cleanKey] = clean;
  }
  return copy ?? value;
}

/** A number is a secret only when all of it is, and not one of a few digits that counts something. */
const isSecret = (text: string, secrets: Finder): boolean => text.length >= shortestNumber && secrets.has(text);

function replaceEach(list: readonly unknown[], secrets: Finder): readonly unknown[] {
  const copy = list.map((part) => replaceIn(part, secrets));
  return copy.every((part, index) => part === list[index]) ? list : copy;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
