import type { Infer } from '../../schema/infer.ts';
import type { ModuleSchema } from '../../schema/schema.ts';
import type { Described } from '../reading/reading.ts';

/** What is to become of a thing. */
export type Verdict =
  /** It is not there. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'remove' }
  /** It holds what cannot be made again. */
  | { readonly kind: 'held'; readonly holds: string }
  | { readonly kind: 'left'; readonly reason: string; readonly holds?: true };

/** A described resource, and what is to become of it. */
export interface Thing extends Described {
  /** The parameters that ask for its absence. */
  readonly absent: Infer<ModuleSchema>;
  /** What there is to remove. */
  readonly now: object | undefined;
  verdict: Verdict;
}
