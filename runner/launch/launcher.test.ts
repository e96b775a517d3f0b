import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { useOf } from './code_use.ts';

const command = process.env['PLAY_TEST_COMMAND']!;
const playbook = '- hosts: localhost\n  gather_facts: false\n  tasks:\n    - { name: Say it, debug: { msg: hello } }\n';

/** A folder with a playbook in it, and runs of the command there with a code cache of their own. */
function place(t: TestContext, file = command) {
  const folder = mkdtempSync(join(tmpdir(), 'play-launch-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'site.yml'), playbook);
  const cache = join(folder, 'cache');
  const run = (words: string, more: NodeJS.ProcessEnv = {}, node: readonly string[] = []) => {
    const env = { PATH: process.env['PATH'], HOME: folder, PLAY_CODE_CACHE: cache, ...more };
    const options = { cwd: folder, env, encoding: 'utf8', timeout: 60_000 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [...node, file, ...words.split(' ')], options);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    return stdout;
  };
  const kept = () => readdirSync(cache).map((name) => join(cache, name));
  return { folder, cache, run, kept };
}

const listed = /Say it\tTAGS/;

/** What of the program a call loads: told by what it keeps for the next. */
const partsOf = (files: readonly string[]) => files.map((file) => /-(core|aws|rest)-/.exec(file)?.[1]).sort();

describe('the code cache', () => {
  test('is made by the first call and taken as it is by the next', (t) => {
    const { run, kept } = place(t);
    assert.match(run('site.yml --list-tasks'), listed);
    // Where one process in some writes anew, it does so only for what has grown by a tenth.
    const before = kept().map((file) => statSync(file).ino);
    assert.ok(before.length > 0);
    assert.match(run('site.yml --list-tasks'), listed);
    assert.deepEqual(
      kept().map((file) => statSync(file).ino),
      before,
    );
  });
  for (const [title, spoil] of [
    ['cut short', (file: string) => truncateSync(file, 1000)],
    ['empty', (file: string) => truncateSync(file, 0)],
    ['broken', (file: string) => writeFileSync(file, readFileSync(file).fill(0x55, 20_000, 40_000))],
  ] as const)
    test(`is made anew where it is ${title}`, (t) => {
      const { run, kept } = place(t);
      run('site.yml --list-tasks');
      const [file = ''] = kept();
      const { size } = statSync(file);
      spoil(file);
      assert.match(run('site.yml --list-tasks'), listed);
      assert.ok(statSync(file).size > size / 2);
      assert.ok(!readFileSync(file).includes('U'.repeat(1000)));
    });
  test('has files of its own for other flags of V8', (t) => {
    const { run, kept } = place(t);
    run('site.yml --list-tasks');
    const files = kept().length;
    assert.match(run('site.yml --list-tasks', {}, ['--no-opt']), listed);
    assert.equal(kept().length, files * 2);
  });
  test('is not used when others may write to its folder', (t) => {
    const { cache, run, kept } = place(t);
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    assert.match(run('site.yml --list-tasks'), listed);
    assert.deepEqual(kept(), []);
  });
  test('is not used when it is another user’s', {
    skip: process.getuid?.() !== 0 && 'only root can give it away',
  }, (t) => {
    const { cache, run, kept } = place(t);
    mkdirSync(cache, { mode: 0o700 });
    chownSync(cache, 12345, 12345);
    assert.match(run('site.yml --list-tasks'), listed);
    assert.deepEqual(kept(), []);
  });
  test('is done without where it cannot be', (t) => {
    const { folder, run } = place(t);
    assert.match(run('site.yml --list-tasks', { PLAY_CODE_CACHE: join(folder, 'site.yml', 'below') }), listed);
    assert.match(run('site.yml --list-tasks', { PLAY_CODE_CACHE: '' }), listed);
    assert.match(run('site.yml --list-tasks', { NODE_DISABLE_COMPILE_CACHE: '1' }), listed);
    assert.deepEqual(readdirSync(folder), ['site.yml']);
  });
  test('is not that of another program of the same name and size', (t) => {
    const copy = mkdtempSync(join(tmpdir(), 'play-copy-'));
    t.after(() => rmSync(copy, { recursive: true, force: true }));
    for (const name of ['play.js', 'program'])
      cpSync(join(dirname(command), name), join(copy, name), { recursive: true });
    writeFileSync(join(copy, 'package.json'), '{ "name": "play", "type": "module", "version": "1.2.3" }');
    const { run } = place(t, join(copy, 'play.js'));
    run('site.yml');
    const core = join(copy, 'program/core.cjs');
    writeFileSync(core, readFileSync(core, 'latin1').replaceAll('PLAY RECAP', 'PLAY PACER'));
    assert.match(run('site.yml'), /PLAY PACER/);
  });
});

describe('a call loads what it needs:', () => {
  for (const [words, parts] of [
    ['--version', []],
    ['--help', []],
    ['site.yml --list-tasks', ['core']],
    ['site.yml --syntax-check', ['core']],
    ['site.yml', ['core']],
  ] as const)
    test(`play ${words}: ${parts.join(' and ') || 'nothing of the program'}`, (t) => {
      const { cache, run, kept } = place(t);
      mkdirSync(cache, { mode: 0o700 });
      run(words);
      assert.deepEqual(partsOf(kept()), parts);
    });
  test('what AWS, a terminal or a chore needs is not in its core', () => {
    const core = readFileSync(join(dirname(command), 'program/core.cjs'), 'latin1');
    // The last is ajv's.
    for (const name of ['SignatureV4', 'Listr', 'execaCoreAsync', 'strict mode: '])
      assert.ok(!core.includes(name), name);
  });
});

test('calls that run other things keep their code apart', () => {
  assert.equal(useOf(['site.yml', '-v', '--list-tags']), 'look');
  assert.equal(useOf(['site.yml', '--check']), 'run');
  assert.equal(useOf(['vault', 'view', 'x']), 'vault');
});
