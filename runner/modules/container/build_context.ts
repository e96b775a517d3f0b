import { createHash, type Hash } from 'node:crypto';
import { createReadStream, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PlayError } from '../../diagnostics.ts';
import { type Ignore, readDockerignore } from './dockerignore.ts';

/** What an engine would be sent: a Dockerfile and the files beside it. */
export interface BuildContext {
  readonly folder: string;
  readonly dockerfile: string;
  readonly text: string;
  /** Paths of files, folders and links, sorted, relative to the folder. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
}

/** Reads a build context as `.dockerignore` leaves it. Throws when folder or Dockerfile are missing. */
export function readBuildContext(folder: string, dockerfileName = 'Dockerfile'): BuildContext {
  const dockerfile = resolve(folder, dockerfileName);
  const text = readDockerfile(folder, dockerfile);
  const ignore = readDockerignore(folder, dockerfile);
  return { folder, dockerfile, text, entries: [...walk(folder, '', ignore)] };
}

/** The text of a Dockerfile; throws when there is none. */
export function readDockerfile(folder: string, dockerfile: string): string {
  try {
    return readFileSync(dockerfile, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') throw cause;
    throw new PlayError({
      code: 'dockerfile-missing',
      message: `there is no Dockerfile ${relative(folder, dockerfile) || dockerfile} in the build context ${folder}`,
      hint: 'check "path" and "dockerfile" under "build"',
      cause,
    });
  }
}

/** The sandbox's folder changes all the time: an image that is new with each run is never found again. */
const SANDBOX_FOLDER = '.play';

function* walk(root: string, below: string, ignore: Ignore): Generator<Entry> {
  for (const name of readdirSync(join(root, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`;
    if (path === SANDBOX_FOLDER) continue;
    const stats = lstatSync(join(root, path));
    const kind = stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'file';
    if (kind === 'file' && !stats.isFile()) continue;
    if (!ignore.ignores(path)) yield { path, kind, mode: stats.mode & 0o7777 };
    if (kind === 'folder' && !ignore.ignoresAllIn(path)) yield* walk(root, path, ignore);
  }
}

/**
 * SHA-256 over the Dockerfile, the options of the build, and path, mode and content of all that is in the context: the same
 * for the same content on any machine.
 */
export async function contextDigest({ folder, text, entries }: BuildContext, options: unknown): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${JSON.stringify(['play build context 1', sorted(options), text])}\n`);
  for (const entry of entries) await addEntry(hash, folder, entry);
  return hash.digest('hex');
}

async function addEntry(hash: Hash, folder: string, { path, kind, mode }: Entry): Promise<void> {
  const content =
    kind === 'file' ? await fileDigest(join(folder, path)) : kind === 'link' ? readlinkSync(join(folder, path)) : '';
  // Systems differ in the mode they give a link, which nobody heeds.
  hash.update(`${JSON.stringify([kind, path, kind === 'link' ? 0 : mode, content])}\n`);
}

async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
