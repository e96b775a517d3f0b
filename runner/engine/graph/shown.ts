import type { Edge } from './reasons.ts';
import type { SectionName } from './units.ts';

/** A play as `--graph` shows it. */
export interface PlayGraph {
  readonly name: string;
  /** Whether its units do run side by side: `strategy: graph`. */
  readonly isGraph: boolean;
  /** Sections with anything in them, in order: each waits for the one before it. */
  readonly sections: readonly SectionGraph[];
}

/** A section of a play: its units in order, and what each waits for. */
export interface SectionGraph {
  readonly section: SectionName;
  readonly units: readonly { readonly id: number; readonly title: string }[];
  readonly edges: readonly Edge[];
}
