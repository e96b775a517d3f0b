import { PlayError } from '../../diagnostics.ts';
import type { Fault } from './fault.ts';
import { parseFault } from './parse.ts';

/**
 * Reads a file of faults: one a line; empty lines and what follows `#` are left out.
 *
 * @throws PlayError `fault` with the place of the first mistake
 */
export function parseFaults(text: string, file: string): Fault[] {
  return text.split('\n').flatMap((line, index) => {
    const written = line.replace(/(^|\s)#.*$/, '').trimEnd();
    if (written.trim() === '') return [];
    try {
      return [parseFault(written)];
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
      const column = written.length - written.trimStart().length + 1;
      const place = { file, line: index + 1, column, width: written.trim().length };
      throw new PlayError({ ...error, message: error.message, place });
    }
  });
}
