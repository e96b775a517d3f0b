import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that only its user can read, made when first asked for. */
export interface RunFolder {
  path(): string;
  remove(): void;
}

/** A folder for one run. `mkdtemp` gives its user alone the right to enter. */
export function createRunFolder(): RunFolder {
  let made: string | undefined;
  return {
    path() {
      made ??= mkdtempSync(join(tmpdir(), 'play-'));
      return made;
    },
    remove() {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
    },
  };
}
