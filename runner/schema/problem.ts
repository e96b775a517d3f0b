import { didYouMean } from './distance.ts';

/** A mistake in the parameters of a module or role, at a path inside them; whoever knows the file turns it into a Diagnostic. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Names as they were written, so that it leads to the place in the file. */
  readonly path: readonly (string | number)[];
  /** Whether the mistake is the name at the end of the path or its value. */
  readonly of?: 'key' | 'value';
}

/** A path as it is read: `listeners[0].port`. */
export const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${part}` : part),
    '',
  );

/** The problem of a name nobody knows at its place. */
export function unknownName(
  path: readonly (string | number)[],
  owner: string | undefined,
  known: readonly string[],
): Problem {
  const name = String(path.at(-1));
  const around = pathText(path.slice(0, -1));
  const where = around ? ` in ${around}` : owner ? ` of ${owner}` : '';
  const hint = didYouMean(name, known);
  const message = `"${name}" is not a parameter${where}`;
  return { code: 'param-unknown', message, path, of: 'key', ...(hint ? { hint } : {}) };
}
