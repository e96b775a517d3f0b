import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listOf, parseCommandLine } from '../../cli/options.ts';
import { checkPlaybook, type PlayOptions, play } from '../../play.ts';
import { createJson } from '../../report/json.ts';
import { difference, type Expected } from './verdict.ts';

/** A task as the JSON report tells it. */
export interface Row {
  readonly name: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** How our run of a case ended. */
export interface CaseEnd {
  readonly code: number;
  readonly rows: readonly Row[];
  readonly stats: Readonly<Record<string, number>>;
  /** The first of the mistakes it was refused for. */
  readonly mistake?: string;
}

interface CaseOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly preflight?: boolean;
}

/** Runs a recorded case in a copy of its folder; what differs from the recording, or undefined. */
export async function runCase(folder: string): Promise<string | undefined> {
  const options: CaseOptions = existsSync(join(folder, 'case.json')) ? readJson(join(folder, 'case.json')) : {};
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'play-corpus-')));
  const cwd = join(top, 'case');
  try {
    cpSync(folder, cwd, { recursive: true, filter: (path) => !/\/(expected|case)\.json$/.test(path) });
    const environment = { ...process.env, LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8', TZ: 'UTC', HOME: top, ...options.env };
    const end = await runHere(cwd, options.args ?? [], environment);
    return difference(readJson<Expected>(join(folder, 'expected.json')), options.preflight ?? false, end);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

async function runHere(cwd: string, args: readonly string[], environment: PlayOptions['environment'] & object) {
  const { flags } = parseCommandLine(args);
  const written: string[] = [];
  const report = createJson({ out: { write: (part) => written.push(part) }, complain: () => {} });
  const options: PlayOptions = {
    playbook: 'playbook.yml',
    cwd,
    environment,
    check: flags.check ?? false,
    diff: flags.diff ?? false,
    verbosity: flags.verbose?.length ?? 0,
    reporter: report.report,
    ...(flags.tags && { tags: listOf(flags.tags) }),
    ...(flags['skip-tags'] && { skipTags: listOf(flags['skip-tags']) }),
    ...(flags['extra-vars'] && {
      extraVars: flags['extra-vars'].map((value) => value.replace(/^@(?!\/)/, `@${cwd}/`)),
    }),
    ...(flags['force-handlers'] && { forceHandlers: true }),
    ...(flags['start-at-task'] !== undefined && { startAtTask: flags['start-at-task'] }),
  };
  if (flags['syntax-check']) {
    const { diagnostics } = await checkPlaybook(options);
    return endOf(diagnostics.length === 0 ? 0 : 4, diagnostics[0]?.message, '{"plays":[],"stats":{}}', cwd);
  }
  const { code, diagnostics } = await play(options);
  await report.end();
  return endOf(code, diagnostics[0]?.message, written.join(''), cwd);
}

interface Document {
  readonly plays: readonly { tasks: readonly { task: { name: string }; hosts: Record<string, Row['result']> }[] }[];
  readonly stats: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The recordings call the folder of the case `<DIR>`. */
function endOf(code: number, mistake: string | undefined, text: string, cwd: string): CaseEnd {
  const { plays, stats } = JSON.parse(text.replaceAll(cwd, '<DIR>')) as Document;
  const rows = plays.flatMap(({ tasks }) =>
    tasks.flatMap(({ task, hosts }) => Object.values(hosts).map((result) => ({ name: task.name, result }))),
  );
  return { code, rows, stats: stats['localhost'] ?? {}, ...(mistake === undefined ? {} : { mistake }) };
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8'));
