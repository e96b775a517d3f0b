import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { keep, kept } from './keep.ts';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'play-keep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a file of the cache is written anew as a whole', (t) => {
  const folder = folderOf(t);
  keep(folder, 'core', Buffer.from('first, and longer'));
  keep(folder, 'core', Buffer.from('second'));
  assert.equal(kept(folder, 'core')?.toString(), 'second');
  assert.deepEqual(readdirSync(folder), ['core']);
});

for (const [title, spoil] of [
  ['is not there', (file: string) => rmSync(file)],
  ['is cut short', (file: string) => truncateSync(file, 40)],
  ['has lost its head', (file: string) => truncateSync(file, 3)],
  ['has a bit turned over', (file: string) => writeFileSync(file, turned(readFileSync(file)))],
] as const)
  test(`nothing is taken of a file that ${title}`, (t) => {
    const folder = folderOf(t);
    keep(folder, 'core', Buffer.from('compiled code'));
    spoil(join(folder, 'core'));
    assert.equal(kept(folder, 'core'), undefined);
  });

const turned = (data: Buffer) => data.map((byte, index) => (index === data.length - 5 ? byte ^ 4 : byte));

test('what nobody has written for a month is removed by the next who writes', (t) => {
  const folder = folderOf(t);
  const now = Date.now() / 1000;
  const days = 24 * 3600;
  for (const [name, age] of [
    ['old', 31],
    ['young', 29],
  ] as const) {
    keep(folder, name, Buffer.from(name));
    utimesSync(join(folder, name), now, now - age * days);
  }
  keep(folder, 'new', Buffer.from('new'));
  assert.deepEqual(readdirSync(folder).sort(), ['new', 'young']);
});

test('a folder that others may write to is left alone', (t) => {
  const folder = folderOf(t);
  chmodSync(folder, 0o777);
  keep(folder, 'core', Buffer.from('x'));
  assert.deepEqual(readdirSync(folder), []);
});
