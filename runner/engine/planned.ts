/** What becomes of a thing. */
export type ChangeKind = 'created' | 'changed' | 'replaced' | 'removed';

/** What is to become of a thing; `may_run`: nobody can tell before the run. */
export type PlannedKind = ChangeKind | 'may_run';

/** One thing that the run would change. */
export interface Planned {
  readonly kind: PlannedKind;
  /** Name of the task. */
  readonly task: string;
  readonly module: string;
  /** Label of the loop item. */
  readonly item?: unknown;
  /** Titles of the steps that would be taken. */
  readonly steps: readonly string[];
}

/** What one role (or the play itself) would change, in order. */
export interface RolePlan {
  readonly role?: string;
  readonly changes: readonly Planned[];
}

/** What a run would do, for a person to decide on. */
export interface Plan {
  readonly roles: readonly RolePlan[];
  readonly totals: Readonly<Record<PlannedKind, number>>;
}
