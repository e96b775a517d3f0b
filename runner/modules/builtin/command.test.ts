import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unknown } from '../../template/values.ts';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { command } from './command.ts';

test('command gives words to the program as they are', async (t) => {
  const playbookDir = temporaryFolder(t);
  const environment = { PATH: process.env['PATH']!, LAMP: 'light', HOME: '/home/someone' };
  const cases: [params: Record<string, unknown>, stdout: string][] = [
    [{ _raw_params: 'echo a | wc -c' }, 'a | wc -c'],
    [{ cmd: 'echo $LAMP ${LAMP}s $NONE ~' }, 'light lights $NONE /home/someone'],
    [{ cmd: 'echo $LAMP', expand_argument_vars: false }, '$LAMP'],
    [{ cmd: 'echo *.yml' }, '*.yml'],
    [{ cmd: `printf '%s;' 'a b' "c \\" d" e\\ f ''` }, 'a b;c " d;e f;;'],
    [{ argv: ['printf', '%s|', 'two words', 'a;b', '$X', ''] }, 'two words|a;b|$X||'],
    [{ cmd: 'pwd' }, playbookDir],
    [{ cmd: 'cat', stdin: 'abc' }, 'abc'],
    [{ cmd: 'wc -c', stdin: 'abc' }, '4'],
    [{ cmd: 'wc -c', stdin: 'abc', stdin_add_newline: false }, '3'],
    [{ cmd: "printf 'a\\n\\n'", strip_empty_ends: false }, 'a\n\n'],
    [{ cmd: "printf '\\n a \\n\\n'" }, '\n a '],
  ];
  for (const [params, stdout] of cases) {
    const result = await runAction(command, params, actionContext({ playbookDir, environment }));
    assert.equal(result['stdout'], stdout, JSON.stringify(params));
    assert.equal(result['rc'], 0);
    assert.equal(result['changed'], true);
  }
});

test('a command that fails says how it ended', async () => {
  const result = await runAction(command, { argv: ['sh', '-c', 'echo one; echo two >&2; exit 3'] });
  assert.equal(result['failed'], true);
  assert.equal(result['rc'], 3);
  assert.equal(result['msg'], 'non-zero return code');
  assert.deepEqual(result['stdout_lines'], ['one']);
  assert.deepEqual(result['stderr_lines'], ['two']);
  assert.match(String(result['start']), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
  assert.match(String(result['delta']), /^0:00:\d\d\.\d{6}$/);
});

test('a command that cannot start fails with the number of the error', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'plain'), 'no program', { mode: 0o644 });
  const cases = [
    [{ cmd: 'no-such-program x' }, 2, "[Errno 2] No such file or directory: b'no-such-program'"],
    [{ cmd: './plain' }, 13, "[Errno 13] Permission denied: b'./plain'"],
    [
      { cmd: 'true', chdir: 'nowhere' },
      257,
      `cannot change to ${playbookDir}/nowhere before running the command: there is no such folder`,
    ],
  ] as const;
  for (const [params, rc, msg] of cases) {
    const result = await runAction(
      command,
      params,
      actionContext({ playbookDir, environment: { PATH: '/usr/bin:/bin' } }),
    );
    assert.deepEqual([result['failed'], result['rc'], result['msg'], result['changed']], [true, rc, msg, false]);
  }
});

test('text that cannot be split and an empty command are refused with what to do', async () => {
  assert.match(String((await runAction(command, { cmd: "echo 'a" }))['msg']), /no closing '/);
  assert.equal((await runAction(command, { cmd: ' ' }))['code'], 'no-command');
});

test('creates and removes leave out what is not needed, in check mode too', async (t) => {
  const playbookDir = temporaryFolder(t);
  writeFileSync(join(playbookDir, 'made.txt'), '');
  const cases: [params: Record<string, unknown>, check: boolean, changed: boolean, msg: string][] = [
    [{ creates: 'made.txt' }, false, false, 'Did not run command since made.txt exists'],
    [{ creates: 'm*.[st]x?' }, true, false, 'Would not run command since m*.[st]x? exists'],
    [{ removes: 'none' }, false, false, 'Did not run command since none does not exist'],
    [{ removes: 'none' }, true, false, 'Would not run command since none does not exist'],
    [{ creates: 'none' }, true, true, 'Command would have run if not in check mode'],
    [{ removes: 'made.txt' }, false, true, ''],
  ];
  for (const [params, check, changed, msg] of cases) {
    const result = await runAction(command, { cmd: 'true', ...params }, actionContext({ playbookDir, check }));
    assert.deepEqual([result['changed'], result['msg'], result['rc'], result['skipped']], [changed, msg, 0, undefined]);
  }
});

test('check mode runs nothing and returns the keys of a run', async (t) => {
  const playbookDir = temporaryFolder(t);
  const params = { cmd: 'touch made' };
  const predicted = await runAction(command, params, actionContext({ playbookDir, check: true }));
  assert.equal(predicted['skipped'], true);
  assert.equal(existsSync(join(playbookDir, 'made')), false);
  const { skipped: _, ...keys } = predicted;
  const done = await runAction(command, params, actionContext({ playbookDir }));
  assert.deepEqual(Object.keys(done).sort(), Object.keys(keys).sort());
  const open = await runAction(command, { cmd: unknown }, actionContext({ playbookDir, check: true }));
  assert.equal(open['skipped'], true);
});

test('an interrupt ends the command and what it started', async (t) => {
  const folder = temporaryFolder(t);
  const interrupt = new AbortController();
  const running = command.run(
    { argv: ['sh', '-c', 'sh -c "sleep 1; touch late" & echo $!; wait'], ...defaults },
    actionContext({ playbookDir: folder, signal: interrupt.signal }),
  );
  setTimeout(() => interrupt.abort(new Error('interrupted')), 150);
  const began = Date.now();
  await assert.rejects(async () => running, /interrupted/);
  assert.ok(Date.now() - began < 900, 'it did not wait for the command');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  assert.equal(existsSync(join(folder, 'late')), false);
});

test('a command does not wait for what it leaves in the background', async () => {
  const began = Date.now();
  const result = await runAction(command, { argv: ['sh', '-c', 'sleep 20 & echo $!'] });
  assert.ok(Date.now() - began < 5000);
  process.kill(Number(result['stdout']));
});

const defaults = { stdin_add_newline: true, strip_empty_ends: true, expand_argument_vars: true };
