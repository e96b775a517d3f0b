import type { Diagnostic, Place } from '../diagnostics.ts';
import type { Result } from '../modules/module.ts';
import type { ChangeKind, Plan } from './planned.ts';

/** What the engine says while it works. Reporters turn it into a tree, lines or JSON; the engine knows no terminal. */
export type PlayEvent =
  | { readonly type: 'play_started'; readonly play: { readonly name: string } }
  | { readonly type: 'task_started'; readonly task: TaskInfo }
  /** One item of a loop has ended. */
  | { readonly type: 'item_done'; readonly task: TaskInfo; readonly outcome: TaskOutcome }
  /** The task has ended; with a loop, `result.results` holds the items, unless the reporter does without (`itemResults`). */
  | { readonly type: 'task_done'; readonly task: TaskInfo; readonly outcome: TaskOutcome }
  /** A retry of `until` is about to start. */
  | {
      readonly type: 'task_retry';
      readonly task: TaskInfo;
      readonly attempt: number;
      readonly left: number;
      readonly result: Result;
    }
  /** What a waiting task waits for; replaces the task's last such line on a terminal. */
  | { readonly type: 'progress'; readonly task: TaskInfo; readonly message: string }
  | { readonly type: 'warning'; readonly message: string; readonly place?: Place }
  /** A line between tasks, e.g. which play no host matched. */
  | { readonly type: 'note'; readonly message: string }
  /** Units of a play that run side by side are about to, those that nothing keeps waiting first. */
  | { readonly type: 'units_started'; readonly units: readonly UnitInfo[] }
  | { readonly type: 'unit_started'; readonly unit: number }
  | { readonly type: 'unit_done'; readonly unit: number; readonly failed: boolean; readonly milliseconds: number }
  /** All units that could run have ended. */
  | { readonly type: 'units_done' }
  | { readonly type: 'ended'; readonly recap: Recap };

/** A unit of a play, as reports show it. */
export interface UnitInfo {
  /** Its position in the play. */
  readonly id: number;
  readonly title: string;
  /** Titles of the units it waits for. */
  readonly waitsFor: readonly string[];
}

/** How the units of a section ran side by side. Times are milliseconds since the section began. */
export interface GraphTimes {
  readonly play: string;
  readonly units: readonly UnitTimes[];
  /** Titles of the units that made it last so long: each began when the one before it had ended. */
  readonly criticalPath: readonly string[];
  readonly milliseconds: number;
}

/** When a unit ran. */
export interface UnitTimes {
  readonly title: string;
  /** Left out of a unit that did not run. */
  readonly started?: number;
  readonly ended?: number;
  /** The unit whose end it waited for. */
  readonly waitedFor?: string;
  /** The unit whose failure kept it from running. */
  readonly blockedBy?: string;
}

export interface TaskInfo {
  /** Unique in a run. */
  readonly id: number;
  /** Rendered as far as it can be; module name when the task has no name. */
  readonly name: string;
  readonly role?: string;
  readonly module: string;
  readonly place: Place;
  /** Position in the play of the unit it belongs to, where units run side by side: by it comes the playbook's order. */
  readonly unit?: number;
  /** `read`: left out by tags, but its value is needed. */
  readonly kind: 'task' | 'handler' | 'include' | 'read';
}

/** `read`: left out by tags, but its value was needed, so it was read and nothing was written. */
export type TaskStatus = 'ok' | 'changed' | 'skipped' | 'failed' | 'unreachable' | 'read';

export interface TaskOutcome {
  readonly status: TaskStatus;
  /** The failure was ignored (`ignore_errors`), or a `rescue` took it. */
  readonly ignored?: boolean;
  readonly rescued?: boolean;
  /** What `register` keeps; censored when `no_log`. A large one is copied when first asked for: ask while the event is told. */
  readonly result: Result;
  /** It sums up the items of a loop, each of which has been told. */
  readonly looped?: boolean;
  /** What the module warned of. */
  readonly warnings?: readonly string[];
  /** Label of a loop item. */
  readonly item?: unknown;
  /** Titles of the steps that were taken, or under `--check` would be. */
  readonly steps?: readonly string[];
  /** What becomes of the thing that the task describes; left out when nothing does, and for modules that describe none. */
  readonly change?: ChangeKind;
  /** Why `--destroy` leaves the thing as it is. */
  readonly left?: string;
  /** Check mode could not decide whether it would run (`when` on a value known after apply). */
  readonly undecided?: boolean;
  /** Undecided, but nothing would change if it ran. */
  readonly idle?: boolean;
  /** The mistake behind a failure, with its place and what to do. */
  readonly error?: Diagnostic;
  readonly milliseconds: number;
}

export interface Recap {
  readonly ok: number;
  readonly changed: number;
  readonly unreachable: number;
  readonly failed: number;
  readonly skipped: number;
  readonly rescued: number;
  readonly ignored: number;
  /** Values read for parts that tags left out. */
  readonly read: number;
  /** AWS API calls, and how many of them were writes. */
  readonly calls: number;
  readonly writes: number;
  readonly milliseconds: number;
  readonly check: boolean;
  readonly interrupted: boolean;
  /** Under `--check`, what would be done. */
  readonly plan?: Plan;
  /** What `set_stats` kept, for the run and for the host. */
  readonly stats?: { readonly run: Result; readonly localhost: Result };
  /** How units ran side by side, a section of a play each. */
  readonly graphs?: readonly GraphTimes[];
  /** Names of what an interrupt left undone. */
  readonly notRun: readonly string[];
  /** What `--destroy` found and left as it is. */
  readonly left?: readonly LeftThing[];
}

/** A thing that the playbook describes and that was not removed. */
export interface LeftThing {
  /** Title of its task, with its item. */
  readonly name: string;
  readonly reason: string;
  /** It holds something that cannot be made again: `--destroy=all` would remove it. */
  readonly holds?: boolean;
}

export type Reporter = (event: PlayEvent) => void;
