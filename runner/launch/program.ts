import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import type { CodeCache } from './code_cache.ts';
import type { Patience } from './patience.ts';
import { whenUsed } from './when_used.ts';

/** What the program gives to its launcher. */
export interface Program {
  main(argv: readonly string[]): Promise<number>;
}

type Exports = Readonly<Record<string, () => unknown>>;
type Part = (
  exports: object,
  require: (name: string) => unknown,
  module: { exports: Exports },
  file: string,
  url: string,
) => void;

/**
 * Opens the program that `npm run build` put into a folder: parts that are loaded when one of their chunks is first needed, each with
 * what the code cache has of it.
 */
export function openProgram(folder: string, cache: CodeCache, patience: Patience): Program {
  const parts = new Map<string, Exports>();
  const builtin = createRequire(import.meta.url);
  const takeBuiltin = (name: string): unknown => patience.without(() => builtin(name));

  function take(name: string): unknown {
    const [, part, chunk] = /^play:(\w+)\/(.*)$/.exec(name) ?? [];
    if (part === undefined || chunk === undefined) return whenUsed(name, takeBuiltin);
    return patience.without(() => exportsOf(part)[chunk]!());
  }

  function exportsOf(part: string): Exports {
    const loaded = parts.get(part);
    if (loaded) return loaded;
    const module = { exports: {} };
    parts.set(part, module.exports);
    const file = join(folder, `${part}.cjs`);
    compile(part, file)(module.exports, take, module, file, pathToFileURL(file).href);
    parts.set(part, module.exports);
    return module.exports;
  }

  function compile(part: string, file: string): Part {
    // The builder writes ASCII only, which needs no decoding.
    const source = readFileSync(file, 'latin1');
    const entry = cache.entry(part, `${source.length}.${Math.trunc(statSync(file).mtimeMs)}`);
    const script = new Script(source, { filename: file, ...(entry.data && { cachedData: entry.data }) });
    entry.compiled(script);
    return script.runInThisContext() as Part;
  }

  return take('play:core/main.js') as Program;
}
