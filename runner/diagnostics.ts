/** A span in a playbook, role, vars or template file. Lines and columns start at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Number of columns the caret line underlines; 1 when not known. */
  readonly width?: number;
}

/** One mistake found before anything was touched. `code` is stable; scripts and tests go by it. */
export interface Diagnostic {
  readonly code: string;
  /** Lower case, no full stop, names the wrong value. */
  readonly message: string;
  readonly place?: Place;
  /** What to do about it, e.g. `did you mean "cidr_block"?` */
  readonly hint?: string;
  /** Set when it does not keep the playbook from running. */
  readonly level?: 'warning';
  /** Other places that have a part in it, each with what it says there. */
  readonly related?: readonly Related[];
}

/** Another place that a mistake is about. */
export interface Related {
  readonly message: string;
  readonly place: Place;
}

/**
 * An error the reader of the output must act on: printed with its place and hint, never with a stack.
 * Every other error that reaches the top is our own bug and keeps its stack.
 */
export class PlayError extends Error implements Diagnostic {
  readonly code: string;
  readonly place?: Place;
  readonly hint?: string;

  constructor({ code, message, place, hint, cause }: Diagnostic & { cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PlayError';
    this.code = code;
    if (place) this.place = place;
    if (hint !== undefined) this.hint = hint;
  }
}
