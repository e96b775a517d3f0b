import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The file that a command's first word means, by the rules of a shell; undefined when there is none. */
export function findExecutable(word: string, path: string, folder: string): string | undefined {
  if (word === '') return undefined;
  if (word.includes('/')) {
    const file = resolve(folder, word);
    return isExecutable(file) ? file : undefined;
  }
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((each) => join(each, word))
    .find(isExecutable);
}
