import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

let count = 0;

/** Writes a file so that a reader sees the old content or the new one, and never a part. Only the user can read it. */
export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.${++count}.new`;
  try {
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The file's text; undefined when there is no such file. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
