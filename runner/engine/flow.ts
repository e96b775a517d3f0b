import type { Entry, Task } from '../playbook/types.ts';
import type { Frame } from './frame.ts';

/**
 * How a list of entries ended. `failed`: a failure is on its way out; `ended_role`, `ended_play`: a meta task said so;
 * `stopped`: the run was interrupted and nothing more starts.
 */
export type Flow = 'next' | 'failed' | 'ended_role' | 'ended_play' | 'stopped';

/** Why a task runs: in its turn, because it was notified, or only to read what it would make. */
export type Purpose = 'task' | 'handler' | 'read';

export type RunEntries = (entries: readonly Entry[], frame: Frame) => Promise<Flow>;

/** Runs one task whatever its tags are. */
export type RunAs = (purpose: Purpose, task: Task, frame: Frame) => Promise<Flow>;
