import { lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { lookAt } from './look_at.ts';

export interface FoundEntry {
  readonly path: string;
  /** Of a link itself, not of what it points to. */
  readonly stats: Stats;
}

export interface Below {
  /** Levels to go down; 1 is the folder alone. */
  readonly depth: number;
  /** Go into folders that links point to. */
  readonly follow: boolean;
  /** Told of a folder that cannot be read. */
  readonly skip: (path: string, reason: string) => void;
}

/** Everything in a folder, then in the folders below it, in the order of names. A circle of links is walked once. */
export function* entriesBelow(folder: string, below: Below, seen: Set<string>): Generator<FoundEntry> {
  const entries = read(folder, below);
  yield* entries;
  if (below.depth <= 1) return;
  for (const { path, stats } of entries) {
    if (!stats.isDirectory() && !(below.follow && stats.isSymbolicLink() && lookAt(path)?.isDirectory())) continue;
    const real = below.follow ? realpathSync(path) : path;
    if (seen.has(real)) continue;
    seen.add(real);
    yield* entriesBelow(path, { ...below, depth: below.depth - 1 }, seen);
  }
}

function read(folder: string, { skip }: Below): FoundEntry[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => ({ path: join(folder, name), stats: lstatSync(join(folder, name)) }));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // What vanishes while we look is not there.
    if (code !== 'ENOENT') skip(folder, message);
    return [];
  }
}
