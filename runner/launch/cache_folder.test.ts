import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { cacheFolder, isOurs, makeOurs } from './cache_folder.ts';

const places: readonly (readonly [string, NodeJS.Platform, Record<string, string>, string | undefined])[] = [
  ['in the home folder', 'linux', { HOME: '/home/ann' }, '/home/ann/.cache/play/code'],
  ['where XDG has it', 'linux', { HOME: '/home/ann', XDG_CACHE_HOME: '/fast' }, '/fast/play/code'],
  ['in the library of a Mac', 'darwin', { HOME: '/Users/ann' }, '/Users/ann/Library/Caches/play/code'],
  ['nowhere without a folder of the user on Windows', 'win32', {}, undefined],
  ['where PLAY_CODE_CACHE says', 'linux', { HOME: '/home/ann', PLAY_CODE_CACHE: '/here' }, '/here'],
  ['nowhere when PLAY_CODE_CACHE is empty', 'linux', { HOME: '/home/ann', PLAY_CODE_CACHE: '' }, undefined],
];

for (const [title, platform, environment, folder] of places)
  test(`compiled code is kept ${title}`, () => assert.equal(cacheFolder(environment, platform), folder));

describe('a folder is ours', () => {
  const root = mkdtempSync(join(tmpdir(), 'play-ours-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const folder = (name: string, mode: number) => {
    const path = join(root, name);
    mkdirSync(path);
    chmodSync(path, mode);
    return path;
  };

  test('when it was made here, with its parents, for this user alone', () => {
    const made = join(root, 'a/b/c');
    assert.equal(makeOurs(made), true);
    assert.equal(statSync(made).mode & 0o777, 0o700);
    assert.equal(statSync(join(root, 'a')).mode & 0o777, 0o700);
  });
  for (const mode of [0o777, 0o770, 0o702, 0o755])
    test(`not when its mode is ${mode.toString(8)}`, () => {
      assert.equal(makeOurs(folder(`mode-${mode}`, mode)), false);
    });
  test('not when it is a link to one that is', () => {
    const target = folder('target', 0o700);
    symlinkSync(target, join(root, 'link'));
    assert.deepEqual([isOurs(target), isOurs(join(root, 'link'))], [true, false]);
  });
  test('not when another user owns it', {
    skip: process.getuid?.() !== 0 && 'only root can give a folder away',
  }, () => {
    const given = folder('given', 0o700);
    chownSync(given, 12345, 12345);
    assert.equal(isOurs(given), false);
  });
  test('not when it is a file, or cannot be there', () => {
    writeFileSync(join(root, 'file'), '', { mode: 0o600 });
    assert.deepEqual(
      [isOurs(join(root, 'file')), makeOurs(join(root, 'file/below')), isOurs(join(root, 'none'))],
      [false, false, false],
    );
  });
});
