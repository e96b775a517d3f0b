import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlayError } from '../../diagnostics.ts';
import { packageRoot } from '../../package_root.ts';

/** Where the bundle has the background process, and where a bundle of tests has it. */
const places = ['sandbox.js', 'runner/sandbox/daemon/main.js'];

/** The file that runs as the background process. */
export function daemonEntry(): string {
  const found = climb(dirname(fileURLToPath(import.meta.url)));
  if (found) return found;
  throw new PlayError({
    code: 'sandbox',
    message: 'the program of the sandbox is not beside this one',
    hint: 'npm run build makes it (dist/sandbox.js)',
  });
}

function climb(folder: string): string | undefined {
  const found = places.map((place) => join(folder, place)).find((file) => existsSync(file));
  return found ?? (dirname(folder) === folder ? undefined : climb(dirname(folder)));
}

/** The package's version and, as names of chunks tell of their content, a digest of the entry: two builds differ. */
export function versionOf(entry: string): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return `${version}+${createHash('sha256').update(readFileSync(entry)).digest('hex').slice(0, 12)}`;
}
