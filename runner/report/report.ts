import type { Diagnostic } from '../diagnostics.ts';
import type { Reporter } from '../engine/events.ts';

/** Where a report is written; `process.stdout` outside of tests. */
export interface Output {
  write(text: string): unknown;
  readonly columns?: number;
}

export interface ReportOptions {
  readonly out: Output;
  /** ANSI colours. */
  readonly color: boolean;
  /** Count of `-v`. */
  readonly verbosity: number;
  /** Print what differs. */
  readonly diff: boolean;
}

/** A way to show a run. `report` takes the events in order; `end` resolves when all is written, with the mistakes that stopped it. */
export interface Report {
  readonly report: Reporter;
  /** It reads `result.results` of loops when they have ended; otherwise the results of items need not be kept until then. */
  readonly needsItems: boolean;
  /** Leaves the terminal to a question, where the report would draw over it. */
  suspend(): Promise<void>;
  end(diagnostics?: readonly Diagnostic[]): Promise<void>;
}
