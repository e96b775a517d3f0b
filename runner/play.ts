import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { check } from './check/check.ts';
import { type Diagnostic, PlayError } from './diagnostics.ts';
import type { Recap, Reporter, TaskInfo } from './engine/events.ts';
import { recordLayer, writtenLayer } from './engine/layer.ts';
import { type ListedPlay, listPlays } from './engine/list_tasks.ts';
import { createLoader } from './engine/loader.ts';
import { foreignHosts } from './engine/play_header.ts';
import { createRedactor } from './engine/redact.ts';
import type { Prompt, RunOptions, StepAnswer } from './engine/run.ts';
import { createRunFolder } from './engine/run_folder.ts';
import { runPlaybook } from './engine/run_playbook.ts';
import { tagSelection } from './engine/tags.ts';
import { createWorlds, type WorldFactory } from './engine/worlds.ts';
import { findModule } from './modules/registry.ts';
import { parseExtraVars } from './playbook/extra_vars.ts';
import { type Loaded, loadInventoryVars, loadPlaybook } from './playbook/load.ts';
import type { Playbook } from './playbook/types.ts';
import type { ConnectedSandbox } from './sandbox/connect.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

export interface PlayOptions {
  /** The playbook's file. */
  readonly playbook: string;
  readonly tags?: readonly string[];
  readonly skipTags?: readonly string[];
  readonly check?: boolean;
  readonly diff?: boolean;
  /** `-e` values as written: `a=1 b=2`, JSON or YAML, `@file`. Later ones win. */
  readonly extraVars?: readonly string[];
  readonly startAtTask?: string;
  /** Asked before each task. */
  readonly step?: (task: TaskInfo) => Promise<StepAnswer>;
  /** Asks the person at the terminal (`vars_prompt`, `pause`); left out where there is none. */
  readonly prompt?: Prompt;
  readonly verbosity?: number;
  readonly reporter?: Reporter;
  /** Told of mistakes: of all that were found before the run, or of the one that kept a play from starting. */
  readonly onDiagnostics?: (diagnostics: readonly Diagnostic[]) => void;
  /** Told of what may be a mistake but cannot be known before the run. */
  readonly onWarning?: (diagnostic: Diagnostic) => void;
  /**
   * Rehearse in an AWS of our own: a new one in process, one that earlier runs have filled, or one in the background
   * (`connectSandbox`). A function gives it when the playbook has passed its checks.
   */
  readonly sandbox?: boolean | AnySandbox | (() => Promise<AnySandbox>);
  /** Makes the worlds in which tasks act, where that is to be neither AWS nor the sandbox. */
  readonly worldFactory?: WorldFactory;
  /** `process.env` when left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Folder that the playbook's name is relative to. */
  readonly cwd?: string;
  /** Interrupts: what runs ends, nothing more starts. */
  readonly signal?: AbortSignal;
  /** Tells `ansible_forks`. */
  readonly forks?: number;
}

export interface PlayEnd {
  /** 0 fine; 2 a task failed; 4 the playbook did not pass its checks and nothing was touched; 130 interrupted. */
  readonly code: 0 | 2 | 4 | 130;
  readonly recap?: Recap;
  readonly diagnostics: readonly Diagnostic[];
}

/** A sandbox in this process or in another one. */
export type AnySandbox = Sandbox | ConnectedSandbox;

/** Loads a playbook, checks all of it, and only if there is no mistake runs it. The whole of Play as one function. */
export async function play(options: PlayOptions): Promise<PlayEnd> {
  const checked = await checkPlaybook(options);
  if (!checked.playbook) {
    options.onDiagnostics?.(checked.diagnostics);
    return { code: 4, diagnostics: checked.diagnostics };
  }
  const folder = createRunFolder();
  try {
    const { failed, error, recap } = await runPlaybook(
      await runOptions(options, checked, checked.playbook, folder.path),
    );
    if (error) options.onDiagnostics?.([error]);
    const code = recap.interrupted ? 130 : failed ? 2 : 0;
    return { code, recap, diagnostics: error ? [error] : [] };
  } finally {
    folder.remove();
  }
}

/** A playbook that was loaded and checked; without `playbook` it did not pass. */
export interface Checked {
  readonly playbook?: Playbook;
  readonly diagnostics: readonly Diagnostic[];
  readonly context: Loaded['context'];
  readonly extraVars: Readonly<Record<string, unknown>>;
}

