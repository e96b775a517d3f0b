import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type PlayEnd, type PlayOptions, play } from '../play.ts';
import { Unknown } from '../template/values.ts';
import type { PlayEvent, TaskOutcome } from './events.ts';

/** A run as tests look at it. */
export interface Rehearsal extends PlayEnd {
  /** One line per task: its title, how it ended, and what `debug` and `fail` say. */
  readonly lines: readonly string[];
  readonly events: readonly PlayEvent[];
  /** The folder it ran in, gone by now, stands as `DIR` in lines. */
  readonly dir: string;
}

/** Files by name; of a text alone it is the playbook. A text without `hosts` is the list of tasks of one play. */
export type Files = string | Readonly<Record<string, string>>;

/** Runs a playbook made of these files in a folder of its own, with a reporter that remembers. */
export async function rehearse(files: Files, options: Partial<PlayOptions> = {}): Promise<Rehearsal> {
  const dir = mkdtempSync(join(tmpdir(), 'play-test-'));
  try {
    for (const [name, text] of Object.entries(typeof files === 'string' ? { 'playbook.yml': files } : files)) {
      const path = join(dir, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, name === 'playbook.yml' ? asPlaybook(text) : text);
    }
    const events: PlayEvent[] = [];
    const reporter = (event: PlayEvent) => events.push(event);
    const end = await play({ playbook: 'playbook.yml', cwd: dir, reporter, ...options });
    return { ...end, events, dir, lines: events.flatMap((event) => lineOf(event, dir)) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Just the lines of a run. */
export async function linesOf(files: Files, options: Partial<PlayOptions> = {}): Promise<readonly string[]> {
  const { lines, diagnostics } = await rehearse(files, options);
  return [...lines, ...diagnostics.map(({ code, message }) => `${code}: ${message}`)];
}

/** The outcome of the first task of that name. */
export function outcomeOf({ events }: Rehearsal, name: string): TaskOutcome {
  for (const event of events) if (event.type === 'task_done' && event.task.name === name) return event.outcome;
  throw new Error(`no task "${name}" has ended`);
}

function asPlaybook(text: string): string {
  if (/^- .*\n?(?:^ .*\n)*^ *(?:- )?hosts:/m.test(text) || text.includes('hosts:')) return text;
  const tasks = text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`);
  return ['- hosts: localhost', '  gather_facts: false', '  tasks:', ...tasks, ''].join('\n');
}

function lineOf(event: PlayEvent, dir: string): string[] {
  if (event.type !== 'task_done') return [];
  const { task, outcome } = event;
  const title = task.role === undefined ? task.name : `${task.role} : ${task.name}`;
  const { result } = outcome;
  const items = (result['results'] as Record<string, unknown>[] | undefined)?.map(said) ?? [];
  const words = [statusOf(outcome), ...(result['results'] ? [`[${items.join(' ')}]`] : [said(result)])];
  return [`${title}: ${words.filter(Boolean).join(' ')}`.replaceAll(dir, 'DIR')];
}

function statusOf({ status, ignored, rescued, undecided }: TaskOutcome): string {
  const how = ignored ? 'ignored' : rescued ? 'rescued' : status;
  return undecided ? `${how}?` : how;
}

function said(result: Readonly<Record<string, unknown>>): string {
  if (result['skipped']) return result['item'] === undefined ? '' : '-';
  if (result['censored'] !== undefined) return 'censored';
  const { msg } = result;
  return msg === undefined ? '' : typeof msg === 'string' || msg instanceof Unknown ? String(msg) : JSON.stringify(msg);
}
