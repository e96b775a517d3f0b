import { lstatSync, type Stats, statSync } from 'node:fs';
import { posix } from 'node:path';
import { asText } from '../filters/read.ts';
import type { Context, Table, Test } from '../plugin.ts';
import type { Value } from '../python/types.ts';

const pathOf = (value: Value, { host }: Context): string => posix.resolve(host.playbookDir, asText(value));

/** What cannot be looked at (no rights, no such name) counts as not there, as in Python. */
function stats(path: string, followLink = true): Stats | undefined {
  try {
    return (followLink ? statSync : lstatSync)(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

const test = (description: string, run: (path: string) => boolean): Test => ({
  description,
  // No path is no file, not the folder that relative ones start from.
  run: (value, _, context) => asText(value) !== '' && run(pathOf(value, context)),
});

const file = test('the path of a file', (path) => stats(path)?.isFile() ?? false);
const directory = test('the path of a folder', (path) => stats(path)?.isDirectory() ?? false);
const link = test('the path of a symbolic link', (path) => stats(path, false)?.isSymbolicLink() ?? false);
const absolute: Test = { description: 'an absolute path', run: (value) => posix.isAbsolute(asText(value)) };
const mount = test('the path of a mount point', (path) => {
  const [own, parent] = [stats(path, false), stats(posix.dirname(path), false)];
  return own !== undefined && parent !== undefined && (own.dev !== parent.dev || own.ino === parent.ino);
});
const same: Test = {
  description: 'the same file as another path',
  params: ['other'],
  run: (value, [other], context) => {
    const [a, b] = [stats(pathOf(value, context)), stats(pathOf(other, context))];
    return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
  },
};

/** Tests of files on this machine. */
export const fileTests: Table<Test> = {
  exists: test('the path of something that is there', (path) => stats(path) !== undefined),
  link_exists: test('the path of something that is there, be it a broken link', (path) =>
    stats(path, false) !== undefined),
  file,
  is_file: file,
  directory,
  is_dir: directory,
  link,
  is_link: link,
  abs: absolute,
  is_abs: absolute,
  mount,
  is_mount: mount,
  same_file: same,
  is_same_file: same,
};
