import { resolve } from 'node:path';
import { toText, unknown } from '../../template/values.ts';
import type { ActionContext, Result } from '../module.ts';
import { anyMatches } from './glob.ts';
import { lookAt } from './look_at.ts';
import { needKnown } from './need_known.ts';
import { absolutePath, expand } from './paths.ts';
import { type ProcessOutcome, runProcess } from './run_process.ts';
import { textLines } from './text_lines.ts';
import { duration, timestamp } from './timestamps.ts';

/** What `command` and `shell` do alike. */
export interface CommandParams {
  readonly chdir?: string;
  readonly creates?: string;
  readonly removes?: string;
  readonly stdin?: unknown;
  readonly stdin_add_newline: boolean;
  readonly strip_empty_ends: boolean;
}

export interface Command {
  readonly argv: readonly string[];
  /** What the result holds as `cmd`. */
  readonly shown: string | readonly string[];
}

/**
 * Runs a command unless `creates` or `removes` say that it is not needed. Check mode runs nothing: it is skipped, or, when
 * `creates` or `removes` leave it to do, counts as a change.
 */
export async function runCommand(command: Command, params: CommandParams, context: ActionContext): Promise<Result> {
  const { chdir, creates, removes } = params;
  // The command itself may be known after apply: `creates` and `removes` decide all the same.
  needKnown({ chdir, creates, removes });
  const cwd = params.chdir === undefined ? context.playbookDir : absolutePath(params.chdir, context);
  if (!isFolder(cwd)) return noSuchFolder(command, cwd);
  const needless = reasonNotToRun(params, cwd, context);
  if (needless)
    return finish(command, {
      changed: false,
      rc: 0,
      stdout: `skipped, since ${needless}`,
      msg: `${context.check ? 'Would' : 'Did'} not run command since ${needless}`,
    });
  return context.check ? notRun(command, params) : start(command, params, cwd, context);
}

/** What `creates` or `removes` say against running a command; undefined when nothing does. */
export function reasonNotToRun(
  { creates, removes }: CommandParams,
  cwd: string,
  context: ActionContext,
): string | undefined {
  const there = (path: string) => anyMatches(resolve(cwd, expand(path, context.environment)));
  if (creates !== undefined && there(creates)) return `${creates} exists`;
  if (removes !== undefined && !there(removes)) return `${removes} does not exist`;
  return undefined;
}

function notRun(command: Command, { creates, removes }: CommandParams): Result {
  const decided = creates !== undefined || removes !== undefined;
  return {
    ...finish(command, { changed: decided, rc: 0, msg: 'Command would have run if not in check mode' }),
    ...(decided ? whatItSays : { skipped: true }),
  };
}

/** What only a run brings about; that it ends well is what check mode goes by. */
const whatItSays: Result = Object.fromEntries(
  ['stdout', 'stderr', 'start', 'end', 'delta', 'stdout_lines', 'stderr_lines'].map((key) => [key, unknown]),
);

async function start(command: Command, params: CommandParams, cwd: string, context: ActionContext): Promise<Result> {
  const [program, ...args] = command.argv;
  const began = Date.now();
  const clock = performance.now();
  try {
    const outcome = await runProcess(program!, args, {
      cwd,
      environment: context.environment,
      stdin: input(params),
      signal: context.signal,
      progress: context.progress,
    });
    const took = performance.now() - clock;
    if (outcome.dropped > 0)
      context.warn(`the output was too long to keep: ${outcome.dropped} bytes at its end were left out`);
    return ended(command, params, outcome, { began, took });
  } catch (error) {
    if (!isSystemError(error) || context.signal.aborted) throw error;
    return cannotStart(command, program!, error);
  }
}

function ended(
  command: Command,
  { strip_empty_ends }: CommandParams,
  { code, stdout, stderr }: ProcessOutcome,
  { began, took }: { began: number; took: number },
): Result {
  const ends = (text: string) => (strip_empty_ends ? withoutEnds(text) : text);
  return finish(command, {
    changed: true,
    ...(code !== 0 && { failed: true, msg: 'non-zero return code' }),
    rc: code,
    stdout: ends(stdout),
    stderr: ends(stderr),
    start: timestamp(began),
    end: timestamp(began + took),
    delta: duration(took),
  });
}

/** A regular expression would look at each empty line as the first of the last ones. */
function withoutEnds(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(0, end);
}

/** Every way to end has the same keys. */
function finish(command: Command, result: Result): Result {
  const full: Result = {
    ...{ changed: false, cmd: command.shown, rc: null, stdout: '', stderr: '' },
    ...{ start: null, end: null, delta: null, msg: '' },
    ...result,
  };
  return { ...full, stdout_lines: textLines(String(full['stdout'])), stderr_lines: textLines(String(full['stderr'])) };
}

function input({ stdin, stdin_add_newline }: CommandParams): string | undefined {
  if (stdin === undefined || stdin === null) return undefined;
  return toText(stdin) + (stdin_add_newline ? '\n' : '');
}

function isFolder(path: string): boolean {
  return lookAt(path)?.isDirectory() ?? false;
}

function noSuchFolder(command: Command, cwd: string): Result {
  return finish(command, {
    failed: true,
    rc: 257,
    msg: `cannot change to ${cwd} before running the command: there is no such folder`,
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  ENOEXEC: 'Exec format error',
  ENOTDIR: 'Not a directory',
  E2BIG: 'Argument list too long',
};

function cannotStart(command: Command, program: string, error: NodeJS.ErrnoException): Result {
  const number = Math.abs(error.errno ?? 1);
  const reason = reasons[error.code ?? ''] ?? error.code;
  const failed = { failed: true, rc: number, msg: `[Errno ${number}] ${reason}: b'${program}'` };
  // What never ran has no times.
  const { start: _start, end: _end, delta: _delta, ...result } = finish(command, failed);
  return result;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'errno' in error;
}
