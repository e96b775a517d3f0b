import type { Diagnostic } from '../diagnostics.ts';

/** Each mistake once, the playbook's own first, then file by file from top to bottom; what has no place comes last. */
export function inOrder(diagnostics: readonly Diagnostic[], main: string | undefined): Diagnostic[] {
  const unique = new Map(diagnostics.map((diagnostic) => [keyOf(diagnostic), diagnostic]));
  return [...unique.values()].sort((a, b) => {
    if (!a.place || !b.place) return Number(!a.place) - Number(!b.place);
    if (a.place.file !== b.place.file) {
      if (a.place.file === main) return -1;
      return b.place.file === main ? 1 : a.place.file < b.place.file ? -1 : 1;
    }
    return a.place.line - b.place.line || a.place.column - b.place.column;
  });
}

const keyOf = ({ code, message, place }: Diagnostic) =>
  `${place?.file}:${place?.line}:${place?.column}:${code}:${message}`;
