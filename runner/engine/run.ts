import type { Around, IncludedRole } from '../playbook/load.ts';
import type { At, Entry, Playbook, RoleUse } from '../playbook/types.ts';
import { type Breath, createBreath } from './breath.ts';
import { type CustomStats, noStats, statsOf } from './custom_stats.ts';
import type { GraphTimes, LeftThing, Recap, Reporter, TaskInfo } from './events.ts';
import { createInventory, type Inventory, type InventoryFiles } from './inventory.ts';
import { createJobs, type Jobs } from './jobs.ts';
import type { Layer } from './layer.ts';
import type { Ownership } from './ownership.ts';
import { createPlanning, type Planning } from './plan.ts';
import type { Reading } from './reading/reading.ts';
import type { Redactor } from './redact.ts';
import type { Replacing } from './replace/replacing.ts';
import type { TagSelection } from './tags.ts';
import type { Worlds } from './worlds.ts';

/** Answer of the person who is asked before each task under `--step`. */
export type StepAnswer = 'yes' | 'no' | 'continue';

/** Asks the person at the terminal. */
export type Prompt = (question: string, options: { echo: boolean; signal: AbortSignal }) => Promise<string>;

/** How the engine gets at what the playbook only names while it runs. Each throws PlayError with the first mistake. */
export interface Loader {
  /** Entries of an `include_tasks` file. */
  tasks(path: string, around: Around): readonly Entry[];
  /** One use of a role by `include_role`. */
  role(name: string, wanted: IncludedRole): RoleUse;
  /** Variables of a vars file. */
  vars(path: string): Readonly<Record<string, At>>;
  /** A file's content, decrypted when it is a vault. */
  read(path: string): Buffer;
  /** A text of YAML or JSON, with templates in it; decrypted when it is a vault. */
  yaml(text: string, file: string): unknown;
}

export interface RunOptions {
  readonly playbook: Playbook;
  readonly playbookDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly check: boolean;
  readonly diff: boolean;
  readonly verbosity: number;
  readonly forks: number;
  /** How many units of a play run side by side at most, under `strategy: graph`. */
  readonly parallel?: number;
  /** One after the other, whatever a play's strategy is. */
  readonly serial?: boolean;
  readonly selection: TagSelection;
  readonly extraVars: Layer;
  /** `host_vars/localhost` and `group_vars` beside the playbook. */
  readonly inventoryFiles: InventoryFiles;
  readonly startAtTask?: string | undefined;
  /** Notified handlers run after a failure, whatever a play says. */
  readonly forceHandlers?: boolean;
  readonly step?: ((task: TaskInfo) => Promise<StepAnswer>) | undefined;
  readonly prompt: Prompt | undefined;
  /** A folder of this run that only its user can read. */
  readonly runFolder: () => string;
  readonly reporter: Reporter;
  /** The reporter reads `result.results` of tasks with a loop when they have ended, which keeps the results of all items until then. */
  readonly itemResults?: boolean;
  readonly redactor: Redactor;
  readonly worlds: Worlds;
  readonly loader: Loader;
  /** Whose what is made becomes; nobody's when left out. */
  readonly ownership?: Ownership | undefined;
  /** Take down what the playbook describes, with `all` also what holds data. */
  readonly destroy?: boolean | 'all' | undefined;
  readonly sandbox: boolean;
  /** Replace what AWS cannot change in place, and what hangs on it. */
  readonly allowReplace?: boolean | undefined;
  /** What runs containers in the sandbox, for modules that make images. */
  readonly sandboxEngine?: string | undefined;
  readonly signal: AbortSignal;
  /** Waits between tries and items; ends early when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

type Counts = { -readonly [K in 'ok' | 'changed' | 'failed' | 'skipped' | 'rescued' | 'ignored' | 'read']: number };

/** What one run of a playbook knows about its one host and its own progress. */
export interface Run {
  readonly options: RunOptions;
  /** `set_fact` and `register`. */
  readonly facts: Map<string, unknown>;
  /** `include_vars`. */
  readonly included: Map<string, unknown>;
  /** What was gathered about the machine, under its short names. */
  readonly gathered: Map<string, unknown>;
  readonly counts: Counts;
  readonly stats: CustomStats;
  readonly jobs: Jobs;
  /** Set while the playbook is only read, so that it can be taken down. */
  reading?: Reading | undefined;
  /** How what AWS cannot change in place is replaced; nothing is while the playbook is only read. */
  replacing?: Replacing | undefined;
  readonly inventory: Inventory;
  readonly report: Reporter;
  /** Between tasks and items: lets signals, timers and the terminal have their turn. */
  readonly breathe: Breath;
  /** Under `--check`, what would be done. */
  readonly planning?: Planning | undefined;
  readonly started: number;
  /** Facts about the machine may be asked for. */
  isGathered: boolean;
  /** Variables came from a file whose name check mode cannot know. */
  hasUnread: boolean;
  nextId: number;
  /** `--start-at-task` while its task has not been met. */
  startAt: string | undefined;
  stepping: boolean;
  /** The unit that these are the variables of, where units run side by side. */
  readonly unit?: { readonly id: number } | undefined;
  /** What ran side by side, for the recap. */
  readonly graphs: GraphTimes[];
  /** Names of what was left to do when the run was interrupted. */
  readonly notRun: string[];
  /** What `--destroy` leaves as it is. */
  readonly left: LeftThing[];
  readonly warned: Set<string>;
}

export function createRun(options: RunOptions): Run {
  const planning = options.check ? createPlanning() : undefined;
  return {
    options,
    facts: new Map(),
    included: new Map(),
    gathered: new Map(),
    counts: { ok: 0, changed: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0, read: 0 },
    stats: noStats(),
    jobs: createJobs(options.signal),
    inventory: createInventory(options.inventoryFiles),
    planning,
    report: options.redactor.wrap((event) => {
      planning?.note(event);
      options.reporter(event);
    }),
    breathe: createBreath(),
    started: performance.now(),
    isGathered: false,
    hasUnread: false,
    nextId: 1,
    startAt: options.startAtTask,
    stepping: options.step !== undefined,
    graphs: [],
    notRun: [],
    left: [],
    warned: new Set(),
  };
}

/** Says something once in a run, however often it comes up. */
export function warnOnce(run: Run, message: string, place?: At['place']): void {
  if (run.warned.has(message)) return;
  run.warned.add(message);
  run.report({ type: 'warning', message, ...(place ? { place } : {}) });
}

export function recapOf(run: Run): Recap {
  const { calls, writes } = run.options.worlds.counts;
  const stats = statsOf(run.stats);
  return {
    ...run.counts,
    unreachable: 0,
    calls,
    writes,
    milliseconds: performance.now() - run.started,
    check: run.options.check,
    interrupted: run.options.signal.aborted,
    notRun: run.notRun,
    ...(stats && { stats }),
    ...(run.planning && { plan: run.planning.plan() }),
    ...(run.graphs.length > 0 && { graphs: run.graphs }),
    ...(run.left.length > 0 && { left: run.left }),
  };
}
