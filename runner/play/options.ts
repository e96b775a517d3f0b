import type { Diagnostic } from '../diagnostics.ts';
import type { Reporter, TaskInfo } from '../engine/events.ts';
import type { Prompt, StepAnswer } from '../engine/run.ts';
import type { WorldFactory } from '../engine/worlds.ts';
import type { ConnectedSandbox } from '../sandbox/connect.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { VaultOptions } from '../vault/sources.ts';

/** What to run and how: the options of the command line, for a program. */
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

/** A sandbox in this process or in another one. */
export type AnySandbox = Sandbox | ConnectedSandbox;
