import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionContext, runAction, temporaryFolder } from '../testing.ts';
import { shell } from './shell.ts';

test('shell understands pipes, scripts and variables', async (t) => {
  const context = actionContext({
    playbookDir: temporaryFolder(t),
    environment: { PATH: process.env['PATH']!, WORD: 'lamp' },
  });
  const cases: [params: Record<string, unknown>, stdout: string][] = [
    [{ _raw_params: 'printf abc | tr a-c x' }, 'xxx'],
    [{ cmd: 'x=3\nfor i in 1 2; do\n  echo "$i:$x"\ndone\n' }, '1:3\n2:3'],
    [{ cmd: 'echo ${WORD}s > word; cat word' }, 'lamps'],
    [{ cmd: 'read a b; echo $b-$a', stdin: 'x y' }, 'y-x'],
    [{ cmd: 'echo ${0##*/}', executable: '/bin/bash' }, 'bash'],
  ];
  for (const [params, stdout] of cases) {
    const result = await runAction(shell, params, context);
    assert.equal(result['stdout'], stdout, JSON.stringify(params));
    assert.equal(result['cmd'], params['cmd'] ?? params['_raw_params']);
  }
});

test('a shell that a signal ends has its number as a negative return code', async () => {
  const result = await runAction(shell, { cmd: 'kill -9 $$' });
  assert.deepEqual([result['rc'], result['failed']], [-9, true]);
});

test('check mode skips a shell', async () => {
  const result = await runAction(shell, { cmd: 'exit 1' }, actionContext({ check: true }));
  assert.deepEqual([result['skipped'], result['changed'], result['rc']], [true, false, 0]);
});

test('an empty command line is refused', async () => {
  assert.equal((await runAction(shell, { cmd: '' }))['code'], 'no-command');
});
