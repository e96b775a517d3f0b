/** Why one unit waits for another. */
export type Reason =
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly how: 'registers' | 'sets' | 'loads';
      /** Title of the task that gives it its value. */
      readonly setter: string;
    }
  /** Both hold the same role, which runs once in a play. */
  | { readonly kind: 'once'; readonly role: string }
  /** `dependencies` of a role. */
  | { readonly kind: 'dependency'; readonly role: string }
  /** Both keep custom statistics, where the later one wins. */
  | { readonly kind: 'stats' }
  /** It cannot be seen what it reads. */
  | { readonly kind: 'reads_all'; readonly because: string }
  /** All wait for it, because it cannot be seen what it does, or it concerns all. */
  | { readonly kind: 'barrier'; readonly because: string; readonly isEarlier: boolean };

/** An edge of the graph: from the unit that comes first to the one that waits, by their ids. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly reasons: readonly Reason[];
}

/** A reason in words, as the waiting unit would say it. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'variable':
      return `reads ${reason.name}, which "${reason.setter}" ${reason.how}`;
    case 'once':
      return `has role ${reason.role}, too, which runs once in a play`;
    case 'dependency':
      return `depends on role ${reason.role} (meta dependencies)`;
    case 'stats':
      return 'keeps custom statistics, too';
    case 'reads_all':
      return `may read anything: ${reason.because}`;
    case 'barrier':
      return reason.isEarlier ? `all after it wait: ${reason.because}` : `waits for all before it: ${reason.because}`;
  }
}

/** A reason in a word or two, for a drawing. */
export function reasonLabel(reason: Reason): string {
  switch (reason.kind) {
    case 'variable':
      return reason.name;
    case 'once':
      return `role ${reason.role}, once`;
    case 'dependency':
      return 'dependencies';
    case 'stats':
      return 'custom stats';
    case 'reads_all':
      return 'may read anything';
    case 'barrier':
      return reason.because;
  }
}
