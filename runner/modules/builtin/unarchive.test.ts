import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { unarchive } from './unarchive.ts';

const has = (program: string) => {
  try {
    execFileSync(program, ['--help'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
};

/** A folder with archives of the same three things: `top/a.txt`, `top/sub/é.txt` and a link. */
function archives(t: TestContext) {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'top/sub'), { recursive: true });
  writeFileSync(join(folder, 'top/a.txt'), 'a\n', { mode: 0o640 });
  writeFileSync(join(folder, 'top/sub/é.txt'), 'b\n', { mode: 0o755 });
  symlinkSync('a.txt', join(folder, 'top/link'));
  for (const name of ['top/a.txt', 'top/sub/é.txt']) utimesSync(join(folder, name), 1_700_000_000, 1_700_000_000);
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: folder, stdio: 'ignore' });
  const kinds: [file: string, handler: string][] = [];
  const add = (file: string, handler: string, program: string, make: () => void) => {
    if (!has(program)) return;
    make();
    kinds.push([file, handler]);
  };
  add('x.tar', 'TarArchive', 'tar', () => run('tar', 'cf', 'x.tar', 'top'));
  add('x.tgz', 'TgzArchive', 'gzip', () => run('tar', 'czf', 'x.tgz', 'top'));
  add('x.tar.xz', 'TarXzArchive', 'xz', () => run('tar', 'cJf', 'x.tar.xz', 'top'));
  add('x.tar.bz2', 'TarBzipArchive', 'bzip2', () => run('tar', 'cjf', 'x.tar.bz2', 'top'));
  add('x.tar.zst', 'TarZstdArchive', 'zstd', () => run('tar', '--zstd', '-cf', 'x.tar.zst', 'top'));
  if (has('unzip')) add('x.zip', 'ZipArchive', 'zip', () => run('zip', '-qry', 'x.zip', 'top'));
  return { folder, kinds };
}

test('an archive of any kind is unpacked once, and again where it differs', async (t) => {
  const { folder, kinds } = archives(t);
  const context = actionContext({ playbookDir: folder });
  const check = actionContext({ playbookDir: folder, check: true });
  for (const [src, handler] of kinds) {
    const dest = join(folder, `${src}.d`);
    mkdirSync(dest);
    const predicted = await runAction(unarchive, { src, dest }, check);
    assert.deepEqual([predicted['changed'], readdirSync(dest)], [true, []], src);
    const first = await runAction(unarchive, { src, dest, list_files: true }, context);
    assert.deepEqual([first['changed'], first['handler'], first['dest']], [true, handler, dest], JSON.stringify(first));
    assert.deepEqual([...(first['files'] as string[])].sort(), [
      'top/',
      'top/a.txt',
      'top/link',
      'top/sub/',
      'top/sub/é.txt',
    ]);
    assert.equal(readFileSync(join(dest, 'top/sub/é.txt'), 'utf8'), 'b\n');
    assert.ok(lstatSync(join(dest, 'top/link')).isSymbolicLink());
    assert.equal((await runAction(unarchive, { src, dest }, context))['changed'], false, src);
    writeFileSync(join(dest, 'top/more'), '');
    assert.equal(
      (await runAction(unarchive, { src, dest }, context))['changed'],
      false,
      'what is there besides is left',
    );
    writeFileSync(join(dest, 'top/a.txt'), 'x\n');
    assert.equal((await runAction(unarchive, { src, dest }, check))['changed'], true);
    assert.equal(
      (await runAction(unarchive, { src, dest, keep_newer: true }, context))['changed'],
      false,
      'it is newer',
    );
    utimesSync(join(dest, 'top/a.txt'), 1, 1);
    assert.equal((await runAction(unarchive, { src, dest, keep_newer: true }, context))['changed'], true);
    assert.equal(readFileSync(join(dest, 'top/a.txt'), 'utf8'), 'a\n');
    rmSync(join(dest, 'top/link'));
    assert.equal((await runAction(unarchive, { src, dest }, context))['changed'], true);
  }
});

test('a part is taken, and names are shortened', async (t) => {
  const { folder, kinds } = archives(t);
  const context = actionContext({ playbookDir: folder });
  for (const [src, handler] of kinds) {
    const zip = handler === 'ZipArchive';
    const cases: [params: Record<string, unknown>, there: string, notThere: string][] = [
      [{ include: ['top/a.txt'] }, 'top/a.txt', 'top/sub'],
      [{ exclude: [zip ? 'top/sub/*' : 'top/sub'] }, 'top/a.txt', 'top/sub'],
      ...(zip
        ? []
        : [[{ extra_opts: ['--strip-components=1'] }, 'a.txt', 'top'] as [Record<string, unknown>, string, string]]),
    ];
    for (const [params, there, notThere] of cases) {
      const dest = join(folder, 'part');
      mkdirSync(dest);
      assert.equal((await runAction(unarchive, { src, dest, ...params }, context))['changed'], true);
      assert.deepEqual([existsSync(join(dest, there)), existsSync(join(dest, notThere))], [true, false], src);
      assert.equal((await runAction(unarchive, { src, dest, ...params }, context))['changed'], false, src);
      rmSync(dest, { recursive: true });
    }
  }
});

