import type { Place } from '../diagnostics.ts';
import type { Origin } from './compile/frame.ts';

export interface SourceOptions {
  /** Where the text's first character stands. */
  readonly place?: Place | undefined;
  /** Where a character of the text stands, when the text differs from its source (quotes, escapes, folded lines). */
  readonly locate?: ((offset: number, width: number) => Place) | undefined;
  /** The text, for counting its lines when there is no `locate`. */
  readonly source?: string;
}

/** Tells places of a text; without `locate`, lines after the first are taken to start at column 1. */
export function originOf({ place, locate, source = '' }: SourceOptions): Origin {
  return {
    place: (at, width) => {
      if (locate) return locate(at, width);
      if (!place) return undefined;
      const before = source.slice(0, at).split('\n');
      const last = before.at(-1)!;
      return before.length === 1
        ? { file: place.file, line: place.line, column: place.column + at, width }
        : { file: place.file, line: place.line + before.length - 1, column: last.length + 1, width };
    },
  };
}
