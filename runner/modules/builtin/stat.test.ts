import assert from 'node:assert/strict';
import { chmodSync, linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { slurp } from './slurp.ts';
import { stat } from './stat.ts';
import { tempfile } from './tempfile.ts';

type Stat = Record<string, unknown>;

test('stat tells what there is to know about a file', async (t) => {
  const playbookDir = temporaryFolder(t);
  const path = join(playbookDir, 'f');
  writeFileSync(path, 'hello\n');
  chmodSync(path, 0o4754);
  linkSync(path, join(playbookDir, 'g'));
  const { ino, dev, atimeMs, mtimeMs, ctimeMs, blksize, blocks } = statSync(path);
  const { changed, stat: found } = await runAction(stat, { path: 'f' }, actionContext({ playbookDir }));
  const { pw_name, gr_name, ...rest } = found as Stat;
  assert.equal(changed, false);
  assert.deepEqual([typeof pw_name, typeof gr_name], ['string', 'string']);
  assert.deepEqual(rest, {
    exists: true,
    path,
    mode: '4754',
    uid: process.getuid!(),
    gid: process.getgid!(),
    size: 6,
    inode: ino,
    dev,
    nlink: 2,
    atime: atimeMs / 1000,
    mtime: mtimeMs / 1000,
    ctime: ctimeMs / 1000,
    block_size: blksize,
    blocks,
    device_type: 0,
    ...{ isdir: false, ischr: false, isblk: false, isreg: true, isfifo: false, islnk: false, issock: false },
    ...{ rusr: true, wusr: true, xusr: true, rgrp: true, wgrp: false, xgrp: true },
    ...{ roth: true, woth: false, xoth: false, isuid: true, isgid: false },
    ...{ readable: true, writeable: true, executable: true },
    checksum: 'f572d396fae9206628714fb2ce00f72e94f2258f',
    ...{ mimetype: 'text/plain', charset: 'us-ascii', attributes: [], attr_flags: '', version: null },
  });
});

test('stat sees the link, or with follow what it points to', async (t) => {
  const playbookDir = temporaryFolder(t);
  mkdirSync(join(playbookDir, 'dir'));
  symlinkSync('dir', join(playbookDir, 'link'));
  symlinkSync('none', join(playbookDir, 'dangling'));
  const look = async (params: Stat) => (await runAction(stat, params, actionContext({ playbookDir })))['stat'] as Stat;
  const link = await look({ path: 'link' });
  assert.deepEqual(
    [link['islnk'], link['isdir'], link['lnk_target'], link['lnk_source']],
    [true, false, 'dir', join(playbookDir, 'dir')],
  );
  assert.deepEqual(link['mimetype'], 'inode/symlink');
  const dir = await look({ path: 'link/', follow: true });
  assert.deepEqual([dir['islnk'], dir['isdir'], dir['checksum']], [false, true, undefined]);
  assert.equal((await look({ path: 'dangling' }))['exists'], true);
  for (const path of ['none', 'dir/none/deeper']) assert.deepEqual(await look({ path }), { exists: false });
  assert.deepEqual(await look({ path: 'dangling', follow: true }), { exists: false });
});

test('stat leaves out what is not asked for', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'f'), 'hello\n');
  const params = { path: 'f', get_checksum: false, get_mime: false, get_attributes: false };
  const bare = (await runAction(stat, params, actionContext({ playbookDir })))['stat'] as Stat;
  for (const key of ['checksum', 'mimetype', 'charset', 'attributes']) assert.equal(key in bare, false);
  const md5 = (await runAction(stat, { path: 'f', checksum_algorithm: 'md5' }, actionContext({ playbookDir })))['stat'];
  assert.equal((md5 as Stat)['checksum'], 'b1946ac92492d2347c6235b4d2611184');
  assert.equal((await runAction(stat, { path: unknown }))['stat'], unknown);
});

test('stat judges content by its first bytes', async (t) => {
  const playbookDir = temporaryFolder(t);
  const cases: [content: Buffer, mimetype: string, charset: string][] = [
    [Buffer.from(''), 'inode/x-empty', 'binary'],
    [Buffer.from('é'), 'text/plain', 'utf-8'],
    [Buffer.concat([Buffer.alloc(4095, 'a'), Buffer.from('é')]), 'text/plain', 'utf-8'],
    [Buffer.from('é', 'latin1'), 'text/plain', 'iso-8859-1'],
    [Buffer.from('#!/bin/bash\n'), 'text/x-shellscript', 'us-ascii'],
    [Buffer.from([0x1f, 0x8b, 0]), 'application/gzip', 'binary'],
    [Buffer.from([1, 0, 2]), 'application/octet-stream', 'binary'],
  ];
  for (const [content, mimetype, charset] of cases) {
    writeFileSync(join(playbookDir, 'f'), content);
    const found = (await runAction(stat, { path: 'f' }, actionContext({ playbookDir })))['stat'] as Stat;
    assert.deepEqual([found['mimetype'], found['charset']], [mimetype, charset]);
  }
});

test('slurp returns the bytes in base64', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'f'), Buffer.from([0, 255, 10]));
  const context = actionContext({ playbookDir });
  assert.deepEqual(await runAction(slurp, { src: 'f' }, context), {
    changed: false,
    content: 'AP8K',
    source: join(playbookDir, 'f'),
    encoding: 'base64',
  });
  assert.match(String((await runAction(slurp, { src: 'none' }, context))['msg']), /^file not found: .*none$/);
  assert.match(
    String((await runAction(slurp, { src: '.' }, context))['msg']),
    /^source is a directory and must be a file/,
  );
  const rehearsal = actionContext({ playbookDir, check: true });
  assert.equal((await runAction(slurp, { src: 'none' }, rehearsal))['content'], unknown);
  assert.equal(rehearsal.warnings.length, 1);
});

test('tempfile makes something of its own for its owner alone', async (t) => {
  const folder = temporaryFolder(t);
  const cases: [params: Stat, mode: string, pattern: RegExp][] = [
    [{ path: folder }, '0600', /\/ansible\.[\w-]+$/],
    [{ path: folder, state: 'directory', prefix: 'p.', suffix: '.d' }, '0700', /\/p\.[\w-]+\.d$/],
  ];
  for (const [params, mode, pattern] of cases) {
    const made = await runAction(tempfile, params);
    assert.match(String(made['path']), pattern);
    assert.deepEqual([made['changed'], made['mode'], made['state']], [true, mode, params['state'] ?? 'file']);
    const predicted = await runAction(tempfile, params, actionContext({ check: true }));
    assert.deepEqual(Object.keys(predicted).sort(), Object.keys(made).sort());
    assert.deepEqual([predicted['path'], predicted['mode']], [unknown, mode]);
    assert.notEqual((await runAction(tempfile, params))['path'], made['path']);
  }
  assert.equal((await runAction(tempfile, { path: join(folder, 'none') }))['code'], 'no-folder');
});