test('everything unpacked gets the mode asked for', async (t) => {
  const { folder, kinds } = archives(t);
  const context = actionContext({ playbookDir: folder });
  for (const [src] of kinds) {
    const dest = join(folder, `${src}.m`);
    mkdirSync(dest);
    const params = { src, dest, mode: 'u=rwX,g=,o=' };
    await runAction(unarchive, params, context);
    const modes = ['top', 'top/a.txt', 'top/sub/é.txt'].map((name) => statSync(join(dest, name)).mode & 0o777);
    assert.deepEqual(modes, [0o700, 0o600, 0o700], src);
    assert.equal((await runAction(unarchive, params, context))['changed'], false, src);
  }
});

test('an archive that leads out of the folder is refused', async (t) => {
  const folder = temporaryFolder(t);
  const context = actionContext({ playbookDir: folder });
  mkdirSync(join(folder, 'in/d'), { recursive: true });
  mkdirSync(join(folder, 'dest'));
  writeFileSync(join(folder, 'evil'), 'x');
  writeFileSync(join(folder, 'in/d/f'), 'x');
  symlinkSync(folder, join(folder, 'in/l'));
  const tar = (...args: string[]) => execFileSync('tar', args, { cwd: join(folder, 'in'), stdio: 'ignore' });
  tar('-cPf', '../up.tar', '../evil');
  tar('-cPf', '../abs.tar', join(folder, 'evil'));
  tar('-cf', '../link.tar', 'l', '--transform=s,^d,l,', 'd/f');
  writeFileSync(join(folder, 'up.zip'), zipWith('../evil'));
  for (const src of ['up.tar', 'abs.tar', 'link.tar', 'up.zip']) {
    const result = await runAction(unarchive, { src, dest: 'dest' }, context);
    assert.equal(result['code'], 'archive-escape', `${src}: ${JSON.stringify(result)}`);
  }
  assert.deepEqual(readdirSync(join(folder, 'dest')), []);
  const absolute = { src: 'up.tar', dest: 'dest', extra_opts: ['-P'] };
  assert.equal((await runAction(unarchive, absolute, context))['code'], 'archive-escape');
});

/** A zip archive with one empty file, which zip programs would not make. */
function zipWith(name: string): Buffer {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length, 16);
  return Buffer.concat([local, Buffer.from(name), entry, Buffer.from(name), end]);
}

test('an archive comes from an address too', async (t) => {
  const { folder } = archives(t);
  const server = createServer((request, response) => {
    if (request.url === '/x.tar') response.end(readFileSync(join(folder, 'x.tar')));
    else response.writeHead(404).end();
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  t.after(() => server.close());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  mkdirSync(join(folder, 'dest'));
  const context = actionContext({ playbookDir: folder });
  const params = { src: `${base}/x.tar`, dest: 'dest', remote_src: true };
  assert.equal((await runAction(unarchive, params, context))['changed'], true);
  assert.deepEqual(readdirSync(join(folder, 'dest')), ['top']);
  const missing = await runAction(unarchive, { ...params, src: `${base}/none` }, context);
  assert.match(String(missing['msg']), /cannot download .*: status 404/);
});

test('what cannot be unpacked is said before anything is', async (t) => {
  const { folder } = archives(t);
  writeFileSync(join(folder, 'bad.tgz'), 'no archive');
  writeFileSync(join(folder, 'bad.zip'), 'PK\x03\x04');
  const context = actionContext({ playbookDir: folder });
  const check = actionContext({ playbookDir: folder, check: true });
  const cases: [params: Record<string, unknown>, message: RegExp][] = [
    [{ src: 'x.tar', dest: 'none' }, /must be an existing dir/],
    [{ src: 'none', dest: '.', remote_src: true }, /does not exist/],
    [{ src: 'top', dest: '.' }, /is no file/],
    [{ src: 'bad.tgz', dest: '.' }, /tar cannot read/],
    [{ src: 'bad.zip', dest: '.' }, /no complete zip archive/],
  ];
  for (const [params, message] of cases)
    assert.match(String((await runAction(unarchive, params, context))['msg']), message);
  const skipped = await runAction(unarchive, { src: 'x.tar', dest: '.', creates: 'top' }, context);
  assert.deepEqual(skipped, { changed: false, skipped: true, msg: 'skipped, since top exists' });
  assert.equal((await runAction(unarchive, { src: 'later', dest: '.', copy: false }, check))['changed'], true);
  assert.equal((await runAction(unarchive, { src: unknown, dest: '.' }, check))['changed'], true);
});
