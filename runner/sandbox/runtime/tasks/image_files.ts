import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { type ImageFacts, wordsOfLabel } from './image_facts.ts';

/** Never part of what is kept: large, found again by a link, or none of an app's business. */
const leftOut = new Set(['node_modules', '.git', '.play']);

/** The files of an image as they were when it was pushed. */
export interface ImageFiles {
  /** What its last stage copied, laid out as in the image. */
  readonly root: string;
  /** What the label `play.sandbox.files` names, laid out as in the context folder; undefined without the label. */
  readonly context: string | undefined;
}

const inside = (folder: string, path: string): boolean => path === folder || path.startsWith(folder + sep);

/** The same path below another folder; refuses one that leads out of it. */
function below(folder: string, path: string): string {
  const found = resolve(folder, `./${path}`);
  if (!inside(resolve(folder), found)) throw new Error(`${path} is not inside ${folder}`);
  return found;
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, {
    recursive: true,
    filter: (path) => path === from || (!leftOut.has(basename(path)) && !path.endsWith('.map')),
  });
}

/** Packages stay where they were installed: a build step that no engine ran would have put them beside the code. */
function linkPackages(from: string, to: string): void {
  const [installed, here] = [join(from, 'node_modules'), join(to, 'node_modules')];
  if (existsSync(installed) && existsSync(to) && !existsSync(here)) symlinkSync(installed, here, 'dir');
}

/**
 * Keeps the files of an image in a folder, so that it stays what it was when the context folder has moved on: a roll
 * back runs the old code. What is there already is taken as it is.
 */
export function keepImage(facts: ImageFacts, into: string): ImageFiles {
  const files = filesOf(facts, into);
  if (existsSync(into)) return files;
  const making = `${into}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  const made = filesOf(facts, making);
  mkdirSync(made.root, { recursive: true });
  for (const [path, place] of facts.copies) {
    const [from, to] = [below(facts.folder, path), below(made.root, place)];
    if (!existsSync(from)) continue;
    copy(from, to);
    const isFolder = statSync(from).isDirectory();
    linkPackages(isFolder ? from : dirname(from), isFolder ? to : dirname(to));
  }
  for (const path of wordsOfLabel(facts, 'play.sandbox.files') ?? []) {
    const from = below(facts.folder, path);
    if (existsSync(from)) copy(from, below(made.context!, path));
  }
  if (made.context !== undefined) linkPackages(facts.folder, made.context);
  renameSync(making, into);
  return files;
}

/** Where `keepImage` keeps the files of an image. */
export function filesOf(facts: ImageFacts, into: string): ImageFiles {
  const context = facts.labels['play.sandbox.files'] === undefined ? undefined : join(into, 'context');
  return { root: join(into, 'root'), context };
}

/** Removes the files of images whose folder is not among those to keep. */
export function forgetImages(folder: string, keep: ReadonlySet<string>): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!keep.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
