import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Text of a file of the system, trimmed; undefined where there is no such file, or not for us. */
export function readSystem(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** What a program of the system says; undefined where there is none. */
export function askSystem(program: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    }).trim();
  } catch {
    return undefined;
  }
}

/** The first of the choices whose file is there. */
export const firstThat = (choices: readonly (readonly [path: string, name: string])[]): string | undefined =>
  choices.find(([path]) => existsSync(path))?.[1];

/** `NAME=value` lines, with or without quotes. */
export function assignments(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^\s*([A-Za-z_]\w*)=(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value!.replace(/^(["'])(.*)\1$/, '$2')]];
    }),
  );
}
