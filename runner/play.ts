import { basename, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { check } from './check/check.ts';
import { insteadOf } from './check/refused_modules.ts';
import { withoutEchoes } from './check/vault_echoes.ts';
import { type Explanation, explainVariable } from './check/why/explain.ts';
import { type Diagnostic, PlayError } from './diagnostics.ts';
import { namedSecrets } from './engine/environment_secrets.ts';
import type { Recap, Reporter, TaskInfo } from './engine/events.ts';
import { listGraphs } from './engine/graph/list_graphs.ts';
import type { PlayGraph } from './engine/graph/shown.ts';
import { writtenLayer } from './engine/layer.ts';
import { type ListedPlay, listPlays } from './engine/list_tasks.ts';
import { createLoader } from './engine/loader.ts';
import { foreignHosts } from './engine/play_header.ts';
import { createRedactor, type Redactor } from './engine/redact.ts';
import type { Prompt, RunOptions, StepAnswer } from './engine/run.ts';
import { createRunFolder } from './engine/run_folder.ts';
import { runPlaybook } from './engine/run_playbook.ts';
import { isSelected, tagSelection } from './engine/tags.ts';
import { unanswerable } from './engine/vars_prompt.ts';
import { createWorlds, type WorldFactory } from './engine/worlds.ts';
import { findModule } from './modules/registry.ts';
import { playVersion } from './package_root.ts';
import { parseExtraVars } from './playbook/extra_vars.ts';
import { type Loaded, loadGroupVars, loadHostVars, loadPlaybook } from './playbook/load.ts';
import type { Playbook } from './playbook/types.ts';
import type { ConnectedSandbox } from './sandbox/connect.ts';
import { sandboxEnvironment } from './sandbox/environment.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { Keyring } from './vault/keyring.ts';
import { openKeyring } from './vault/open_keyring.ts';
import type { VaultOptions } from './vault/sources.ts';

export interface PlayOptions extends VaultOptions {
  /** The playbook's file. */
  readonly playbook: string;
  readonly tags?: readonly string[];
  readonly skipTags?: readonly string[];
  readonly check?: boolean;
  readonly diff?: boolean;
  /** Take over what is there and nobody owns: `destroy` will remove it. */
  readonly adopt?: boolean;
  /** Replace what AWS cannot change in place, with what hangs on it; such a task fails otherwise. */
  readonly allowReplace?: boolean;
  /**
   * Remove what the playbook describes and made, the last first; with `all` also what holds data that cannot be made again
   * (images, logs), which is otherwise asked for where there is a `prompt`, and left where there is none.
   */
  readonly destroy?: boolean | 'all';
  /** `-e` values as written: `a=1 b=2`, JSON or YAML, `@file`. Later ones win. */
  readonly extraVars?: readonly string[];
  readonly startAtTask?: string;
  /** Notified handlers run even after a failure. */
  readonly forceHandlers?: boolean;
  /** Asked before each task. */
  readonly step?: (task: TaskInfo) => Promise<StepAnswer>;
  /** Asks the person at the terminal (`vars_prompt`, `pause`); left out where there is none. */
  readonly prompt?: Prompt;
  readonly verbosity?: number;
  readonly reporter?: Reporter;
  /** Whether the reporter reads `result.results` of a task with a loop when it has ended; if not, each item's result goes once it is told. True when left out. */
  readonly itemResults?: boolean;
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
  /** Tells `ansible_forks`; how many units of a play run side by side at most under `strategy: graph`, 10 when left out. */
  readonly forks?: number;
  /** One after the other, in Ansible's order, whatever a play's strategy is. */
  readonly serial?: boolean;
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
  const open = checked.playbook && !options.prompt ? unanswerable(checked.playbook, checked.extraVars) : [];
  if (!checked.playbook || open.length > 0) {
    if (options.signal?.aborted) return { code: 130, diagnostics: [] };
    const diagnostics = [...checked.diagnostics, ...open];
    options.onDiagnostics?.(diagnostics);
    return { code: 4, diagnostics };
  }
  const folder = createRunFolder();
  try {
    const { failed, error, recap } = await runPlaybook(
      await runOptions(options, checked, checked.playbook, folder.path),
    );
    const stopped = error && withoutSecrets(error, checked.redactor);
    if (stopped) options.onDiagnostics?.([stopped]);
    const code = recap.interrupted ? 130 : failed ? 2 : 0;
    return { code, recap, diagnostics: stopped ? [stopped] : [] };
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
  /** Knows what was decrypted so far. */
  readonly redactor: Redactor;
}

/** Loads and checks a playbook and touches nothing (`--syntax-check`). */
export async function checkPlaybook(options: PlayOptions): Promise<Checked> {
  const { cwd = process.cwd(), tags, skipTags, startAtTask, onWarning } = options;
  const redactor = createRedactor();
  const { keyring, problems } = await keyringOf(options, redactor);
  const { extraVars, mistakes } = readExtraVars(options.extraVars ?? [], keyring);
  const selection = tagSelection(tags, skipTags);
  const loaded = loadPlaybook(resolve(cwd, options.playbook), { extraVars, isModule: isKnownModule, keyring });
  const found = await check(loaded, {
    ...(tags ? { tags } : {}),
    ...(skipTags ? { skipTags } : {}),
    ...(startAtTask === undefined ? {} : { startAtTask }),
    selects: (each) => isSelected(each, selection),
    ...(onWarning
      ? { warn: (diagnostic) => onWarning({ ...withoutSecrets(diagnostic, redactor), level: 'warning' }) }
      : {}),
  });
  const hosts = loaded.playbook ? foreignHosts(loaded.playbook) : [];
  const diagnostics = withoutEchoes([...problems, ...mistakes, ...found, ...hosts]).map((each) =>
    withoutSecrets(each, redactor),
  );
  const passed = diagnostics.length === 0 && loaded.playbook !== undefined;
  return {
    diagnostics,
    context: loaded.context,
    extraVars,
    redactor,
    ...(passed ? { playbook: loaded.playbook! } : {}),
  };
}

/**
 * Why a variable has its value, for the tasks of a name or for plays and roles; nothing is run, and a playbook with mistakes may be
 * asked, too. Throws PlayError `usage` for names that do not exist.
 */
export async function why(
  options: PlayOptions & { readonly variable: string; readonly task?: string },
): Promise<{ readonly explanations?: readonly Explanation[]; readonly diagnostics: readonly Diagnostic[] }> {
  const redactor = createRedactor();
  const { keyring, problems } = await keyringOf(options, redactor);
  const { extraVars, mistakes } = readExtraVars(options.extraVars ?? [], keyring);
  const loaded = loadPlaybook(resolve(options.cwd ?? process.cwd(), options.playbook), {
    extraVars,
    isModule: isKnownModule,
    keyring,
  });
  const diagnostics = [...problems, ...mistakes, ...(loaded.playbook ? [] : loaded.diagnostics)];
  if (diagnostics.length > 0) return { diagnostics: diagnostics.map((each) => withoutSecrets(each, redactor)) };
  const explanations = explainVariable(loaded, options.variable, options.task);
  const values = explanations.flatMap(({ rungs }) =>
    rungs.flatMap(({ value }) => (value.kind === 'known' ? [value.value] : [])),
  );
  const told = values.map((value) => [options.variable, value] as const);
  for (const [name, value] of [...Object.entries(extraVars), ...told])
    for (const secret of namedSecrets(name, value)) redactor.add(secret);
  return { explanations: explanations.map((each) => withoutSecretValues(each, redactor)), diagnostics: [] };
}

/** What is told of values is redacted; where they stand is not. */
const withoutSecretValues = ({ scope, rungs }: Explanation, { redact }: Redactor): Explanation => ({
  scope,
  rungs: rungs.map(({ value, ...rung }) => ({ ...rung, value: redact(value) })),
});

const isKnownModule = (name: string) => findModule(name) !== undefined || insteadOf(name) !== undefined;

/** What `--list-tasks` and `--list-tags` show; nothing is run. Without `plays` the playbook did not pass its checks. */
export async function list(
  options: PlayOptions,
): Promise<{ readonly plays?: readonly ListedPlay[]; readonly diagnostics: readonly Diagnostic[] }> {
  const checked = await checkPlaybook(options);
  if (!checked.playbook) return { diagnostics: checked.diagnostics };
  const folder = () => {
    throw new Error('listing tasks needs no folder');
  };
  const plays = listPlays(await runOptions(options, checked, checked.playbook, folder));
  return { plays: checked.redactor.redact(plays), diagnostics: [] };
}

/** What `--graph` shows: which units of a play wait for which, and why; nothing is run. Without `plays` the playbook did not pass. */
export async function graphs(
  options: PlayOptions,
): Promise<{ readonly plays?: readonly PlayGraph[]; readonly diagnostics: readonly Diagnostic[] }> {
  const checked = await checkPlaybook(options);
  if (!checked.playbook) return { diagnostics: checked.diagnostics };
  const folder = () => {
    throw new Error('drawing a graph needs no folder');
  };
  const found = await listGraphs(await runOptions(options, checked, checked.playbook, folder));
  const plays = found.map(({ sections, ...play }) => ({
    ...play,
    sections: sections.map(({ section, units, edges }) => ({ section, units: units.map(titled), edges })),
  }));
  return { plays: checked.redactor.redact(plays), diagnostics: [] };
}

const titled = ({ id, title }: { readonly id: number; readonly title: string }) => ({ id, title });

/** The vault passwords of a run. One that cannot be had is a mistake unless another is there. */
async function keyringOf(
  options: PlayOptions,
  redactor: Redactor,
): Promise<{ keyring: Keyring; problems: readonly Diagnostic[] }> {
  const { keyring, problems, warnings } = await openKeyring(options, {
    ask: options.prompt,
    environment: options.environment ?? process.env,
    cwd: options.cwd ?? process.cwd(),
    signal: options.signal ?? new AbortController().signal,
    onSecret: redactor.add,
  });
  for (const warning of warnings) options.onWarning?.({ ...warning, level: 'warning' });
  return { keyring, problems };
}

/** Messages quote what is written, and what is written may come out of a vault. */
function withoutSecrets({ code, message, place, hint, level, related }: Diagnostic, { redact }: Redactor): Diagnostic {
  return {
    code,
    message: redact(message),
    ...(place && { place }),
    ...(hint !== undefined && { hint: redact(hint) }),
    ...(level && { level }),
    ...(related && { related: related.map((each) => ({ ...each, message: redact(each.message) })) }),
  };
}

function readExtraVars(
  values: readonly string[],
  keyring: Keyring,
): { extraVars: Record<string, unknown>; mistakes: Diagnostic[] } {
  try {
    return { extraVars: parseExtraVars(values, keyring), mistakes: [] };
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
  const given = definedOnly(options.environment ?? process.env);
  const signal = options.signal ?? new AbortController().signal;
  const { redactor } = checked;
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) redactor.add(given[name]);
  const sandbox = await sandboxOf(options);
  const environment = sandbox ? sandboxEnvironment(given, 'endpoint' in sandbox ? sandbox.endpoint : undefined) : given;
  const factory = options.worldFactory ?? (sandbox && inSandbox(sandbox));
  const worlds = createWorlds(signal, factory);
  return {
    playbook,
    playbookDir: checked.context.playbookDir,
    environment,
    check: options.check ?? false,
    diff: options.diff ?? false,
    verbosity: options.verbosity ?? 0,
    forks: options.forks ?? 5,
    ...(options.forks !== undefined && { parallel: options.forks }),
    serial: options.serial ?? false,
    selection: tagSelection(options.tags, options.skipTags),
    extraVars: writtenLayer(new Map(Object.entries(checked.extraVars))),
    inventoryFiles: {
      host: loadHostVars(checked.context),
      group: (name) => loadGroupVars(name, checked.context),
    },
    startAtTask: options.startAtTask,
    forceHandlers: options.forceHandlers ?? false,
    step: options.step,
    prompt: options.prompt,
    runFolder,
    reporter: options.reporter ?? (() => {}),
    itemResults: options.itemResults ?? options.reporter !== undefined,
    redactor,
    worlds,
    loader: createLoader(checked.context),
    destroy: options.destroy,
    allowReplace: options.allowReplace,
    ownership: {
      owner: { playbook: basename(options.playbook), version: playVersion() },
      adopt: options.adopt ?? false,
    },
    sandbox: sandbox !== undefined,
    sandboxEngine: sandbox && 'engine' in sandbox ? sandbox.engine : undefined,
    signal,
    sleep: (milliseconds, until) => wait(milliseconds, until, sandbox).finally(worlds.memory.forget),
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
  return ({ region, environment = {}, readOnly, onCall, signal, limiters, memory }) => {
    const wanted = region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'];
    return sandbox.world({ ...(wanted ? { region: wanted } : {}), readOnly, onCall, signal, limiters, memory });
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
