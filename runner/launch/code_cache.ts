import type { Script } from 'node:vm';
import { cacheFolder, isOurs } from './cache_folder.ts';
import { keep, kept } from './keep.ts';
import type { Patience } from './patience.ts';

/** Compiled code of earlier runs, which saves V8 most of the parsing and compiling of this one. */
export interface CodeCache {
  /** What is kept of a part of the program, as long as its `version` is the same. */
  entry(part: string, version: string): CacheEntry;
}

export interface CacheEntry {
  readonly data?: Buffer;
  /** Tells the cache of the script that came of it. */
  compiled(script: Script): void;
}

export interface CacheOptions {
  /** Digest of the program. */
  readonly program: string;
  /** What the call is for (`useOf`). */
  readonly use: string;
  readonly patience: Patience;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** One process in so many looks whether it compiled more than it found: to look takes some milliseconds. */
const LOOKS = 32;
/** So much more is worth being kept in its place. */
const GROWTH = 1.1;

/**
 * The code cache of this user. It never fails: without a folder that is ours alone it is empty and keeps nothing, and V8 itself
 * refuses what another version of it or other flags have made.
 */
export function openCodeCache({ program, use, patience, environment = process.env }: CacheOptions): CodeCache {
  const folder = environment['NODE_DISABLE_COMPILE_CACHE'] ? undefined : cacheFolder(environment);
  if (folder === undefined) return { entry: () => ({ compiled() {} }) };
  const isReadable = isOurs(folder);
  const tag = process.getBuiltinModule('node:v8').cachedDataVersionTag();
  const scripts: { readonly file: string; readonly script: Script; readonly data: Buffer | undefined }[] = [];
  // At the end the functions that were compiled on the way are kept, too.
  process.once('exit', () => {
    for (const { file, script, data } of scripts) {
      const isFresh = data === undefined || script.cachedDataRejected === true;
      if (!isFresh && process.pid % LOOKS !== 0) continue;
      const now = patience.without(() => script.createCachedData());
      if (isFresh || now.length > data.length * GROWTH) keep(folder, file, now);
    }
  });
  return {
    entry(part, version) {
      const file = [program, process.arch, tag, use, part, version].join('-');
      const data = isReadable ? kept(folder, file) : undefined;
      return { ...(data && { data }), compiled: (script) => void scripts.push({ file, script, data }) };
    },
  };
}