/** Loads and checks a playbook and touches nothing (`--syntax-check`). */
export async function checkPlaybook(options: PlayOptions): Promise<Checked> {
  const { cwd = process.cwd(), tags, skipTags, startAtTask, onWarning } = options;
  const { extraVars, mistakes } = readExtraVars(options.extraVars ?? []);
  const isModule = (name: string) => findModule(name) !== undefined;
  const loaded = loadPlaybook(resolve(cwd, options.playbook), { extraVars, isModule });
  const found = await check(loaded, {
    ...(tags ? { tags } : {}),
    ...(skipTags ? { skipTags } : {}),
    ...(startAtTask === undefined ? {} : { startAtTask }),
    ...(onWarning ? { warn: onWarning } : {}),
  });
  const hosts = (loaded.playbook?.plays ?? []).flatMap((each) => foreignHosts(each) ?? []);
  const diagnostics = [...mistakes, ...found, ...hosts];
  const passed = diagnostics.length === 0 && loaded.playbook !== undefined;
  return { diagnostics, context: loaded.context, extraVars, ...(passed ? { playbook: loaded.playbook! } : {}) };
}

/** What `--list-tasks` and `--list-tags` show; nothing is run. Without `plays` the playbook did not pass its checks. */
export async function list(
  options: PlayOptions,
): Promise<{ readonly plays?: readonly ListedPlay[]; readonly diagnostics: readonly Diagnostic[] }> {
  const checked = await checkPlaybook(options);
  if (!checked.playbook) return { diagnostics: checked.diagnostics };
  const folder = () => {
    throw new Error('listing tasks needs no folder');
  };
  return { plays: listPlays(await runOptions(options, checked, checked.playbook, folder)), diagnostics: [] };
}

function readExtraVars(values: readonly string[]): { extraVars: Record<string, unknown>; mistakes: Diagnostic[] } {
  try {
    return { extraVars: parseExtraVars(values), mistakes: [] };
  } catch (error) {
    if (error instanceof PlayError) return { extraVars: {}, mistakes: [error] };
    throw error;
  }
}

async function runOptions(
  options: PlayOptions,
  checked: Checked,
  playbook: Playbook,
  runFolder: () => string,
): Promise<RunOptions> {
  const environment = definedOnly(options.environment ?? process.env);
  const signal = options.signal ?? new AbortController().signal;
  const redactor = createRedactor();
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) redactor.add(environment[name]);
  const sandbox = await sandboxOf(options);
  const factory = options.worldFactory ?? (sandbox && inSandbox(sandbox));
  return {
    playbook,
    playbookDir: checked.context.playbookDir,
    environment,
    check: options.check ?? false,
    diff: options.diff ?? false,
    verbosity: options.verbosity ?? 0,
    forks: options.forks ?? 5,
    selection: tagSelection(options.tags, options.skipTags),
    extraVars: writtenLayer(new Map(Object.entries(checked.extraVars))),
    inventoryVars: loadInventoryVars(checked.context).map(recordLayer).reverse(),
    startAtTask: options.startAtTask,
    step: options.step,
    prompt: options.prompt,
    runFolder,
    reporter: options.reporter ?? (() => {}),
    redactor,
    worlds: createWorlds(signal, factory),
    loader: createLoader(checked.context),
    sandbox: sandbox !== undefined,
    sandboxEngine: sandbox && 'engine' in sandbox ? sandbox.engine : undefined,
    signal,
    sleep: (milliseconds, until) => wait(milliseconds, until, sandbox),
  };
}

/** The sandbox is loaded only when it is asked for: it holds a copy of every service it models. */
async function sandboxOf({ sandbox }: PlayOptions): Promise<AnySandbox | undefined> {
  if (typeof sandbox === 'function') return sandbox();
  if (sandbox !== true) return sandbox || undefined;
  const { createSandbox } = await import('./sandbox/sandbox.ts');
  return createSandbox();
}

/** The user's credentials and endpoints mean nothing in the sandbox, the region does. */
function inSandbox(sandbox: AnySandbox): WorldFactory {
  return ({ region, environment = {}, readOnly, onCall, signal }) => {
    const wanted = region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
    return sandbox.world({ ...(wanted ? { region: wanted } : {}), readOnly, onCall, signal });
  };
}

/** Time passes in the sandbox, too, while a task waits for something outside; in the background it does so by itself. */
async function wait(milliseconds: number, signal: AbortSignal, sandbox: AnySandbox | undefined): Promise<void> {
  if (sandbox && 'advance' in sandbox.clock) sandbox.clock.advance(milliseconds);
  await delay(milliseconds, undefined, { signal }).catch(() => {});
}

function definedOnly(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
